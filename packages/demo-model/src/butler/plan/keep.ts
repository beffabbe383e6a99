import { addDays, type Day, dayOf, yearOf } from '../calendar.ts';
import type { FoundDate } from '../dates.ts';
import { type Meant, meantBy, type Ref, type Scene, turnTo } from './scene.ts';
import type { Errand, Statement } from './statement.ts';
import type { Reading, Who } from './wishes.ts';

/** Whether the words are about somebody for whom something can be kept here: the channel's own person, or in the journal anybody. */
const isKeptHere = (meant: Meant, scene: Scene): meant is { who: Who } =>
  meant !== 'user' &&
  meant !== 'unclear' &&
  !meant.kin &&
  (scene.contactNames === null || meant.who === null);

const nameOf = (meant: Meant): string | null =>
  meant === 'user' || meant === 'unclear' || meant.kin ? null : meant.who;

/** Makes wishes of what a clause says. Gives false when nothing can be made of it. */
export function keep(
  statement: Statement,
  clause: string,
  past: FoundDate | undefined,
  scene: Scene,
  reading: Reading,
): boolean {
  if (statement.says === 'deed') return keepDeed(statement, clause, past?.on, scene, reading);
  if (statement.says === 'promise') return keepPromise(statement, clause, scene, reading);
  return keepFact(statement, clause, scene, reading);
}

function keepRelation(ref: Ref, who: Who, clause: string, reading: Reading): void {
  if (ref.kind !== 'name' || ref.relation === undefined) return;
  reading.wishes.push({ do: 'change', who, label: 'relation', value: ref.relation, because: clause });
}

function keepDeed(
  { kind, refs }: Extract<Statement, { says: 'deed' }>,
  clause: string,
  said: Day | undefined,
  scene: Scene,
  reading: Reading,
): boolean {
  if (said !== undefined && said > scene.today) return false;
  const people = refs.map((ref) => ({ ref, meant: meantBy(ref, scene) }));
  const here = people.flatMap(({ ref, meant }) => (isKeptHere(meant, scene) ? [{ ref, meant }] : []));
  const [first] = here.length > 0 ? here : people;
  if (first) turnTo(scene, first.meant, first.ref);
  // Of several, "he" or "she" may be any.
  const persons = people.filter(({ meant }) => meant !== 'user');
  const others = new Set(persons.map(({ meant }) => (meant === 'unclear' ? '?' : JSON.stringify(meant))));
  const kin = persons.find(({ meant }) => typeof meant === 'object' && meant.kin);
  const isOfOne = new Set(persons.map(({ meant }) => typeof meant === 'object' && meant.who)).size === 1;
  // Beside somebody of theirs, the word may still tell the two apart.
  if (others.size === 2 && isOfOne && kin) turnTo(scene, kin.meant, kin.ref);
  else if (others.size > 1) scene.focus = null;
  if (refs.length > 0 && here.length === 0) {
    const isOnlyKin = people.every(({ meant }) => meant === 'user' || (meant !== 'unclear' && meant.kin));
    if (isOnlyKin) return false;
    reading.ofOthers.push({
      clause,
      name: people.map(({ meant }) => nameOf(meant)).find((name) => name !== null) ?? null,
    });
    return true;
  }
  if (refs.length === 0 && !scene.contactNames && !scene.focus) return false;
  const whos =
    refs.length === 0 ? [scene.focus?.who ?? null] : [...new Set(here.map(({ meant }) => meant.who))];
  for (const { ref, meant } of here) keepRelation(ref, meant.who, clause, reading);
  for (const who of whos) {
    // "We met on Monday and had coffee" is one occasion.
    const last = reading.wishes.findLast((wish) => wish.do === 'log' && wish.who === who);
    if (refs.length === 0 && last?.do === 'log' && (said === undefined || last.on === said)) {
      last.summary += `${scene.language === 'zh' ? '，' : ', '}${clause}`;
      if ((last.kind === 'meeting' && kind !== 'call') || last.kind === 'other') last.kind = kind;
    } else reading.wishes.push({ do: 'log', who, kind, on: said ?? scene.today, summary: clause });
  }
  return true;
}

