import { type Gender, isContact, type Ref, type Scene } from '../scene.ts';

/** People around somebody, as a label takes them. */
const KIN =
  '(?:grand)?(?:daughter|son|child|children|father|mother|dad|mum|mom|parents|ma|pa)|kids?|baby|boys?|girls?|twins|wife|husband|partner|fianc[ée]e?|girlfriend|boyfriend|sister|brother|siblings?|uncle|aunt|cousin|nephew|niece|(?:mother|father|sister|brother|daughter|son)-in-law|boss|assistant|dog|puppy|cat|kitten|horse|roommate|flatmate';
const BEFORE_KIN =
  '(?:(?:older|younger|elder|little|big|eldest|oldest|youngest|twin|new|late|first|second|two|three|step|half|only|best|old|dear|good)[ -])*';
const WORD = String.raw`\p{L}[\p{L}\p{M}'’.-]*`;

/** Capital letters at the head of a clause, or anywhere, that are no name. */
const NO_NAMES = new Set(
  `i a an the this that these those it there here my your our his her their we you he she they
  had have has having met meet called call talked talk spoke saw see went visited wrote gave got grabbed did took sent heard had ran
  lunch dinner breakfast brunch coffee tea drinks meeting chat phone video quick short long nice lovely great good today yesterday tomorrow tonight last next
  on in at by for with from to and but so then also now just note remember remind please don't dont if when while after before since because as
  promised told said owe owes is was are were will would can could should may might do does did not never moved lives works likes loves joined left
  monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december
  christmas easter birthday happy everyone everybody someone somebody nobody people friends all both some any what who where why how
  thanks thank hello hi hey ok okay yes no maybe perhaps apparently btw fyi news turns learned found hope wish let make add set mark write draft turned
  texted emailed messaged phoned rang bumped caught dropped stayed bought brought cooked ate dined allergic vegetarian vegan born promoted hates
  finally recently afterwards later earlier suddenly unfortunately sadly luckily today's spent went ran swam
  enjoys prefers started starts retired quit engaged married pregnant expecting`.split(/\s+/),
);

