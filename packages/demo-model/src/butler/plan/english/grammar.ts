import { datesIn } from '../../dates.ts';
import type { Grammar } from '../grammar.ts';
import { englishClauses } from './clauses.ts';
import { englishCommand, englishErrand } from './commands.ts';
import { callsOff, corrects, isDenied, isSupposed } from './mood.ts';
import { peopleAt } from './people.ts';
import { englishStatement } from './statement.ts';

export const ENGLISH: Grammar = {
  clauses: englishClauses,
  command: englishCommand,
  errand: englishErrand,
  statement: englishStatement,
  takesBack: (clause) => (corrects(clause) ? 'all' : callsOff(clause) ? 'deed' : null),
  isUnreal: (clause) => isDenied(clause) || isSupposed(clause),
  dates: (clause, { today }, direction) => datesIn(clause, 'en', today, direction),
  people: (question, scene) =>
    [
      ...question.matchAll(
        /(?<=\s|^)(?<!\b(?:in|at|from|near|of|(?:move|moved|moving|go|going|gone|went|fly|flew|travel|back) to)\s+(?:the\s+)?)(?=\p{Lu})/gu,
      ),
    ].flatMap(({ index }) =>
      peopleAt(question.slice(index), scene).refs.filter((ref) => ref.kind !== 'user'),
    ),
};
