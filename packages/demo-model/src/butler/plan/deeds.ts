import { z } from 'zod';
import type { Decision } from '../decisions.ts';
import { type Language, literal, quoted, type Saying } from '../language.ts';
import type { Outcome, ToolAnswer } from '../tool-answers.ts';
import { TOPICS } from '../topics.ts';
import { CHANGES, CONTACTS, REMINDERS, resultOf } from './results.ts';

const KINDS = new Map<string, Saying>([
  ['meeting', { zh: '见面', en: 'the meeting' }],
  ['meal', { zh: '聚餐', en: 'the meal' }],
  ['call', { zh: '通话', en: 'the call' }],
  ['message', { zh: '消息', en: 'the message' }],
  ['visit', { zh: '拜访', en: 'the visit' }],
  ['gift', { zh: '礼物', en: 'the gift' }],
]);
const OTHER: Saying = { zh: '往来', en: 'what you did together' };

const Input = z.looseObject({
  contactId: z.string().optional().catch(undefined),
  reminderId: z.string().optional().catch(undefined),
  kind: z.string().catch(''),
  on: z.string().catch(''),
  text: z.string().catch(''),
  summary: z.string().catch(''),
  changes: z.array(z.object({ label: z.string(), value: z.string().nullable() })).catch([]),
});

/** A label as people say it: the profile's own have a word in Chinese. */
const labelOf = (label: string, language: Language) =>
  (language === 'zh' ? TOPICS.find(({ field }) => field === label)?.label.zh : undefined) ?? literal(label);

/** Lines that say what a call is about; what was done, as its result has it. */
const LINES: Record<
  string,
  (input: z.infer<typeof Input>, outcome: Outcome, language: Language) => string[]
> = {
  interaction_log: ({ kind, on }, _outcome, language) => {
    const what = (KINDS.get(kind) ?? OTHER)[language];
    return [{ zh: `${on} 的${what}`, en: `${what} of ${on}` }[language]];
  },
  contact_update: ({ changes }, outcome, language) => {
    const result = outcome.status === 'done' ? CHANGES.safeParse(outcome.data).data?.changes : undefined;
    const made = result ?? changes.map(({ label, value }) => ({ label, was: undefined, is: value }));
    return made.map(({ label, was, is }) => {
      const before = was ? { zh: `（原为${literal(was)}）`, en: ` (was ${literal(was)})` }[language] : '';
      const now = is ? literal(is) : { zh: '（清空）', en: 'cleared' }[language];
      return {
        zh: `${labelOf(label, 'zh')}：${now}${before}`,
        en: `${labelOf(label, 'en')}: ${now}${before}`,
      }[language];
    });
  },
  reminder_create: ({ text, on }, _outcome, language) => [
    { zh: `${on} 的提醒：${quoted(text).zh}`, en: `a reminder on ${on}: ${quoted(text).en}` }[language],
  ],
  note_add: ({ text }, _outcome, language) => [
    { zh: `备注：${quoted(text).zh}`, en: `a note: ${quoted(text).en}` }[language],
  ],
  memory_write: ({ text }, _outcome, language) => [
    { zh: `关于您：${quoted(text).zh}`, en: `about you: ${quoted(text).en}` }[language],
  ],
  draft_propose: ({ text }, _outcome, language) => [
    { zh: `一份草稿，由您来发：${quoted(text).zh}`, en: `a draft, for you to send: ${quoted(text).en}` }[
      language
    ],
  ],
  reminder_complete: ({ text }, _outcome, language) => [
    { zh: `勾掉提醒：${quoted(text).zh}`, en: `ticked off: ${quoted(text).en}` }[language],
  ],
};

/** The text of the reminder that a call is about, from the list that named it. */
function inputOf({ input }: ToolAnswer, answers: readonly ToolAnswer[]): z.infer<typeof Input> {
  const fields = Input.safeParse(input).data ?? Input.parse({});
  const listed = resultOf(answers, 'reminder_list', {}, REMINDERS)?.reminders.find(
    ({ id }) => id === fields.reminderId,
  );
  return listed ? { ...fields, text: listed.text } : fields;
}

/** Whom a call is about, by the name under which they were found; null when the channel says it. */
export function subjectOf({ input }: ToolAnswer, answers: readonly ToolAnswer[]): string | null {
  const id = Input.safeParse(input).data?.contactId;
  if (id === undefined) return null;
  const found = answers.flatMap(({ name, outcome }) =>
    name === 'contact_find' && outcome.status === 'done'
      ? (CONTACTS.safeParse(outcome.data).data?.contacts ?? [])
      : [],
  );
  return found.find((contact) => contact.id === id)?.name ?? null;
}

/** What a call that writes is about, line by line; empty for one that only reads. */
export const linesOf = (answer: ToolAnswer, answers: readonly ToolAnswer[], language: Language): string[] =>
  LINES[answer.name]?.(inputOf(answer, answers), answer.outcome, language) ?? [];

const TOOL_NAMES = new Map<string, Saying>([
  ['interaction_log', { zh: '往来记录', en: 'the entry in the timeline' }],
  ['contact_update', { zh: '资料改动', en: 'the change to the profile' }],
  ['reminder_create', { zh: '提醒', en: 'the reminder' }],
  ['reminder_complete', { zh: '勾掉提醒', en: 'ticking off the reminder' }],
  ['note_add', { zh: '备注', en: 'the note' }],
  ['memory_write', { zh: '记忆', en: 'what I was to remember' }],
  ['draft_propose', { zh: '草稿', en: 'the draft' }],
  ['journal_concerns', { zh: '涉及的人', en: 'the people of this entry' }],
]);

const nameOf = (tool: string, language: Language) => TOOL_NAMES.get(tool)?.[language] ?? literal(tool);

/** Calls that failed, in a line each. */
export const failureOf = ({ name, outcome }: ToolAnswer, language: Language): string => {
  const message = outcome.status === 'failed' ? literal(outcome.message) : '';
  const what = nameOf(name, language);
  return message === '' ? what : { zh: `${what}：${message}`, en: `${what}: ${message}` }[language];
};

/** One sentence on what came of the user's decisions. */
export function sayDecided(decisions: readonly Decision[], language: Language): string {
  const names = (wanted: (decision: Decision) => boolean) =>
    [...new Set(decisions.filter(wanted).map(({ tool }) => nameOf(tool, language)))].join(
      { zh: '、', en: ', ' }[language],
    );
  const isDone = ({ decision, status }: Decision) =>
    decision === 'approved' && (status === undefined || status === 'done' || status === 'succeeded');
  const done = names(isDone);
  const left = names(({ decision }) => decision === 'rejected');
  const failed = names((each) => each.decision === 'approved' && !isDone(each));
  const parts = {
    zh: [done && `照办了：${done}`, left && `没有动：${left}`, failed && `没有办成：${failed}`],
    en: [done && `done: ${done}`, left && `left undone: ${left}`, failed && `it did not work: ${failed}`],
  }[language].filter((part) => part !== '');
  const said = parts.join({ zh: '；', en: '; ' }[language]);
  return { zh: `${said}。`, en: `${said.charAt(0).toUpperCase()}${said.slice(1)}.` }[language];
}