/** A word that the verb of a third person may be: it tells a name at the head of a clause. */
const isVerbLike = (word: string): boolean =>
  /^(?:is|was|has|had|does|did|will|would|can|could|might|may|went|got|came|took|gave|told|said|met|saw|left|made|became|began|wrote|sent|bought|brought|quit|grew|found|sold|won|lost|ran|rang|spoke|thinks|isn['’]t|wasn['’]t|doesn['’]t|didn['’]t|hasn['’]t|hates|cannot|can['’]t|won['’]t|just|now|also|recently|finally|really|never|still|already|no|and|turned)$/i.test(
    word,
  ) || /^\p{Ll}{2,}(?:s|ed)$/u.test(word);

/** Names that end as a verb of the past does. */
const ED_NAMES =
  /^(?:Fred|Alfred|Wilfred|Winifred|Mildred|Jared|Ahmed|Mohamed|Mohammed|Hamed|Saeed|Waleed|Reed|Creed)$/;

/** The name of somebody that a text begins with: capital letters, or the contact's own in any. */
function nameAt(text: string, scene: Scene): string | null {
  for (const own of scene.contactNames ?? []) {
    const next = text.charAt(own.length);
    if (isContact(text.slice(0, own.length), scene) && !/[\p{L}\p{M}]/u.test(next))
      return text.slice(0, own.length);
  }
  const words =
    /^\p{Lu}[\p{L}\p{M}'’-]*(?:\.(?=\s+\p{Lu}))?(?:\s+(?:(?:de|da|van|von|del|bin|al)\s+)?\p{Lu}[\p{L}\p{M}-]*)*/u.exec(
      text,
    )?.[0];
  const han = /^\p{Script=Han}{2,4}(?!\p{Script=Han})/u.exec(text)?.[0];
  const found = (words ?? han)?.replace(/['’]s?$/, '').replace(/['’]s?\b.*$/, '');
  if (!found) return null;
  const kept = found.split(/\s+/);
  const head = kept[0] ?? '';
  if (NO_NAMES.has(head.toLowerCase()) || (/^\p{Lu}\p{Ll}{2,}ed$/u.test(head) && !ED_NAMES.test(head)))
    return null;
  while (kept.length > 1 && NO_NAMES.has((kept.at(-1) ?? '').toLowerCase())) kept.pop();
  return found.slice(0, found.indexOf(kept.at(-1) ?? '') + (kept.at(-1)?.length ?? 0));
}

type Found = { ref: Ref; length: number };

const genderOf = (pronoun: string): Gender =>
  /^(?:she|her|hers)$/i.test(pronoun) ? 'female' : /^(?:he|him|his)$/i.test(pronoun) ? 'male' : null;

function kinAt(text: string, scene: Scene, owner: Ref, start: number): Found | null {
  const match = new RegExp(`^\\s*(${BEFORE_KIN})(${KIN})(?![\\p{L}-])`, 'iu').exec(text.slice(start));
  if (!match) return null;
  const word = match[2] ?? '';
  const end = start + match[0].length;
  const space = /^,?\s+/.exec(text.slice(end))?.[0] ?? '';
  const name = space ? nameAt(text.slice(end + space.length), scene) : null;
  const ref: Ref = { kind: 'kin', owner, word: word.toLowerCase(), ...(name === null ? {} : { name }) };
  return { ref, length: name === null ? end : end + space.length + name.length };
}

/** One reference at the head of a text. */
function refAt(text: string, scene: Scene): Found | null {
  const own =
    /^(?:the (?:two|three|four) of us|both of us|us both|i|me|we|us|myself|ourselves)(?![\p{L}])/iu.exec(
      text,
    );
  if (own) return { ref: { kind: 'user' }, length: own[0].length };
  const my = /^(?:my|our)\s+/i.exec(text);
  if (my) {
    const kin = kinAt(text, scene, { kind: 'user' }, my[0].length);
    if (kin?.ref.kind === 'kin' && kin.ref.name !== undefined) {
      return { ref: { kind: 'name', name: kin.ref.name, relation: kin.ref.word }, length: kin.length };
    }
    if (kin) return kin;
    // "My old friend Mei": whatever she is called, she is named.
    const named = /^(?:[Mm]y|[Oo]ur)\s+((?:\p{Ll}[\p{L}-]*\s+){1,3})(?=\p{Lu})/u.exec(text);
    const name = named ? nameAt(text.slice(named[0].length), scene) : null;
    if (named && name !== null) {
      return {
        ref: { kind: 'name', name, relation: (named[1] ?? '').trim() },
        length: named[0].length + name.length,
      };
    }
    return { ref: { kind: 'user' }, length: my[0].length - 1 };
  }
  const pronoun = /^(she|her|hers|he|him|his|they|them|their)(?!\p{L})/iu.exec(text);
  if (pronoun) {
    const word = pronoun[0];
    const ref: Ref = { kind: 'pronoun', gender: genderOf(word) };
    return (
      (/^(?:her|his|their)$/i.test(word) ? kinAt(text, scene, ref, word.length) : null) ?? {
        ref,
        length: word.length,
      }
    );
  }
  const name = nameAt(text, scene);
  if (name === null) return null;
  const ref: Ref = { kind: 'name', name };
  const possessive = /^['’]s?\s/.exec(text.slice(name.length));
  return (
    (possessive && kinAt(text, scene, ref, name.length + possessive[0].length - 1)) || {
      ref,
      length: name.length,
    }
  );
}

/** The people whom a text begins with ("Mei and I", "her daughter Lily, Omar"), and what follows them. */
export function peopleAt(text: string, scene: Scene): { refs: Ref[]; rest: string } {
  const refs: Ref[] = [];
  let rest = text.trimStart();
  for (let found = refAt(rest, scene); found; ) {
    refs.push(found.ref);
    rest = rest.slice(found.length);
    const joint = /^(?:,?\s+(?:and|&|plus)|,)\s+/i.exec(rest);
    found = joint ? refAt(rest.slice(joint[0].length), scene) : null;
    if (joint && found) rest = rest.slice(joint[0].length);
  }
  return { refs, rest: rest.trimStart() };
}

/** Whether a text begins with somebody of whom its next word says something. */
export function beginsWithSubject(text: string, scene: Scene): boolean {
  const { refs, rest } = peopleAt(text, scene);
  if (refs.length === 0) return false;
  if (/^['’](?:s|ve|ll|d|re|m)\s/.test(rest)) return true;
  const next = new RegExp(`^${WORD}`, 'u').exec(rest)?.[0] ?? '';
  return refs[0]?.kind === 'user' || (refs[0]?.kind === 'pronoun' && next !== '') || isVerbLike(next);
}
