import type { Context } from '../context.ts';
import { literal, quoted } from '../language.ts';
import { hasWord, meaningOf } from '../words.ts';
import { FACTS, resultOf, TIMELINE } from './results.ts';
import { knownBy } from './who.ts';
import type { Who } from './wishes.ts';

const PROMISES = /promis|答应|承诺|保证/i;
const THEIRS = /did (?!i\b|we\b)\p{L}+ promise|promised me|(?:她|他)(?:曾|还)?答应|答应(?:过|了)?我/iu;
const LAST =
  /\blast (?:time|meet|met|see|saw|talk|spoke|speak|call|visit|have|had|write|wrote)|\bwhen did (?:we|i|you)\b|\bhow long (?:ago|since)|上次|上回|最近一次|多久没|什么时候(?:见|吃|聊|联系)/i;
const KINDS: readonly (readonly [RegExp, RegExp])[] = [
  [/\b(?:lunch|dinner|coffee|eat|ate|meal)|吃|喝/i, /^meal$/],
  [/\b(?:call|talk|spoke|speak|phone)|电话|通话|聊/i, /^call$/],
  [/\b(?:visit)|拜访/i, /^visit$/],
  [/\b(?:gift|give|gave|present)|送|礼/i, /^gift$/],
  [/\b(?:write|wrote|text|message)|写信|消息|微信/i, /^message$/],
  [/\b(?:meet|met|see|saw)|见/i, /^(?:meeting|meal|visit)$/],
];
const ALL =
  /what (?:do|did) (?:you|we|i) (?:know|have)|tell me (?:about|all|everything|more)|介绍|说说|知道(?:些)?什么|了解(?:些)?什么/i;
/** Chinese and English speak of a fact by either's word. */
const SYNONYMS: readonly (readonly [RegExp, RegExp])[] = [
  [/\blikes?|\blove|\bfond|\benjoy|\bgift|喜欢|爱好|爱吃|爱喝|礼物/i, /^(?:likes|喜欢)$/],
  [/\b(?:not like|dislike|hate|avoid)|不喜欢|讨厌|忌口/i, /^(?:dislikes|不喜欢)/],
  [
    /\ballerg|\beat|过敏|忌口|能吃|吃什么/i,
    /^(?:allergies|过敏|diet|饮食|does not eat|不吃|dislikes|不喜欢)$/,
  ],
  [
    /\b(?:kids?|child|children|daughter|son|baby)|孩子|女儿|儿子|宝宝/i,
    /daughter|son|child|baby|女儿|儿子|孩子|宝宝/,
  ],
  [/\b(?:plans?|going to|will)|打算|计划|准备/i, /^(?:plans|打算)$/],
];

/** What the tools gave about somebody, quoted where it answers the question; null when it does not. */
export function answerFromRecords(question: string, who: Who, { answers, language }: Context): string | null {
  const known = who === null ? null : knownBy(who, answers);
  if (known && known.is !== 'one') return null;
  const input = known ? { contactId: known.contact.id } : {};
  const facts = resultOf(answers, 'contact_get', input, FACTS)?.facts ?? [];
  const entries = [...(resultOf(answers, 'timeline_read', input, TIMELINE)?.entries ?? [])].sort((a, b) =>
    a.on < b.on ? 1 : -1,
  );
  const say = (text: string) => quoted(text)[language];
  const factLine = ({ label, value }: { label: string; value: string }) =>
    ({ zh: `${literal(label)}：${say(value)}`, en: `${literal(label)}: ${say(value)}` })[language];
  const entryLine = ({ on, text }: { on: string; text: string }) => `${literal(on)}: ${say(text)}`;
  const heading = { zh: '档案里记着：', en: 'From the records:' }[language];
  const told = (lines: string[]) =>
    lines.length === 0 ? null : [heading, ...lines.map((line) => `- ${line}`)].join('\n');

  if (PROMISES.test(question)) {
    const label = THEIRS.test(question) ? /^(?:promised me|答应我)/ : /^(?:promised|承诺)$/;
    const promised = facts.filter((fact) => label.test(fact.label));
    return told([
      ...promised.map(factLine),
      ...(promised.length > 0
        ? []
        : entries
            .filter(({ text }) => PROMISES.test(text))
            .slice(0, 3)
            .map(entryLine)),
    ]);
  }
  if (LAST.test(question)) {
    const kind = KINDS.find(([asked]) => asked.test(question))?.[1];
    const last = entries.find((entry) => kind?.test(entry.kind) ?? true) ?? null;
    if (last)
      return {
        zh: `上一次是 ${literal(last.on)}：${say(last.text)}。`,
        en: `The last time was ${literal(last.on)}: ${say(last.text)}.`,
      }[language];
    if (entries.length > 0 || resultOf(answers, 'timeline_read', input, TIMELINE))
      return { zh: '往来里没有记着这样的一次。', en: 'No such time is on record.' }[language];
    return null;
  }
  if (ALL.test(question)) return told([...facts.map(factLine), ...entries.slice(0, 3).map(entryLine)]);
  const wanted = [...meaningOf(question)].filter((word) => who === null || !who.toLowerCase().includes(word));
  const labels = SYNONYMS.filter(([asked]) => asked.test(question)).map(([, label]) => label);
  const touches = (text: string) => wanted.some((word) => hasWord(meaningOf(text), word));
  const found = facts.filter(
    ({ label, value }) =>
      labels.some((wantedLabel) => wantedLabel.test(label)) || touches(`${label} ${value}`),
  );
  const happened = found.length > 0 ? [] : entries.filter(({ text }) => touches(text));
  return told([...found.slice(0, 6).map(factLine), ...happened.slice(0, 3).map(entryLine)]);
}
