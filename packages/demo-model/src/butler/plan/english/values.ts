import type { Day } from '../../calendar.ts';
import { datesIn, withoutDates } from '../../dates.ts';
import type { Scene } from '../scene.ts';

/** Words with which a value ends and something else begins. */
const TAIL =
  /[\s,]+(?:with|because|since|after|before|so|so that|when|where|while|although|which|who|that|until|till|for|to (?:be|work|study|start|live|join|help|take)|last|this|next|now|recently|again|already|today|ago|instead|too|as well|these days|at the moment|full[- ]time|part[- ]time|though|anyway|from|via|then|but|permanently|temporarily|together|alone|by|she|he|they|we|i)(?![\p{L}-]).*$/iu;
const JUNK =
  /^(?:an?|another|her|his|their|my|our|me|us|him|them|it|herself|himself|themselves|night|nights|home|weekends?|least|times|present|the (?:moment|weekend|same|next|other|new|office|hospital)|different|new|somewhere|there|here|work|bed|town|school|university|college|finance|marketing|sales|hr|engineering|management|tears|fear|peace|denial|poverty|luxury|danger|harmony|early|late|hands|free|hours|production|product|legal|operations|support|design)(?![\p{L}])/u;

/** A value of a fact: without dates, without what only follows it. */
export function plainOf(text: string, today: Day): string {
  return withoutDates(text, datesIn(text, 'en', today, 'past'))
    .replace(/^[\s:,]+/, '')
    .replace(TAIL, '')
    .replace(/[\s,.;:!]+$/u, '')
    .replace(/\s+(?:in|on|at|of|to|and|the)$/i, '')
    .trim();
}

/** Words of a name: with a capital, or small between such. */
const NAME_WORDS =
  /^(?:the\s+)?[\p{Lu}\d\p{Script=Han}][^\s]*(?:\s+(?:(?:of|the|de|da|do|del|la|le|los|and|&|upon|am|for|on|in|y|et)\s+){0,2}[\p{Lu}\d&\p{Script=Han}][^\s]*)*/u;
const SMALL_WORDS =
  /^\p{Ll}[\p{L}\p{M}'’-]*(?:\s+(?!in\b|of\b|at\b)\p{Ll}[\p{L}\p{M}'’-]*){0,2}(?=\s+(?:in|of|at)\s|$)/u;

/** The name of a place or a house of work, or null when it is none ("a bigger flat", "night"). */
export function properOf(text: string, { today, hasCapitals }: Scene): string | null {
  const value = plainOf(text, today).replace(/^(?:a (?:company|startup|start-up|firm|place) called)\s+/i, '');
  if (JUNK.test(value)) return null;
  // Whoever writes names with capitals means no name by "fear" or "early".
  const small = hasCapitals && !/^the\s/.test(value) ? undefined : SMALL_WORDS.exec(value)?.[0];
  const name = NAME_WORDS.exec(value)?.[0] ?? small;
  return name?.replace(/[,.;:]+$/, '') ?? null;
}

/** A title without its article. */
export const titleOf = (text: string, today: Day): string =>
  plainOf(text, today)
    .replace(/^(?:an?|the|our|their|its|now|new|chief of all)\s+/i, '')
    .replace(/^new\s+/i, '');

const TITLE =
  /(?:^|[\s-])(?:engineer|designer|teacher|professor|lecturer|doctor|dentist|nurse|surgeon|vet|lawyer|solicitor|attorney|judge|manager|director|c[a-z]o|vp|vice[- ]president|president|head|lead|partner|founder|co-founder|owner|editor|writer|author|journalist|reporter|translator|architect|chef|cook|baker|barista|developer|programmer|analyst|consultant|accountant|auditor|banker|scientist|researcher|artist|musician|violinist|pianist|cellist|singer|dancer|actor|actress|photographer|principal|pilot|driver|farmer|carpenter|plumber|electrician|electricist|therapist|psychologist|pharmacist|librarian|curator|producer|coach|trainer|officer|secretary|assistant|intern|postdoc|student|minister|mayor|diplomat|ambassador|chair(?:man|woman|person)?|strategist|specialist|technician|realtor|broker|trader|investor|entrepreneur|freelancer)(?=$|[\s,]|s?\sof\b)/i;
const BYGONE = /^(?:an?\s+)?(?:former|ex|retired|one-time|would-be|aspiring)[\s-]/i;
/** Whether words name what somebody does. */
export const isTitle = (text: string): boolean =>
  TITLE.test(text) && !BYGONE.test(text) && text.split(/\s+/).length <= 6;
