import type { Ref, Scene } from '../scene.ts';
import type { Command } from '../statement.ts';
import { peopleAt } from './people.ts';

const DRAFT =
  /^(?:help me\s+(?:to\s+)?)?(?:write|draft|compose|prepare|word)\s+(?:me\s+|up\s+)?(?:(?:an?|the|some|my)\s+)?(?=(?:[\p{L}'’-]+\s+){0,5}?(?:message|text|note|e-?mail|letter|card|line|reply|greeting|toast|invitation|wish(?:es)?|words?|apology|thank[- ]you)\b)/iu;

/** What a message is for, by its words, and how it is then put. */
const THEMES: readonly (readonly [RegExp, string])[] = [
  [/\bbirthday\b/i, 'happy birthday! I hope the day is a lovely one and the year that follows even better.'],
  [
    /\b(?:condolence|sorry for (?:her|his|their|your) loss|passed away|funeral)/i,
    'I was so sorry to hear the news. I am thinking of you, and I am here if there is anything I can do.',
  ],
  [
    /\b(?:apolog|sorry)/i,
    'I am sorry. I should have handled that better, and I hope that we can talk about it.',
  ],
  [
    /\b(?:congratulat|promotion|new job|wedding|engagement|new baby)/i,
    'congratulations! I was so happy to hear the news.',
  ],
  [/\b(?:thank)/i, 'thank you so much. It meant a lot to me.'],
  [
    /\b(?:get well|better soon|recover)/i,
    'I hope that you feel better soon. Tell me if there is anything I can bring.',
  ],
  [/\b(?:new year)/i, 'happy New Year! I wish you a year of health and good company.'],
  [/\b(?:christmas|holidays)/i, 'merry Christmas! I wish you restful days and good company.'],
  [/\b(?:invit)/i, 'I would love to see you. Do you have time?'],
  [
    /\b(?:miss|check(?:ing)? in|catch up|say(?:ing)? (?:hi|hello)|how (?:s?he|they) (?:is|are))/i,
    'I was just thinking of you. How have you been?',
  ],
];

/** What is to be said, in the first person towards the one it is for. */
function content(rest: string): string {
  const said =
    /\b(?:saying|that says|to say|telling (?:her|him|them)|to tell (?:her|him|them)|to let (?:her|him|them) know|letting (?:her|him|them) know)\s+(?:that\s+)?(?!thanks?\b|hi\b|hello\b|sorry\b)(.+)$/i.exec(
      rest,
    )?.[1];
  const invite = /\b(?:inviting|to invite)\s+(?:her|him|them|\p{Lu}\p{L}*)\s+(.+)$/u.exec(rest)?.[1];
  const thanks = /\b(?:thanking|to thank)\s+(?:her|him|them|\p{Lu}\p{L}*)\s+(for\s+.+)$/u.exec(rest)?.[1];
  if (said !== undefined) return `${said.replace(/[.!]+$/, '')}.`;
  if (invite !== undefined) return `I would love to invite you ${invite}. Do you have time?`;
  if (thanks !== undefined) return `thank you so much ${thanks}. It meant a lot to me.`;
  const asked = /\b(?:asking|to ask)\s+(?:(?:her|him|them|\p{Lu}\p{L}*)\s+)?(.+)$/u.exec(rest)?.[1];
  const theme = THEMES.find(([pattern]) => pattern.test(rest))?.[1];
  if (theme !== undefined && asked === undefined) return theme;
  if (asked !== undefined) return `I wanted to ask ${asked}.`;
  const about = /\babout\s+(.+)$/i.exec(rest)?.[1];
  return about === undefined
    ? 'I was just thinking of you. How have you been?'
    : `I wanted to write to you about ${about}.`;
}

/** A wish for a message to somebody, worded plainly. */
export function englishDraft(sentence: string, scene: Scene): Command | null {
  const match = DRAFT.exec(sentence);
  if (!match) return null;
  const rest = sentence.slice(match[0].length);
  const towards = /\b(?:to|for)\s+(?=\p{Lu}|her\b|him\b|them\b|\p{Script=Han}|my\s)/u.exec(rest);
  const to: Ref | null = towards
    ? (peopleAt(rest.slice(towards.index + towards[0].length), scene).refs[0] ?? null)
    : null;
  const contactName = scene.contactNames?.at(-1);
  const name = to?.kind === 'name' ? to.name : to?.kind === 'kin' ? (to.name ?? null) : contactName;
  const words = content(rest);
  return {
    do: 'draft',
    to,
    text: name ? `Hi ${name}, ${words}` : `${words.charAt(0).toUpperCase()}${words.slice(1)}`,
  };
}
