import { datesIn } from '../../dates.ts';
import type { Grammar } from '../grammar.ts';
import { chineseClauses } from './clauses.ts';
import { chineseCommand, chineseErrand } from './commands.ts';
import { callsOff, corrects, isDenied, isSupposed } from './mood.ts';
import { peopleIn } from './people.ts';
import { chineseStatement } from './statement.ts';

/** Where a question names somebody. */
const SLOTS =
  /(?:答应(?:过|了)?|和|跟|与|给|见(?:过|了)?|关于|^)((?![过了她他我你咱这那谁])\p{Script=Han}{2,4}?|\p{Lu}\p{L}+)(?=什么|的|住|在|生|喜|上次|最近|见|吃|聊|说|有|是|几|多|哪|怎|叫|做|$)/gu;

export const CHINESE: Grammar = {
  clauses: chineseClauses,
  command: chineseCommand,
  errand: chineseErrand,
  statement: chineseStatement,
  takesBack: (clause) => (corrects(clause) ? 'all' : callsOff(clause) ? 'deed' : null),
  isUnreal: (clause) => isDenied(clause) || isSupposed(clause),
  dates: (clause, { today }, direction) => datesIn(clause, 'zh', today, direction),
  people: (question, scene) =>
    [...question.matchAll(SLOTS)]
      .flatMap((match) => peopleIn(match[1] ?? '', scene) ?? [])
      .filter((ref) => ref.kind === 'name'),
};
