import { datesIn, withoutDates } from '../../dates.ts';
import type { Scene } from '../scene.ts';
import { peopleIn } from './people.ts';

const CONNECTIVE =
  /^(?:而且|并且|然后|但是?|不过|还有|另外|对了|所以|因为|此外|以及|同时|哦|嗯|啊|唉|当时|接着)[，,\s]*/u;
/** What governs the clause after it. */
const SUBORDINATE = /^(?:如果|要是|假如|假使|万一|除非|倘若|若是?|即使|就算|等到)/u;

/** A piece that says nothing by itself: a day, or people. */
function isLead(piece: string, scene: Scene): boolean {
  const dates = datesIn(piece, 'zh', scene.today, 'past');
  const bare = withoutDates(piece, dates).replace(
    dates.length > 0 ? /(?:早上|上午|中午|下午|晚上|的|在|[，,\s])/gu : /^\s+|\s+$/gu,
    '',
  );
  return bare === '' || peopleIn(bare, scene) !== null;
}

/** The clauses of a Chinese sentence: a day or a name before a stop belongs to what follows, and so does what hangs on an "if". */
export function chineseClauses(sentence: string, scene: Scene): string[] {
  const pieces = sentence
    .trim()
    .replace(/[。！!.…\s]+$/u, '')
    .split(
      /([，,；;]\s*|(?<=\p{Script=Han})\s+(?=\p{Script=Han})|——|(?<=(?:电话|微信|短信|消息|信|邮件|见面|吃饭|视频)(?:来)?(?:时|的时候)?)(?=(?:说|告诉我|跟我说|提到))|(?<=[搬去到回](?:了)?\p{Script=Han}{1,6}(?:以后|之后))(?=\p{Script=Han}))/u,
    );
  const clauses: string[] = [];
  let current = pieces[0] ?? '';
  for (let index = 1; index < pieces.length; index += 2) {
    const [parting = '', piece = ''] = [pieces[index] ?? '', pieces[index + 1] ?? ''];
    const isOpen = isLead(current, scene) || (SUBORDINATE.test(current.trim()) && !/[，,；;]/.test(current));
    if (isOpen) current += parting + piece;
    else {
      clauses.push(current);
      current = piece;
    }
  }
  clauses.push(current);
  return clauses
    .map((clause) => clause.trim().replace(CONNECTIVE, '').trim())
    .filter((clause) => clause !== '');
}
