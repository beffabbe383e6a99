import type { Context } from '../context.ts';
import { takeCourtesy } from '../courtesy.ts';
import { languageOf } from '../language.ts';
import { callNames } from '../person.ts';
import { type Act, sentencesOf } from '../sentences.ts';
import { CHINESE } from './chinese/grammar.ts';
import { ENGLISH } from './english/grammar.ts';
import type { Grammar } from './grammar.ts';
import { keep, keepErrand } from './keep.ts';
import { meantBy, type Scene, turnTo } from './scene.ts';
import type { Command } from './statement.ts';
import type { Reading, Wish } from './wishes.ts';

/** Longer sentences are not told to a butler; a paste is. */
const LONGEST_SENTENCE = 400;
const MOST_SENTENCES = 40;

const ASKS_REMINDER = /remind|提醒/i;

function sceneOf({ profile, asked, today, language }: Context): Scene {
  const isJournal = profile?.journal === true;
  return {
    language,
    today,
    contactNames: isJournal ? null : callNames(profile),
    hasCapitals: /(?!\bI\b)\p{Lu}/u.test(asked),
    organization: profile?.organization,
    location: profile?.location,
    birthday: profile?.birthday,
    focus: isJournal ? null : { who: null, gender: null },
    dated: null,
    last: null,
    asksReminder: ASKS_REMINDER.test(asked),
  };
}

const newReading = (): Reading => ({ wishes: [], ungrasped: [], beyond: [], undated: [], ofOthers: [] });

/** Reads the newest words of the user, sentence by sentence and clause by clause. */
export function readMessage(context: Context): Reading {
  const scene = sceneOf(context);
  const reading = newReading();
  const sentences = sentencesOf(takeCourtesy(context.asked).rest);
  for (const { act, text } of sentences.slice(0, MOST_SENTENCES)) {
    const sentence = text.trim();
    const grammar = languageOf(sentence) === 'zh' ? CHINESE : ENGLISH;
    if (sentence.length > LONGEST_SENTENCE) reading.ungrasped.push(sentence);
    else readSentence(sentence, act, grammar, scene, reading);
  }
  reading.ungrasped.push(
    ...sentences.slice(MOST_SENTENCES, MOST_SENTENCES + 1).map(({ text }) => `${text.trim()} …`),
  );
  leaveDated(scene, reading);
  return reading;
}

function readSentence(sentence: string, act: Act, grammar: Grammar, scene: Scene, reading: Reading): void {
  const command = grammar.command(sentence, scene);
  if (command) {
    obey(command, scene, reading);
    // "I called her, done" is told as well.
    if (command.do === 'finish reminder') reading.wishes.push(...deedsIn(sentence, grammar, scene));
    return;
  }
  const clauses = grammar.clauses(sentence, scene);
  const errands = clauses.map((clause) => grammar.errand(clause, scene));
  if (act === 'question' && errands.every((errand) => errand === null)) {
    const person = grammar
      .people(sentence, scene)
      .map((ref) => meantBy(ref, scene))
      .find((meant) => typeof meant === 'object');
    const focus = typeof person === 'object' ? person : scene.focus;
    reading.wishes.push({ do: 'look up', who: focus?.who ?? null, question: sentence });
    return;
  }
  if (act === 'request' && errands.every((errand) => errand === null)) {
    reading.beyond.push(sentence);
    return;
  }
  for (const [index, clause] of clauses.entries()) {
    const errand = errands[index];
    if (errand === 'again') reading.ungrasped.push(clause);
    else if (errand) keepErrand(errand, clause, scene, reading);
    else readClause(clause, grammar, scene, reading);
  }
}

/** What waited for a wish to be reminded of it, and has had none. */
function leaveDated({ dated }: Scene, reading: Reading): void {
  if (dated?.isWaiting) reading.ungrasped.push(dated.text);
}

/** Takes back what the last clause was read as, where this one says that it was not so. */
function takeBack(clause: string, grammar: Grammar, scene: Scene, reading: Reading): boolean {
  const what = grammar.takesBack(clause);
  const { last } = scene;
  if (what === null || last === null) return false;
  const made = reading.wishes.slice(last.wishes.length);
  const wasDeed = made.some((wish) => wish.do === 'log') || made.length === 0;
  if (what === 'deed' && !wasDeed) return false;
  reading.wishes = last.wishes;
  reading.ungrasped.push(last.clause, clause);
  scene.last = null;
  return true;
}

function readClause(clause: string, grammar: Grammar, scene: Scene, reading: Reading): void {
  if (takeBack(clause, grammar, scene, reading)) return;
  const before = structuredClone(reading.wishes);
  const found = grammar.statement(clause, scene);
  if (found?.reported) turnTo(scene, meantBy(found.reported, scene), found.reported);
  const [past] = grammar.dates(clause, scene, 'past');
  const isKept = found !== null && keep(found.statement, clause, past, scene, reading);
  scene.last = isKept ? { clause, wishes: before } : null;
  const ahead = grammar.dates(clause, scene, 'future').find(({ on }) => on >= scene.today);
  const mayComeUp =
    ahead !== undefined && !grammar.isUnreal(clause) && !(isKept && found?.statement.says === 'deed');
  const isWaiting = mayComeUp && !isKept && scene.asksReminder;
  if (mayComeUp) {
    leaveDated(scene, reading);
    scene.dated = { text: clause, on: ahead.on, isWaiting };
  }
  if (!isKept && !isWaiting) reading.ungrasped.push(clause);
}

/** What the user says that they did, whatever else the sentence says. */
function deedsIn(sentence: string, grammar: Grammar, scene: Scene): Wish[] {
  const told = newReading();
  for (const clause of grammar.clauses(sentence, scene)) readClause(clause, grammar, scene, told);
  return told.wishes.filter((wish) => wish.do === 'log');
}

/** Makes a wish of a command, when it is for somebody for whom it can be done here. */
function obey(command: Command, scene: Scene, reading: Reading): void {
  if (command.do !== 'note' && command.do !== 'draft') {
    reading.wishes.push(command);
    return;
  }
  const { to, text } = command;
  const meant = to ? meantBy(to, scene) : (scene.focus ?? 'unclear');
  const isHere = typeof meant === 'object' && (scene.contactNames === null || meant.who === null);
  if (!isHere) {
    reading.ofOthers.push({ clause: text, name: typeof meant === 'object' ? meant.who : null });
    return;
  }
  reading.wishes.push({ do: command.do, who: meant.who, text });
}
