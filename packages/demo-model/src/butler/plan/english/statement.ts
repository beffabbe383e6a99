import { datesIn, sureDates, withoutDates } from '../../dates.ts';
import { isContact, type Ref, type Scene } from '../scene.ts';
import type { Statement, Told } from '../statement.ts';
import { englishPromise, promiseOf } from './commands.ts';
import { englishFacts } from './facts.ts';
import { englishDeed, englishTowardsMe } from './meetings.ts';
import { isDenied, isSupposed } from './mood.ts';
import { beginsWithSubject, peopleAt } from './people.ts';
import { plainOf } from './values.ts';

const GROWN_UP =
  /\b(?:moved|lives?|living|based|works?|working|joined|left|quit|promoted|became|married|engaged|pregnant|retired|job)\b/i;
const SAYS =
  /^(?:(?:also|just|then)\s+)*(?:(?:said|says|say|tell (?:me|us)|told (?:me|us)|tells me|mentioned(?: to me)?|let me know|wrote|texted|explained|announced|(?:heard|learned|learnt|found out|gathered|know|hear)(?:\s+from\s+.+?)?)(?:\s+that)?\s+)(?=\p{L})/iu;
const TURNS_OUT = /^(?:it\s+)?(?:turns|turned)\s+out\s+(?:that\s+)?/i;
/** "Her birthday is …": a thing of the subject's own. */
const OWN_THING =
  /^(?:['’]s\s+)?(?:new\s+)?(birthday|job|title|role|home|company|favou?rite [\p{L} ]+|hobb(?:y|ies)|allerg(?:y|ies))(?:\s+(?:is|are)|:)\s+(.+)$/iu;

/** The day that opens a clause, and the rest of it. */
function openingDate(clause: string, scene: Scene): { day: string; rest: string } {
  const [first] = datesIn(clause, 'en', scene.today, 'past');
  if (first?.index !== 0) return { day: '', rest: clause };
  const day = `${first.text.charAt(0).toLowerCase()}${first.text.slice(1)}`;
  return { day, rest: clause.slice(first.text.length).replace(/^[\s,:]+/, '') };
}

function ownThing(thing: string, words: string, scene: Scene): Told[] {
  const what = thing.toLowerCase();
  if (what === 'birthday') return englishFacts(`was born on ${words.replace(/^on\s+/i, '')}`, scene);
  if (/^(?:job|title|role)$/.test(what)) {
    return englishFacts(/^(?:at|with|for)\s/i.test(words) ? `works ${words}` : `works as ${words}`, scene);
  }
  if (what === 'company') return englishFacts(`works at ${words}`, scene);
  if (what === 'home') return englishFacts(`lives in ${words.replace(/^(?:now )?in\s+/i, '')}`, scene);
  const value = plainOf(words, scene.today);
  if (value === '') return [];
  if (what.startsWith('allerg')) return [{ label: 'allergies', value }];
  return [{ label: 'likes', value: what.startsWith('hobb') ? value : `${value} (${what})` }];
}

function readPromise(rest: string, clause: string, scene: Scene): Statement | null {
  if (isDenied(clause) || /\b(?:if|might|maybe)\b/i.test(clause)) return null;
  const { refs, rest: what } = peopleAt(rest, scene);
  const dates = sureDates(what, datesIn(what, 'en', scene.today, 'future'), 'en');
  const value = promiseOf(what);
  if (value === '') return null;
  const behind = /^to\s+\p{Ll}+\s+(?=\p{Lu})/u.exec(what);
  const to =
    refs.find((ref) => ref.kind !== 'user') ??
    (behind ? peopleAt(what.slice(behind[0].length), scene).refs[0] : null) ??
    null;
  return {
    says: 'promise',
    to,
    label: 'promised',
    value,
    errand: promiseOf(withoutDates(what, dates)),
    dates,
  };
}

/** What an English clause says, or null when that is nothing that can be kept. */
export function englishStatement(
  clause: string,
  scene: Scene,
): { statement: Statement; reported?: Ref } | null {
  const { day, rest: undated } = openingDate(clause, scene);
  const text = undated.replace(TURNS_OUT, '');
  const promise = englishPromise(text);
  if (promise !== null) {
    const statement = readPromise(promise, clause, scene);
    return statement && { statement };
  }
  if (isSupposed(clause)) return null;
  const { refs, rest } = subjectAt(text, scene);
  const reported = SAYS.exec(rest);
  if (reported) {
    const inner = rest.slice(reported[0].length);
    const [speaker] = refs;
    const isOfUser = peopleAt(inner, scene).refs[0]?.kind === 'user';
    const said = !isOfUser && beginsWithSubject(inner, scene) ? englishStatement(inner, scene) : null;
    if (said) return speaker && speaker.kind !== 'user' ? { ...said, reported: speaker } : said;
  }
  return readSaid(
    { refs, predicate: refs.length > 0 ? rest : text, day, isOfUs: /^we\b/i.test(text) },
    scene,
  );
}

/** The subject of a clause: a capital at its head is a name only where a verb follows. */
function subjectAt(text: string, scene: Scene) {
  const found = peopleAt(text, scene);
  const [first] = found.refs;
  const isCertain =
    first === undefined ||
    first.kind !== 'name' ||
    isContact(first.name, scene) ||
    beginsWithSubject(text, scene);
  return isCertain ? found : { refs: [], rest: text };
}

type Said = { refs: readonly Ref[]; predicate: string; day: string; isOfUs: boolean };

function readSaid({ refs, predicate, day, isOfUs }: Said, scene: Scene): { statement: Statement } | null {
  const companions = refs.filter((ref) => ref.kind !== 'user');
  const isByUser = companions.length < refs.length;
  if ((isByUser || refs.length === 0) && !isDenied(predicate)) {
    // "Mei and I went hiking": with whom stands before the verb.
    const together =
      (companions.length > 0 || (isOfUs && scene.contactNames !== null)) && !/\bwith\b/i.test(predicate);
    const deed =
      englishDeed(predicate, scene, false, day) ??
      (together
        ? englishDeed(
            `${withoutDates(predicate, datesIn(predicate, 'en', scene.today, 'past'))} with me`,
            scene,
            true,
            day,
          )
        : null);
    if (deed) return { statement: { says: 'deed', kind: deed.kind, refs: [...companions, ...deed.refs] } };
  }
  if (isByUser) return null;
  const [ref = null] = refs;
  const kind = ref && !isDenied(predicate) ? englishTowardsMe(predicate) : null;
  if (kind && ref) return { statement: { says: 'deed', kind, refs: [ref] } };
  const promised = /^(?:has\s+)?(?:promised|owes)(?:\s+(?:me|us))?\s+(.+)$/i.exec(predicate);
  const own = OWN_THING.exec(predicate);
  const told = promised
    ? [
        {
          label: 'promised me',
          value: promiseOf(promised[1] ?? '').replace(/^that\s+s?he\s+(?:would|will)\s+/i, ''),
        },
      ]
    : own
      ? ownThing(own[1] ?? '', own[2] ?? '', scene)
      : englishFacts(predicate, scene);
  const words = predicate.replace(/^['’]s\s+/, 'is ').trim();
  const called =
    /^(?:is|was)\s+(?:called|named)\s+(.+)$/i.exec(words)?.[1] ?? /^name is\s+(.+)$/i.exec(words)?.[1];
  const isSaying =
    (words.split(/\s+/).length > 1 || /^\p{Ll}+(?:ed|s)$/u.test(words)) &&
    !/^(?:and|or|with|of|from|at|in|on)\b/i.test(words);
  const isGrownUp = GROWN_UP.test(predicate);
  const saying = !isSaying ? '' : (called ?? (day === '' ? words : `${words} ${day}`));
  return { statement: { says: 'fact', ref, told, predicate: saying, isGrownUp } };
}
