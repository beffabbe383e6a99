import type { Reply } from '../wire.ts';
import type { Context } from './context.ts';
import { takeCourtesy } from './courtesy.ts';
import { asksForProfile } from './questions.ts';
import { aboutMyself, demoNotice, NO_WORDS, READERS, SAY_MORE } from './readers.ts';
import { type Sentence, sentencesOf } from './sentences.ts';

const PROFILE_TOOL = 'contact_get';
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

/**
 * What the demo butler says: found in its context, never made up, in the language of the message, and the same every time.
 * The first answer of a conversation says that it is a demo.
 *
 * @param toolNames the tools that are on offer.
 */
export function answer(context: Context, toolNames: readonly string[]): Reply {
  const { language, asked } = context;
  const courtesy = takeCourtesy(asked);
  const parts = partsOf(courtesy.rest);
  const isUninformed = context.profile === null && !context.hasToolAnswer && toolNames.includes(PROFILE_TOOL);
  if (isUninformed && parts.some(({ act, text }) => act === 'question' && asksForProfile(text, context))) {
    return { toolCall: { name: PROFILE_TOOL, arguments: '{}' } };
  }
  const said = [...new Set(parts.map((part) => read(part, context)))].join('\n\n');
  const polite = courtesy.answer?.[language];
  const text =
    polite === undefined
      ? said || NO_WORDS[language]
      : `${polite}${language === 'zh' ? '' : ' '}${said || (courtesy.isGreeting ? SAY_MORE[language] : '')}`.trim();
  const hasSaidSo =
    context.hasSpoken || parts.some((part) => aboutMyself(part.text, part.act, context) !== null);
  return { text: hasSaidSo ? text : `${text}\n\n${demoNotice(language)}` };
}