function keepPromise(
  { to, label, value, errand, dates }: Extract<Statement, { says: 'promise' }>,
  clause: string,
  scene: Scene,
  reading: Reading,
): boolean {
  const meant: Meant = to ? meantBy(to, scene) : scene.focus ? { who: scene.focus.who } : 'unclear';
  if (to) turnTo(scene, meant, to);
  if (!isKeptHere(meant, scene)) {
    reading.ofOthers.push({ clause, name: nameOf(meant) });
    return true;
  }
  reading.wishes.push({ do: 'change', who: meant.who, label, value, because: clause });
  const ahead = dates.find(({ on }) => on >= scene.today);
  if (ahead && errand !== '')
    reading.wishes.push({ do: 'remind', who: meant.who, text: errand, on: ahead.on });
  return true;
}

function keepFact(
  { ref, told, predicate, isGrownUp }: Extract<Statement, { says: 'fact' }>,
  clause: string,
  scene: Scene,
  reading: Reading,
): boolean {
  const meant: Meant = ref ? meantBy(ref, scene, isGrownUp) : (scene.focus ?? 'unclear');
  if (meant === 'user') return false;
  if (meant === 'unclear') {
    if (told.length > 0) reading.ofOthers.push({ clause, name: null });
    return told.length > 0;
  }
  if (ref) turnTo(scene, meant, ref);
  if (scene.contactNames && meant.who !== null) {
    reading.ofOthers.push({ clause, name: meant.who });
    return true;
  }
  const change = (label: string, value: string | null) =>
    reading.wishes.push({ do: 'change', who: meant.who, label, value, because: clause });
  if (meant.kin) {
    const { word, name } = meant.kin;
    if (predicate === '') return false;
    change(word, name === undefined ? predicate : `${name} ${predicate}`);
    return true;
  }
  if (told.length === 0) return false;
  if (ref) keepRelation(ref, meant.who, clause, reading);
  for (const { label, value } of told) change(label, value);
  return true;
}

/** The next birthday of the person, where the words speak of it. */
function birthdayIn(text: string, scene: Scene, reading: Reading): Day | undefined {
  if (!/birthday|生日/i.test(text)) return undefined;
  const told = reading.wishes.findLast((wish) => wish.do === 'change' && wish.label === 'birthday');
  const birthday = (told?.do === 'change' ? told.value : undefined) ?? scene.birthday;
  const [, month = '', day = ''] = /(\d{2})-(\d{2})$/.exec(birthday ?? '') ?? [];
  const years = [0, 1, 2, 3, 4].map((more) => dayOf(yearOf(scene.today) + more, Number(month), Number(day)));
  return years.find((each) => each !== null && each >= scene.today) ?? undefined;
}

/** Makes a reminder of an errand: on its day, or on the day of the last clause that had one ahead. */
export function keepErrand(
  { text, dates, leadDays, to }: Errand,
  clause: string,
  scene: Scene,
  reading: Reading,
): void {
  const own = dates.find(({ on }) => on >= scene.today)?.on ?? birthdayIn(clause, scene, reading);
  const base = own ?? (dates.length === 0 ? scene.dated?.on : undefined);
  const about = text === '' ? (scene.dated?.text ?? '') : text;
  if (base === undefined || about === '') {
    reading.undated.push(text === '' ? clause : text);
    return;
  }
  if (scene.dated && (own === undefined || text === '')) scene.dated.isWaiting = false;
  const early = addDays(base, -(leadDays ?? 0));
  const on = early < scene.today ? base : early;
  const meant: Meant = to ? meantBy(to, scene) : (scene.focus ?? 'unclear');
  const who =
    typeof meant === 'object' && (scene.contactNames === null || meant.who === null) ? meant.who : null;
  // What was promised for that day and is to be reminded of is one reminder.
  const isThere = reading.wishes.some(
    (wish) => wish.do === 'remind' && wish.on === on && (text === '' || wish.text === about),
  );
  if (!isThere) reading.wishes.push({ do: 'remind', who, text: about, on });
}
