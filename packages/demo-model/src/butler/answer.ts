import type { Reply } from '../wire.ts';
import type { Context } from './context.ts';
import { takeCourtesy } from './courtesy.ts';
import { callsFor } from './plan/calls.ts';
import { sayDecided } from './plan/deeds.ts';
import { readMessage } from './plan/read.ts';
import { report } from './plan/report.ts';
import type { Reading } from './plan/wishes.ts';
import { answersFromProfile, asksForProfile } from './questions.ts';
import { aboutMyself, demoNotice, isSmallTalk, NO_WORDS, READERS, SAY_MORE } from './readers.ts';
import { type Sentence, sentencesOf } from './sentences.ts';

const PROFILE_TOOL = 'contact_get';
/** With one of these the butler can do what it is told, and not only look up. */
const ACTING_TOOLS = [
  'contact_update',
  'interaction_log',
  'reminder_create',
  'note_add',
  'memory_write',
  'draft_propose',
  'reminder_list',
  'file_read',
  'analyse_file',
  'timeline_read',
  'contact_find',
];
/** So many things of one message are answered; nobody reads more. */
const MOST_PARTS = 4;

/** What a message does, part by part: sentences that tell belong together, each question stands alone. */
function partsOf(text: string): Sentence[] {
  const parts: Sentence[] = [];
  for (const sentence of sentencesOf(text)) {
    const last = parts.at(-1);
    if (sentence.act === 'telling' && last?.act === 'telling') last.text += sentence.text;
    else parts.push({ ...sentence });
  }
  if (parts.length === 0 && text.trim() !== '') return [{ act: 'telling', text }];
  return parts.slice(0, MOST_PARTS);
}

function read({ act, text }: Sentence, context: Context): string {
  for (const reader of READERS) {
    const said = reader(text, act, context);
    if (said !== null) return said;
  }
  throw new Error('the last reader answers everything');
}

/** Whether a question wants more than the profile that is at hand. */
const needsRecords = (context: Context) => (question: string) =>
  !isSmallTalk(question, context) && !answersFromProfile(question, context);

const asQuestion = (question: string, context: Context) => read({ act: 'question', text: question }, context);

/** The first answer of a conversation says that it is a demo. */
function withNotice(text: string, context: Context, hasSaidSo: boolean): Reply {
  return { text: context.hasSpoken || hasSaidSo ? text : `${text}\n\n${demoNotice(context.language)}` };
}

function politely(said: string, { asked, language }: Context): string {
  const { answer: polite, isGreeting } = takeCourtesy(asked);
  if (polite === null) return said || NO_WORDS[language];
  const more = said || (isGreeting ? SAY_MORE[language] : '');
  return `${polite[language]}${language === 'zh' ? '' : ' '}${more}`.trim();
}

/** With hands: calls the tools that the words ask for, and then says what came of it. */
function act(reading: Reading, context: Context, toolNames: readonly string[]): Reply {
  const calls = callsFor(reading, context, toolNames, needsRecords(context));
  if (calls.length > 0) {
    return { toolCalls: calls.map(({ name, input }) => ({ name, arguments: JSON.stringify(input) })) };
  }
  const said = report(reading, context, asQuestion);
  const hasSaidSo = reading.wishes.some(
    (wish) => wish.do === 'look up' && aboutMyself(wish.question, 'question', context) !== null,
  );
  return withNotice(politely(said, context), context, hasSaidSo);
}

/**
 * What the demo butler says: found in its context, never made up, in the language of the message, and the same every time;
 * or the tools that it wishes to use first. The first answer of a conversation says that it is a demo.
 *
 * @param toolNames the tools that are on offer.
 */
export function answer(context: Context, toolNames: readonly string[]): Reply {
  const { decisions, language, asked } = context;
  if (decisions) return { text: sayDecided(decisions, language) };
  const { rest } = takeCourtesy(asked);
  const parts = partsOf(rest);
  const isUninformed = context.profile === null && !context.hasToolAnswer && toolNames.includes(PROFILE_TOOL);
  const canAct = ACTING_TOOLS.some((name) => toolNames.includes(name));
  if (canAct && parts.length > 0) {
    const wants = parts.some(
      ({ act: does, text }) => !isSmallTalk(text, context) && (does !== 'telling' || text.length > 0),
    );
    if (isUninformed && context.rounds === 0 && wants)
      return { toolCalls: [{ name: PROFILE_TOOL, arguments: '{}' }] };
    return act(readMessage(context), context, toolNames);
  }
  if (
    isUninformed &&
    parts.some(({ act: does, text }) => does === 'question' && asksForProfile(text, context))
  ) {
    return { toolCalls: [{ name: PROFILE_TOOL, arguments: '{}' }] };
  }
  const said = [...new Set(parts.map((part) => read(part, context)))].join('\n\n');
  const hasSaidSo = parts.some((part) => aboutMyself(part.text, part.act, context) !== null);
  return withNotice(politely(said, context), context, hasSaidSo);
}
