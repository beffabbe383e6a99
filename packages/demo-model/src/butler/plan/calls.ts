import type { Attachment, Context, Profile } from '../context.ts';
import { callKey } from '../tool-answers.ts';
import { FILES, REMINDERS, resultOf } from './results.ts';
import { knownBy } from './who.ts';
import type { Reading, Who, Wish } from './wishes.ts';

export type Call = { name: string; input: Record<string, unknown> };

const MOST_ROUNDS = 4;
const MOST_CALLS = 16;
const MOST_FILES = 2;

/** Labels that a profile has once; what is told last is so. Others gather what is told of them. */
const SINGLE = new Set(['relation', 'organization', 'title', 'location', 'birthday']);
/** States of which the newest is so; what is told of one message still belongs together. */
const STATES = new Set([
  'marriage',
  'engagement',
  'baby',
  'health',
  '婚姻',
  '订婚',
  '宝宝',
  '健康',
  'plans',
  '打算',
]);
/** Words that put something in the place of what was known. */
const REPLACES =
  /\b(?:instead|no longer|(?:not|n['’]t) .*any ?more|rather than|only|changed)\b|改成|改为|改喜欢|不再|而不是|(?<![一两三四五几\d])只/iu;
/** What changes something about a person, so that a journal's entry is about them. */
const CONCERNS = new Set(['change', 'log', 'remind', 'note', 'draft']);

type Change = Extract<Wish, { do: 'change' }>;

/** What is known and what is told of it now, each once. */
function gathered(known: string, told: string): string {
  const items = known.split(/\s*[,;，；、]\s*/u).map((item) => item.toLowerCase());
  if (known.toLowerCase() === told.toLowerCase() || items.includes(told.toLowerCase())) return known;
  return `${known}${/\p{Script=Han}/u.test(told) ? '、' : ', '}${told}`;
}

/** The changes of one person, each label once; what gathers goes with what the profile has of it. */
function merged(changes: readonly Change[], known: Profile['facts'] = []) {
  return mergedOfMessage(changes).map((change) => {
    const { label, value, because } = change;
    const before = known.find((fact) => fact.label === label)?.value;
    const gathers = !SINGLE.has(label) && !STATES.has(label) && !REPLACES.test(because);
    return before !== undefined && value !== null && gathers
      ? { ...change, value: gathered(before, value) }
      : change;
  });
}

function mergedOfMessage(changes: readonly Change[]) {
  const byLabel = new Map<string, { label: string; value: string | null; because: string }>();
  for (const { label, value, because } of changes) {
    const before = byLabel.get(label);
    const known = SINGLE.has(label) ? null : (before?.value ?? null);
    byLabel.set(
      label,
      before && known !== null && value !== null
        ? {
            label,
            value: gathered(known, value),
            because: before.because === because ? because : `${before.because}; ${because}`,
          }
        : { label, value, because },
    );
  }
  return [...byLabel.values()];
}

const EMPTY_WORDS =
  /^(?:the|and|her|him|them|done|with|that|mark|reminder|about|for|was|have|has|it|is|as|finished|completed|to|already|i|了|已|经|完|成|把|的|我|她|他|好|过)$/;

/** The words of a text by their stems, and in Chinese its signs: enough to tell which of a few reminders is meant. */
const stemsOf = (text: string): Set<string> =>
  new Set(
    (text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? [])
      .filter((word) => !EMPTY_WORDS.test(word))
      .map((word) => word.replace(/(?<=.{3})(?:ing|ed|es|s|e)$/, '')),
  );

/** The reminder that the words say is done with, when the list names one and no other as well. */
export function finishedBy(words: string, { answers }: Pick<Context, 'answers'>) {
  const open = resultOf(answers, 'reminder_list', {}, REMINDERS)?.reminders.filter(
    ({ state }) => state === undefined || !/^(?:done|completed?|removed|cancelled)$/.test(state),
  );
  const wanted = stemsOf(words);
  const scored = (open ?? [])
    .map((reminder) => ({
      reminder,
      score: [...stemsOf(reminder.text)].filter((stem) => wanted.has(stem)).length,
    }))
    .sort((a, b) => b.score - a.score);
  const [best, next] = scored;
  // "Done" alone means the only one that there is.
  const isClear =
    best !== undefined && (best.score > (next?.score ?? 0) || (wanted.size === 0 && next === undefined));
  return isClear ? best.reminder : undefined;
}

/** The files that are meant: those of the message, or of the list those that the words name, or the first. */
export function filesMeant({
  attachments,
  answers,
  asked,
}: Context): Pick<Attachment, 'id' | 'name'>[] | undefined {
  if (attachments.length > 0) return attachments.slice(0, MOST_FILES);
  const files = resultOf(answers, 'file_list', {}, FILES)?.files;
  const named = files?.filter(({ name }) =>
    asked.toLowerCase().includes(name.toLowerCase().replace(/\.[a-z0-9]+$/, '')),
  );
  return (named && named.length > 0 ? named : files)?.slice(0, named && named.length > 0 ? MOST_FILES : 1);
}

function readingCalls(deeply: boolean, context: Context, isOffered: (name: string) => boolean): Call[] {
  const files = filesMeant(context);
  if (!files) return [{ name: 'file_list', input: {} }];
  return files.map(({ id, name }) => {
    const hasFigures = deeply || /\.(?:csv|tsv|xlsx?|json|png|jpe?g|webp|gif)$/i.test(name);
    const tool =
      hasFigures && isOffered('analyse_file')
        ? 'analyse_file'
        : isOffered('file_read')
          ? 'file_read'
          : 'analyse_file';
    return { name: tool, input: { fileId: id } };
  });
}

/**
 * The calls that the user's words ask for and that have not been made, of tools on offer only. Results fill in who is who and
 * which file or reminder is meant; what they say decides nothing else.
 */
export function callsFor(
  reading: Reading,
  context: Context,
  toolNames: readonly string[],
  needsRecords: (question: string) => boolean,
): Call[] {
  if (context.rounds >= MOST_ROUNDS) return [];
  const isOffered = (name: string) => toolNames.includes(name);
  const calls: Call[] = [];
  const add = (name: string, input: Record<string, unknown>) => {
    if (isOffered(name)) calls.push({ name, input });
  };
  /** Does it for whoever is meant, once it is known who that is. */
  const forWhom = (who: Who, act: (whom: { contactId?: string }) => void) => {
    if (who === null) return act({});
    const known = knownBy(who, context.answers);
    if (known.is === 'unasked') add('contact_find', { query: who });
    if (known.is === 'one') act({ contactId: known.contact.id });
  };

  const people = new Set(reading.wishes.flatMap((wish) => ('who' in wish ? [wish.who] : [])));
  for (const who of people) {
    const changes = reading.wishes.filter((wish) => wish.do === 'change' && wish.who === who);
    if (changes.length > 0)
      forWhom(who, (whom) =>
        add('contact_update', {
          ...whom,
          changes: merged(
            changes.flatMap((wish) => (wish.do === 'change' ? [wish] : [])),
            who === null ? context.profile?.facts : undefined,
          ),
        }),
      );
  }
  for (const wish of reading.wishes) {
    if (wish.do === 'log')
      forWhom(wish.who, (whom) =>
        add('interaction_log', { ...whom, kind: wish.kind, on: wish.on, summary: wish.summary }),
      );
    if (wish.do === 'remind')
      forWhom(wish.who, (whom) => add('reminder_create', { ...whom, text: wish.text, on: wish.on }));
    if (wish.do === 'note') forWhom(wish.who, (whom) => add('note_add', { ...whom, text: wish.text }));
    if (wish.do === 'draft') forWhom(wish.who, (whom) => add('draft_propose', { ...whom, text: wish.text }));
    if (wish.do === 'remember') add('memory_write', { name: 'about-me', text: wish.text, mode: 'append' });
    if (wish.do === 'recollect') add('memory_search', { query: wish.query });
    if (wish.do === 'list reminders') add('reminder_list', {});
    if (wish.do === 'find people') add('contact_find', { query: wish.query });
    if (wish.do === 'read files')
      for (const call of readingCalls(wish.deeply, context, isOffered)) add(call.name, call.input);
    if (wish.do === 'finish reminder') {
      add('reminder_list', {});
      const reminder = finishedBy(wish.words, context);
      if (reminder) add('reminder_complete', { reminderId: reminder.id });
    }
    if (wish.do === 'look up' && needsRecords(wish.question)) {
      if (wish.who === null && context.profile?.journal) continue;
      forWhom(wish.who, (whom) => {
        add('contact_get', whom);
        add('timeline_read', whom);
      });
    }
  }
  if (context.profile?.journal) {
    const ids = [...people].flatMap((who) => {
      const isConcerned = reading.wishes.some(
        (wish) => 'who' in wish && wish.who === who && CONCERNS.has(wish.do),
      );
      const known = who === null || !isConcerned ? undefined : knownBy(who, context.answers);
      return known?.is === 'one' ? [known.contact.id] : [];
    });
    const isAllKnown = [...people].every(
      (who) => who === null || knownBy(who, context.answers).is !== 'unasked',
    );
    if (ids.length > 0 && (isAllKnown || !isOffered('contact_find')))
      add('journal_concerns', { contactIds: [...new Set(ids)] });
  }
  const made = new Set(context.answers.map(({ key }) => key));
  return calls
    .filter(({ name, input }) => {
      const key = callKey(name, input);
      const isNew = !made.has(key);
      made.add(key);
      return isNew;
    })
    .slice(0, MOST_CALLS);
}
