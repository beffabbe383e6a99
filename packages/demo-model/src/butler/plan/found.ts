import { z } from 'zod';
import type { Context } from '../context.ts';
import { literal, quoted } from '../language.ts';
import { filesMeant, finishedBy } from './calls.ts';
import { CONTACTS, FILE_TEXT, MEMORIES, REMINDERS, resultOf } from './results.ts';
import type { Wish } from './wishes.ts';

const listed = (heading: string, lines: readonly string[]) =>
  [heading, ...lines.map((line) => `- ${line}`)].join('\n');
const MOST_LINES = 12;
const LONGEST_FIGURE = 80;

const NOT_READ = {
  zh: '这会儿读不到，我不敢凭空说。',
  en: 'I could not read that just now, and I would rather not guess.',
};

/** The figures of an analysis, a line each: what is text or number by itself. */
function figuresOf(data: unknown): string[] {
  const fields = z.record(z.string(), z.unknown()).safeParse(data).data ?? {};
  return Object.entries(fields)
    .filter(([name]) => name !== 'name')
    .map(
      ([name, value]) =>
        `${literal(name)}: ${literal((typeof value === 'string' ? value : JSON.stringify(value)).slice(0, LONGEST_FIGURE * 2))}`,
    )
    .slice(0, MOST_LINES);
}

function sayFiles(context: Context): string {
  const { language, answers } = context;
  const files = filesMeant(context);
  if (!files) return NOT_READ[language];
  if (files.length === 0) return { zh: '这里没有文件。', en: 'There is no file here.' }[language];
  const said = files.flatMap(({ id, name }) => {
    const text = resultOf(answers, 'file_read', { fileId: id }, FILE_TEXT)?.text;
    const figures = figuresOf(resultOf(answers, 'analyse_file', { fileId: id }, z.unknown()));
    const title = literal(name);
    if (text !== undefined)
      return [
        { zh: `**${title}** 里写着：${quoted(text).zh}`, en: `**${title}** says: ${quoted(text).en}` }[
          language
        ],
      ];
    return figures.length > 0
      ? [listed({ zh: `**${title}** 里有：`, en: `In **${title}**:` }[language], figures)]
      : [];
  });
  return said.length > 0 ? said.join('\n\n') : NOT_READ[language];
}

/** What the tools found for a wish to know; null for a wish of another sort. */
export function sayFound(wish: Wish, context: Context): string | null {
  const { language, answers } = context;
  if (wish.do === 'list reminders') {
    const reminders = resultOf(answers, 'reminder_list', {}, REMINDERS)?.reminders;
    if (!reminders) return NOT_READ[language];
    if (reminders.length === 0) return { zh: '眼下没有要提醒的事。', en: 'Nothing is due.' }[language];
    const lines = reminders
      .slice(0, MOST_LINES)
      .map(
        ({ on, text, state }) =>
          `${literal(on)}: ${quoted(text)[language]}${state === undefined ? '' : ` (${literal(state)})`}`,
      );
    return listed({ zh: '记着要提醒的：', en: 'To be reminded of:' }[language], lines);
  }
  if (wish.do === 'find people') {
    const contacts = resultOf(answers, 'contact_find', { query: wish.query }, CONTACTS)?.contacts;
    if (!contacts) return NOT_READ[language];
    const query = quoted(wish.query)[language];
    if (contacts.length === 0)
      return { zh: `${query}，没有找到人。`, en: `I find nobody for ${query}.` }[language];
    const lines = contacts.slice(0, MOST_LINES).map(({ name, relation, organization, location }) => {
      const more = [relation, organization, location].flatMap((value) =>
        value === undefined || value === '' ? [] : [literal(value)],
      );
      return more.length === 0 ? literal(name) : `${literal(name)} (${more.join(', ')})`;
    });
    return listed({ zh: `${query}，您认识：`, en: `For ${query} you know:` }[language], lines);
  }
  if (wish.do === 'recollect') {
    const memories = resultOf(answers, 'memory_search', { query: wish.query }, MEMORIES)?.memories;
    if (!memories) return NOT_READ[language];
    if (memories.length === 0)
      return { zh: '关于这个，我没有记着什么。', en: 'I remember nothing of that.' }[language];
    return listed(
      { zh: '我记得：', en: 'I remember:' }[language],
      memories.slice(0, 5).map(({ excerpt }) => quoted(excerpt)[language]),
    );
  }
  if (wish.do === 'read files') return sayFiles(context);
  if (wish.do === 'finish reminder') {
    return finishedBy(wish.words, context)
      ? null
      : {
          zh: `没有哪条提醒对得上${quoted(wish.words).zh}，我没有勾掉什么。`,
          en: `No reminder answers to ${quoted(wish.words).en}: I ticked off nothing.`,
        }[language];
  }
  return null;
}
