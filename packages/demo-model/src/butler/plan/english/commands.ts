import { datesIn, sureDates, withoutDates } from '../../dates.ts';
import type { Scene } from '../scene.ts';
import type { Command, Errand } from '../statement.ts';
import { englishDraft } from './draft.ts';
import { peopleAt } from './people.ts';

const POLITE =
  /^(?:(?:please|kindly|and|also|then|so|but|ok|okay|oh|btw|by the way),?\s+|(?:can|could|would|will)\s+you(?:\s+please)?\s+|i(?:['’]d| would) like you to\s+|i want you to\s+)+/i;
const REMIND =
  /^(?:remind me|set (?:me )?(?:up )?an? reminder|(?:give|create|make|add)(?: me)? an? reminder|reminder|don['’]?t let me forget|do not let me forget|don['’]?t forget|nudge me|ping me|make sure (?:that )?i(?: don['’]t forget)?)(?=$|[\s:,])[\s:,]*(.*)$/is;
const NOT_ONCE = /\b(?:every|each|daily|weekly|monthly|yearly|annually|once a)\b/i;
const LEAD = /^(?:to|that|about|of|for)\s+/i;
/** "a week before": a way back from the day that was spoken of. */
const BEFORE =
  /\b(?:(an?|the|one|two|three|four|five|six|\d+)\s+)?(day|week|month|night)s?\s+(?:before(?:hand)?|ahead|in advance|earlier|prior)(?:\s+(?:that|then|it|(?:her|his|their|\p{Lu}\p{L}*['’]s)\s+birthday))?(?![\p{L}])/iu;
const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six'];

const bareOf = (text: string): string => text.trim().replace(POLITE, '');

/** What stands behind the wish to be reminded, and the day that stands before it. */
function bodyOf(clause: string, scene: Scene): string | undefined {
  const bare = bareOf(clause);
  const [first] = datesIn(bare, 'en', scene.today, 'future');
  if (first?.index !== 0) return REMIND.exec(bare)?.[1];
  const body = REMIND.exec(bareOf(bare.slice(first.text.length).replace(/^[\s,]+/, '')))?.[1];
  return body === undefined ? undefined : `${body} ${first.text}`;
}

/** A wish to be reminded, in this clause; "remind me what …" asks and is none. `again`: that cannot be kept. */
export function englishErrand(clause: string, scene: Scene): Errand | 'again' | null {
  const body = bodyOf(clause, scene);
  if (
    body === undefined ||
    (/^(?:again\s+)?(?:who|whom|whose|what|when|where|which|why|how|if|whether)\b(?!.*\bremind)/i.test(
      body,
    ) &&
      datesIn(body, 'en', scene.today, 'future').length === 0)
  )
    return null;
  if (NOT_ONCE.test(body)) return 'again';
  const before = BEFORE.exec(body);
  const rest = before ? body.replace(before[0], ' ') : body;
  const dates = sureDates(rest, datesIn(rest, 'en', scene.today, 'future'), 'en');
  const count = before
    ? Number(before[1]) || Math.max(1, NUMBERS.indexOf((before[1] ?? '').toLowerCase()))
    : 0;
  const unit = { day: 1, night: 1, week: 7, month: 30 }[(before?.[2] ?? 'day').toLowerCase()] ?? 1;
  const text = withoutDates(rest, dates)
    .replace(/^[\s,:]+|[\s,.!?]+$/g, '')
    .replace(LEAD, '')
    .replace(/^(?:about )?(?:it|that|this|then)$/i, '');
  return { text, dates, leadDays: before ? count * unit : null, to: personIn(text, scene) };
}

const PROMISE =
  /^(?:(?:i|we)(?:['’]ve| have)?\s+(?:also |just |already )?)?(?:(promised)|(?:told|assured)(?=\s.+?\b(?:i|we)(?:['’]d|['’]ll|\s+would|\s+will)\b)|(owe)|gave .{1,20} my word)\s+/i;
/** What the user promised, or null. The words behind the verb: whom and what. */
export function englishPromise(clause: string): string | null {
  const match = PROMISE.exec(clause);
  return match ? clause.slice(match[0].length) : null;
}

/** The promise without its way in: "that I would send the draft", "to send the draft", "the draft". */
export const promiseOf = (text: string): string =>
  text
    .replace(/^(?:that\s+)?(?:(?:i|we)(?:['’]d|['’]ll|\s+would|\s+will)\s+|to\s+)?/i, '')
    .replace(/[\s,.]+$/, '');

const DEED_TO =
  /\b(?:call|phone|ring|text|e-?mail|message|write|see|meet|visit|congratulate|wish|ask|tell|thank|invite|send|give|with|to|for|buy|bring|pay)\s+(?=\p{Lu})/u;

/** To whom an errand is, when it names them. */
function personIn(text: string, scene: Scene) {
  const match = DEED_TO.exec(text);
  return match ? (peopleAt(text.slice(match.index + match[0].length), scene).refs[0] ?? null) : null;
}

const NOTE =
  /^(?:note(?:\s+down)?|(?:make|take|add|write down|jot down|put down)\s+(?:an?\s+|the\s+)?note|jot down|write down)(?:\s+(?:for|on|about)\s+(?=\p{Lu}|h))?(.*)$/su;
const REMEMBER =
  /^(?:remember|keep in mind|don['’]t forget|for the record|memori[sz]e)\s*,?\s*(?:that\s+|:\s*)?((?:i|my|we|our)(?=['’\s]).+)$/is;
const RECOLLECT =
  /\b(?:what|anything)\b.*\b(?:do you|you)\s+(?:remember|know|recall)\s+(?:about|of)\s+(?:me|my|us|our)\b|^do you (?:still )?(?:remember|recall|know)\s+(?:what\s+)?(?:me|my|i|our)\b/i;
const LIST =
  /\b(?:what|which|any|list|show)\b.*\b(?:reminders?|due|to-?dos?|on my plate|coming up|pending)\b|\bwhat do i (?:have|need) to do\b/i;
const FINISH =
  /(?:^|[,;.!]\s*|\band\s+)(?:(?:that|it)(?:['’]s| is)\s+)?(?:done|finished|completed|sorted|taken care of)(?:\s+with\s+.+)?[\s.!]*$|^(?:i(?:['’]m| am)\s+)?done with\b|^mark\b.+\b(?:done|complete[d]?|finished)|^(?:complete|tick off|close|check off)\b.*\breminder\b/i;
const FILES =
  /\b(?:file|files|attachments?|attached|document|pdf|spreadsheet|csv|photo|picture|image|scan)\b/i;
const READ =
  /^(?:summari[sz]e|read|open|look (?:at|into)|check|analy[sz]e|go through|show|what|which|how many|tell me|give me|see|describe|sum up|explain|have a look)\b/i;
const FIND =
  /^(?:who|whom|which (?:of my )?(?:friends|people|contacts)|do i know (?:anyone|anybody|someone|people)|(?:is there )?any(?:one|body)|(?:list|show|find)(?: me)? (?:everyone|people|friends|contacts|anyone))\b.*?\b(?:in|at|from|near|works? (?:at|for)|lives? in|based in)\s+(.+?)[\s?.!]*$/i;

/** A command that an English sentence gives. */
export function englishCommand(sentence: string, scene: Scene): Command | null {
  const bare = bareOf(sentence).replace(/[\s.!?]+$/, '');
  const decapitalised = `${bare.charAt(0).toLowerCase()}${bare.slice(1)}`;
  if (LIST.test(bare)) return { do: 'list reminders' };
  if (RECOLLECT.test(bare))
    return {
      do: 'recollect',
      query:
        bare
          .replace(/^.*?\b(?:remember|know|recall)\s+(?:about|of|what)?\s*/i, '')
          .replace(/\b(?:me|my|i|our|us|am|do|is|are)\b/gi, ' ')
          .replace(/\s+/g, ' ')
          .trim() || 'me',
    };
  const find = FIND.exec(bare)?.[1];
  if (find !== undefined && !/\b(?:promise|told|said|meet|met)\b/i.test(bare))
    return { do: 'find people', query: find.replace(/^the\s+/i, '') };
  if (FILES.test(bare) && READ.test(bare))
    return {
      do: 'read files',
      deeply: /\banaly[sz]e|\bspreadsheet|\bcsv|\bhow many|\bfigures|\btotal|\bsum\b/i.test(bare),
    };
  if (FINISH.test(bare)) return { do: 'finish reminder', words: bare };
  const draft = englishDraft(bare, scene);
  if (draft) return draft;
  const remember = REMEMBER.exec(bare)?.[1];
  if (remember !== undefined) return { do: 'remember', text: remember };
  const note = NOTE.exec(decapitalised)?.[1];
  if (note === undefined) return null;
  const about =
    /^\s*(?:for|on|about)\s+/.exec(decapitalised.slice(decapitalised.length - note.length)) ?? null;
  const named = note.startsWith(' ') || about ? null : peopleAt(note, scene);
  const text = (named && named.refs.length > 0 ? named.rest : note)
    .replace(/^\s*(?:that\s+|:\s*|[-–—]\s*|of\s+|,\s*)?/i, '')
    .trim();
  return text === '' ? null : { do: 'note', to: named?.refs[0] ?? null, text };
}
