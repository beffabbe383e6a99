import { datesIn, sureDates, withoutDates } from '../../dates.ts';
import type { Ref, Scene } from '../scene.ts';
import type { Statement } from '../statement.ts';
import { chineseFacts } from './facts.ts';
import { chineseDeed } from './meetings.ts';
import { isDenied, isSupposed } from './mood.ts';
import { KIN, peopleIn, refOf, surePersonAt, trimmed } from './people.ts';

const GROWN_UP = /搬|住|定居|工作|上班|入职|跳槽|升|结婚|怀孕|离职|辞职|退休|公司/u;
const SAYS = /^(.{0,8}?)(?:说|告诉我|跟我说|和我说|提到|提起|透露|聊到|来信说)(?:过|了)?[：:，,]?(?=\S{2,})/u;
const PROMISE = /(?:答应|承诺|许诺|保证|应承|欠)(?:了|过|好|着)?/u;
const KIN_SAID = new RegExp(`^(.{0,10}?)(?:的|家的?)?(${KIN})(?!.{0,2}(?:的|和|跟))`, 'u');
const OF_KIN = new RegExp(`^(${KIN})$`, 'u');

/** To whom and what: 答应小美周五前把稿子给她. */
function promise(clause: string, scene: Scene): Statement | null {
  const match = PROMISE.exec(clause);
  if (!match || isDenied(clause.slice(0, match.index + match[0].length)) || isSupposed(clause)) return null;
  const head = trimmed(clause.slice(0, match.index), scene);
  const rest = clause.slice(match.index + match[0].length);
  const dates = datesIn(clause, 'zh', scene.today, 'future');
  if (head !== '' && !/^(?:我|我们|咱们)$/.test(head)) {
    const ref = refOf(head, scene);
    const value = rest
      .replace(/^我(?:们)?/u, '')
      .replace(/^[，,：:\s要会]+/u, '')
      .replace(/[了。！!]+$/u, '');
    return ref && value !== '' && /我|^会|^要|^把/u.test(rest)
      ? {
          says: 'fact',
          ref,
          told: [{ label: '答应我', value }],
          predicate: clause.slice(match.index),
          isGrownUp: false,
        }
      : null;
  }
  const sure = surePersonAt(rest, scene);
  if (sure) return promised(rest.slice(sure.length), sure.ref, scene);
  for (let length = 2; length <= Math.min(rest.length, 10); length += 1) {
    const [to] = peopleIn(rest.slice(0, length), scene) ?? [];
    const behind = rest.slice(length);
    const goesOn =
      /^(?:[，,：:\s]|要|会|帮|给|把|请|陪|在|送|还|带|一|去)/u.test(behind) ||
      datesIn(behind, 'zh', scene.today, 'future')[0]?.index === 0;
    if (to && to.kind !== 'user' && goesOn) return promised(behind, to, scene);
  }
  return promised(rest, null, scene, dates.length > 0);
}

function promised(what: string, to: Ref | null, scene: Scene, isSure = true): Statement | null {
  const dates = sureDates(what, datesIn(what, 'zh', scene.today, 'future'), 'zh');
  const clean = (text: string) =>
    text
      .replace(/^[，,：:\s]+/u, '')
      .replace(/^(?:我)?(?:要|会)/u, '')
      .replace(/[了。！!]+$/u, '')
      .trim();
  const value = clean(what);
  const errand = clean(withoutDates(what, dates).replace(/^(?:之?前|以前|内)/u, ''));
  return value === '' || (!isSure && value.length < 2)
    ? null
    : { says: 'promise', to, label: '承诺', value, errand, dates };
}

function kinStatement(text: string, scene: Scene): Statement | null {
  const match = KIN_SAID.exec(text);
  if (!match) return null;
  const [whole, before = '', word = ''] = match;
  const owner = before === '' ? null : refOf(before.replace(/(?<=.)[她他]$/u, ''), scene);
  if (before !== '' && !owner) return null;
  const predicate = text
    .slice(whole.length)
    .replace(/^(?:名字)?(?:叫做|叫|也|已经|说)(?=\S)/u, '')
    .replace(/^[，,：:\s]+/u, '')
    .replace(/[了。！!]+$/u, '');
  if (predicate === '' || !OF_KIN.test(word)) return null;
  const ref: Ref = { kind: 'kin', owner: owner ?? { kind: 'pronoun', gender: null }, word };
  return { says: 'fact', ref, told: [], predicate, isGrownUp: GROWN_UP.test(predicate) };
}

/** What a Chinese clause says, or null when that is nothing that can be kept. */
export function chineseStatement(
  clause: string,
  scene: Scene,
): { statement: Statement; reported?: Ref } | null {
  const promises = PROMISE.test(clause) ? promise(clause, scene) : null;
  if (promises) return { statement: promises };
  if (isSupposed(clause)) return null;
  const deed = isDenied(clause) ? null : chineseDeed(clause, scene);
  if (deed) return { statement: { says: 'deed', ...deed } };
  const said = SAYS.exec(clause);
  if (said) {
    const speaker = said[1] ? refOf(said[1], scene) : null;
    const inner = chineseStatement(clause.slice(said[0].length), scene);
    if (inner) return speaker && speaker.kind !== 'user' ? { ...inner, reported: speaker } : inner;
  }
  const text = clause.replace(
    /^(?:我)?(?:听说|得知|才知道|发现|知道|听|记得|记住|记一下|记下|别忘了|帮我记(?:一下|下|住)?)[，,：:\s]*/u,
    '',
  );
  const isUsers = /^(?:我|咱)(?:们|的|家)?/u.test(text) && !refOfRelation(text, scene);
  if (isUsers) return null;
  const undated = trimmedHead(text, scene);
  const kin = kinStatement(undated, scene);
  if (kin) return { statement: kin };
  const facts = chineseFacts(text, scene);
  if (!facts) {
    // What follows a word on somebody's kin, without a subject of its own, is theirs still.
    const isOfKin =
      scene.focus?.kin !== undefined &&
      !/^(?:我|她|他|TA|\p{Lu})/u.test(text) &&
      [...text].length <= 14 &&
      !startsWithContact(text, scene);
    return isOfKin && !isDenied(text)
      ? { statement: { says: 'fact', ref: null, told: [], predicate: text, isGrownUp: false } }
      : null;
  }
  const head = trimmed(facts.head, scene)
    .replace(/从.{1,10}$/u, '')
    .replace(/(?:的|出生|家|新)+$/u, '');

  const ref = head === '' ? null : refOf(head, scene);
  if (head !== '' && !ref) return null;
  return {
    statement: {
      says: 'fact',
      ref,
      told: facts.told,
      predicate: text.slice(facts.head.length),
      isGrownUp: GROWN_UP.test(text),
    },
  };
}

const startsWithContact = (text: string, { contactNames }: Scene) =>
  contactNames?.some((name) => text.startsWith(name)) ?? false;

const refOfRelation = (text: string, scene: Scene): boolean => {
  const head = chineseFacts(text, scene)?.head;
  return head !== undefined && refOf(head, scene)?.kind === 'name';
};

/** A clause from whom it is about: a day before it is left out, one within it stays. */
function trimmedHead(text: string, scene: Scene): string {
  const [date] = datesIn(text, 'zh', scene.today, 'past');
  return date?.index === 0 ? text.slice(date.text.length).replace(/^[，,\s]+/u, '') : text;
}
