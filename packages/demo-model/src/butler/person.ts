import type { Profile } from './context.ts';
import { type Language, literal } from './language.ts';

/** People and animals around somebody: what is asked of these is not asked of the contact. */
const KIN =
  /女儿|儿子|孩子|妻子|太太|老婆|老公|丈夫|男朋友|女朋友|妈|爸|母亲|父亲|父母|姐|妹|哥|弟|爷爷|奶奶|老板|助理|秘书|狗|猫|宠物|\b(?:daughter|son|child|children|kids?|baby|wife|husband|partner|girlfriend|boyfriend|mother|mum|mom|father|dad|parents?|sister|brother|uncle|aunt|cousin|boss|assistant|colleague|neighbou?r|dog|cat|pet)s?\b/i;
/** Capital letters that are no name. */
const NO_NAMES = new Set(
  'I Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December'.split(
    ' ',
  ),
);

/** How the contact is called: by the whole name, a part of it, or in Chinese without the family name. */
export function callNames(profile: Profile | null): string[] {
  const name = profile?.name;
  if (!name) return [];
  const parts = name.split(/[\s·]+/u).filter((part) => part.length > 1);
  const given = /^\p{Script=Han}{3,4}$/u.test(name) ? [name.slice(-2)] : [];
  return [...new Set([name, ...parts, ...given])].sort((a, b) => b.length - a.length);
}

/** The text with the contact's own name taken out: in their channel it tells nothing apart. */
export function withoutContact(text: string, profile: Profile | null): string {
  return callNames(profile).reduce((rest, name) => {
    const escaped = name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    const whole = new RegExp(`(?<!\\p{Script=Latin})${escaped}(?:['’]s)?(?!\\p{Script=Latin})`, 'giu');
    return rest.replace(whole, ' ');
  }, text);
}

/** Others that a sentence is about: people whom its capital letters name (where somebody is, is none), and kin. */
export function othersIn(sentence: string, profile: Profile | null): string[] {
  const rest = withoutContact(sentence.trim(), profile);
  const named = rest.match(/(?<=[\p{L}\p{N},;:'’"“]\s+)(?<!\b(?:in|at|near)\s+)\p{Lu}[\p{Ll}\p{M}]+/gu) ?? [];
  const kin = rest.match(new RegExp(KIN, 'giu')) ?? [];
  const own = Object.values(profile ?? {})
    .filter((value) => typeof value === 'string')
    .join(' ');
  return [...named.filter((name) => !NO_NAMES.has(name)), ...kin]
    .filter((name) => !own.includes(name))
    .map((name) => name.toLowerCase());
}

/** Whether a question is about somebody else than the contact. */
export const isAboutAnother = (question: string, profile: Profile | null): boolean =>
  othersIn(question, profile).length > 0;

/** The contact's name within a sentence of ours. */
export function nameOf(profile: Profile, language: Language): string {
  return profile.name === undefined ? { zh: '这位', en: 'this person' }[language] : literal(profile.name);
}
