import { z } from 'zod';
import { type Context, profileIn } from '../context.ts';
import { literal, quoted } from '../language.ts';
import { nameOf } from '../person.ts';
import type { ToolAnswer } from '../tool-answers.ts';
import { failureOf, linesOf, subjectOf } from './deeds.ts';
import { sayFound } from './found.ts';
import { answerFromRecords } from './records.ts';
import { resultOf } from './results.ts';
import { knownBy } from './who.ts';
import type { Reading, Wish } from './wishes.ts';

const listed = (heading: string, lines: readonly string[]) =>
  lines.length === 0 ? [] : [[heading, ...lines.map((line) => `- ${line}`)].join('\n')];
const quotes = (clauses: readonly string[], { language }: Context) =>
  [...new Set(clauses)].map((clause) => quoted(clause)[language]).join({ zh: '、', en: ', ' }[language]);

/** What was done, what waits and what failed, by the answers of the tools alone; what was done person by person. */
function sayDeeds(context: Context): string[] {
  const { language, answers, profile } = context;
  const of = (status: string) => answers.filter(({ outcome }) => outcome.status === status);
  const lines = (some: readonly ToolAnswer[]) => some.flatMap((answer) => linesOf(answer, answers, language));
  const own = profile?.name ? nameOf(profile, language) : null;
  const done = Map.groupBy(of('done'), (answer) => {
    const isOfSomebody = !/^(?:memory_write|reminder_complete)$/.test(answer.name);
    const subject = subjectOf(answer, answers);
    return isOfSomebody ? (subject === null ? own : literal(subject)) : null;
  });
  const heading = (name: string | null) =>
    name === null
      ? { zh: '记下了：', en: 'Noted:' }[language]
      : { zh: `记下了。关于**${name}**：`, en: `Noted, about **${name}**:` }[language];
  const failed = of('failed').filter(
    (answer) => linesOf(answer, answers, language).length > 0 || answer.name === 'journal_concerns',
  );
  return [
    ...[...done].flatMap(([name, some]) => listed(heading(name), lines(some))),
    ...listed({ zh: '等您点头：', en: 'Waiting for your yes:' }[language], lines(of('waiting'))),
    ...listed(
      { zh: '没有办成：', en: 'This did not work:' }[language],
      failed.map((answer) => failureOf(answer, language)),
    ),
  ];
}

/** Names that are nobody's or more than one person's, and what was said of them. */
function sayUnknown(reading: Reading, context: Context): string[] {
  const { language, answers } = context;
  const names = new Set(
    reading.wishes.flatMap((wish) => ('who' in wish && wish.who !== null ? [wish.who] : [])),
  );
  return [...names].flatMap((name) => {
    const known = knownBy(name, answers);
    const called = quoted(name)[language];
    if (known.is === 'nobody')
      return [
        {
          zh: `我不认识叫${called}的人，没有替您记到谁名下。您说的是谁？`,
          en: `I know nobody by the name of ${called}, so I kept nothing under it. Whom do you mean?`,
        }[language],
      ];
    if (known.is === 'several') {
      const choices = known.contacts
        .slice(0, 5)
        .map((contact) => literal(contact.name))
        .join({ zh: '、', en: ', ' }[language]);
      return [
        {
          zh: `叫${called}的不止一位：${choices}。您说的是哪一位？`,
          en: `Several people answer to ${called}: ${choices}. Which of them do you mean?`,
        }[language],
      ];
    }
    return known.is === 'unread' || known.is === 'unasked'
      ? [
          {
            zh: `这会儿查不到${called}是谁，没有记到谁名下。`,
            en: `I could not look up who ${called} is, so I kept nothing under it.`,
          }[language],
        ]
      : [];
  });
}

function sayNotDone(reading: Reading, context: Context): string[] {
  const { language, profile } = context;
  const { undated, ofOthers, ungrasped, beyond } = reading;
  const named = ofOthers.filter(({ name }) => name !== null).map(({ clause }) => clause);
  const unclear = ofOthers.filter(({ name }) => name === null).map(({ clause }) => clause);
  const person =
    profile && !profile.journal && profile.name
      ? nameOf(profile, language)
      : { zh: '这位', en: 'this person' }[language];
  const of = (clauses: readonly string[], say: (quote: string) => { zh: string; en: string }) =>
    clauses.length === 0 ? [] : [say(quotes(clauses, context))[language]];
  return [
    ...of(undated, (quote) => ({
      zh: `${quote}还没有日子。哪一天提醒您？`,
      en: `A date is missing for ${quote}. On which day shall I remind you?`,
    })),
    ...of(named, (quote) => ({
      zh: `${quote}说的不是${person}，我没有记在这里。`,
      en: `${quote} is not about ${person}, so I kept nothing of it here.`,
    })),
    ...of(unclear, (quote) => ({
      zh: `${quote}说的是谁，我拿不准，没有记。`,
      en: `I could not tell whom ${quote} is about, and kept nothing of it.`,
    })),
    ...of(beyond, (quote) => ({
      zh: `这件事演示模型办不了：${quote}。`,
      en: `That is beyond a demo model: ${quote}.`,
    })),
    ...of(ungrasped, (quote) => ({
      zh: `${quote}我没听明白，没有记。`,
      en: `I did not follow ${quote}, and kept nothing of it.`,
    })),
  ];
}

/** What the tools gave for a question, else what else there is to say of it. */
function sayLookedUp(
  wish: Extract<Wish, { do: 'look up' }>,
  context: Context,
  answerOtherwise: (question: string, context: Context) => string,
): string {
  const { question, who } = wish;
  const known = who === null ? null : knownBy(who, context.answers);
  const input = known?.is === 'one' ? { contactId: known.contact.id } : {};
  const profile =
    known?.is === 'one' ? profileIn(resultOf(context.answers, 'contact_get', input, z.unknown())) : null;
  const informed = profile ? { ...context, profile } : context;
  return answerFromRecords(question, who, context) ?? answerOtherwise(question, informed);
}

/** What is said once the tools have answered: no more than they did, and what nothing was made of. */
export function report(
  reading: Reading,
  context: Context,
  answerOtherwise: (question: string, context: Context) => string,
): string {
  const { language } = context;
  const found = reading.wishes.flatMap((wish) =>
    wish.do === 'look up' ? sayLookedUp(wish, context, answerOtherwise) : (sayFound(wish, context) ?? []),
  );
  const made = new Set(context.answers.map(({ name }) => name));
  const parts = [
    ...sayDeeds(context),
    ...found,
    ...sayUnknown(reading, context),
    ...sayNotDone(reading, context),
  ];
  const hasMissed = reading.wishes.some(
    (wish) => (TOOL_OF[wish.do] ?? []).length > 0 && !(TOOL_OF[wish.do] ?? []).some((tool) => made.has(tool)),
  );
  if (parts.length === 0 || (hasMissed && sayUnknown(reading, context).length === 0)) {
    parts.push(
      {
        zh: '有些事这里没有工具可办，我没有做。',
        en: 'For some of this there is no tool here, and I did not do it.',
      }[language],
    );
  }
  return [...new Set(parts)].join('\n\n');
}

/** Which tool a wish that writes needs. */
const TOOL_OF: Partial<Record<Wish['do'], string[]>> = {
  change: ['contact_update'],
  log: ['interaction_log'],
  remind: ['reminder_create'],
  note: ['note_add'],
  remember: ['memory_write'],
  draft: ['draft_propose'],
};
