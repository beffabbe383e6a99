import { datesIn, sureDates, withoutDates } from '../../dates.ts';
import type { Ref, Scene } from '../scene.ts';
import type { Command, Errand } from '../statement.ts';
import { chineseDraft } from './draft.ts';
import { peopleIn } from './people.ts';

const POLITE =
  /^(?:(?:请|麻烦)(?:你|您)?|(?:你|您)?(?:能不能|可不可以|可以|能)(?=帮|替|给|提醒|看|总结)|(?:你|您)(?=帮|替|给|提醒)|(?:到时候?|届时|记得|顺便|也|再|还有|对了|另外|然后|好的?)[，,]?)+/u;
const bareOf = (text: string): string => text.trim().replace(POLITE, '');

const REMIND =
  /(?:帮我|给我)?(?:到时候?|届时|记得|再|也|要|请|麻烦)*(?:提醒(?:一下)?(?:我|咱们?)(?:一下|一声)?|设(?:置|定)?(?:一)?个提醒|建(?:一)?个提醒|加(?:一)?个提醒|别让我忘(?:了|记)|别忘(?:了|记)|不要忘(?:了|记)|叫我(?!.{0,3}(?:名|小|老)))/u;
/** These remind only of what is still to come. */
const ONLY_AHEAD = /别忘|不要忘/u;
const LEAD =
  /(?:提前|前)(?<count>[一二两三四五六七八九十\d]+|半)?个?(?<unit>天|周|星期|礼拜|个?月)|(?<bare>前一天|前一晚|头一天)/u;
/** Before the wish: that it is none. */
const UNWANTED =
  /(?:不用|不必|不要|不需要|无需|无须|没必|没有必|用不着|别|甭|不)(?:再|你|您)*$|^(?:请|麻烦|帮我|把)*(?:取消|删掉|撤销)/u;
const NOT_ONCE = /每(?:天|日|周|个?月|年|次|隔|个)/u;
const COUNTS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/** A wish to be reminded, in this clause. */
export function chineseErrand(clause: string, scene: Scene): Errand | 'again' | null {
  const match = REMIND.exec(clause);
  if (
    !match ||
    /了我|过我|谢/.test(clause) ||
    UNWANTED.test(clause.slice(0, match.index)) ||
    (/(?:吗|什么|哪些|？|\?)$/u.test(clause) &&
      !/(?:提醒我|忘).*(?:好吗|行吗|可以吗)/u.test(clause) &&
      /(?:有|哪些).{0,4}提醒/u.test(clause))
  )
    return null;
  const around = `${clause.slice(0, match.index)} ${clause.slice(match.index + match[0].length)}`;
  if (
    ONLY_AHEAD.test(match[0]) &&
    datesIn(around, 'zh', scene.today, 'future').every(({ on }) => on < scene.today)
  )
    return null;
  if (NOT_ONCE.test(clause)) return 'again';
  const lead = LEAD.exec(around);
  const count = lead?.groups?.count ?? '一';
  const number = /^\d+$/.test(count) ? Number(count) : Math.max(1, COUNTS.indexOf(count.replace('两', '二')));
  const unit = /月/.test(lead?.groups?.unit ?? '') ? 30 : /[周星礼]/u.test(lead?.groups?.unit ?? '') ? 7 : 1;
  const rest = lead ? around.replace(lead[0], ' ') : around;
  const dates = sureDates(rest, datesIn(rest, 'zh', scene.today, 'future'), 'zh');
  const text = withoutDates(rest, dates)
    .replace(
      /(?:请|麻烦(?:你|您)?|帮我|到时候?|届时|记得|的时候|那天|之前|以前|(?<=^|\s)[前在于]+(?=\s|$))/gu,
      ' ',
    )
    .replace(/^[\s，,：:。要去]*(?=\S)|[\s，,。！!？?吧呢啊好吗哦]+$/gu, (found) =>
      found.includes('去') ? '去' : '',
    )
    .replace(/\s+/g, '')
    .replace(/[在是于]$/u, '')
    .replace(/^(?:这件?事|这个|此事|一下|它)$/u, '');
  return {
    text: text === '去' ? '' : text,
    dates,
    leadDays: lead ? number * unit : null,
    to: towards(text, scene),
  };
}

/** To whom an errand is, when it names them. */
function towards(text: string, scene: Scene): Ref | null {
  const own = scene.contactNames?.find((name) => text.includes(name));
  if (own !== undefined) return { kind: 'name', name: own };
  const slot =
    /(?:给|找|约|和|跟|陪|联系|祝|问|请|还)(\p{Script=Han}{2,3}|\p{Lu}\p{L}+)(?=打|写|发|寄|送|吃|喝|见|聊|过|买|生日|$|一|带|还|道|确认)/u.exec(
      text,
    );
  return slot ? (peopleIn(slot[1] ?? '', scene)?.[0] ?? null) : null;
}

const NOTE =
  /^(?:(?:加|写|记|添|做)(?:上|一)?(?:个|条|笔|句)?)?备注(?:一下)?[：:，,\s]+(.+)$|^(?:记(?:一笔|录一下|录)|做个记录|写进备注|加到备注)[：:，,\s]+(.+)$/su;
const REMEMBER =
  /^(?:请)?(?:帮我)?(?:记住|记得|记着|要知道|你要记住)[，,：:\s]*((?:我|我们|咱们|我家)(?!.{0,3}(?:答应|承诺|和|跟|与)).+)$/su;
const RECOLLECT =
  /(?:(?:你|您)?(?:还)?记得|(?:你|您)(?:知道|了解))(?:关于)?我(?!们).*|(?:我)(?:以前|之前)?(?:跟你|和你|告诉过?你).*(?:什么|吗|哪)/u;
const LIST =
  /(?:有|还有|看看|列出|查).{0,6}(?:提醒|待办)|(?:提醒|待办)(?:事项)?(?:有哪些|列表|清单)|(?:要|该|需要)做(?:的)?(?:什么|哪些)|(?:到期|快到).{0,4}(?:什么|哪些|提醒)|(?:什么|哪些).{0,4}(?:到期|提醒|待办)/u;
const FINISH =
  /(?:^|[，,。；\s])(?:都|已经|这事|这件事)?(?:办好|办完|做完|完成|搞定|弄好|处理完|办妥|打完|寄出|买好)(?:了)?[。！!]*$|把.+(?:标记为|标为)?(?:完成|勾掉|划掉)/u;
const FILES = /文件|附件|文档|表格|图片|照片|pdf|PDF|csv|CSV|excel|Excel|报告/u;
const READ =
  /看看|看一下|看下|总结|概括|读一?下?|读读|打开|分析|里面?(?:有|写|说)|写(?:了|着)(?:些)?什么|讲(?:了)?什么|说(?:了)?(?:些)?什么|内容|有多少|是什么/u;
const FIND: readonly RegExp[] = [
  /^(?:谁|哪些人|哪些朋友|我?(?:有|认识)?(?:谁|哪些(?:朋友|人)|什么人))(?:现在|目前|也)?(?:住)?在(.+?)(?:住|工作|上班|生活)?[？?呢啊]*$/u,
  /^(?:我)?(?:认识|有)(?:的人|的朋友)?(?:里)?(?:有)?谁(?:住)?在(.+?)(?:住|工作|上班)?[？?呢啊]*$/u,
  /^(?:我)?在(.+?)(?:有|认识)(?:哪些|什么|谁|没有)(?:朋友|人|熟人|认识的人)*[？?呢吗啊]*$/u,
  /^(.+?)(?:那边|那里)?(?:有|我认识)(?:谁|哪些朋友|哪些人|什么朋友)[？?呢啊]*$/u,
];

/** A command that a Chinese sentence gives. */
export function chineseCommand(sentence: string, scene: Scene): Command | null {
  const bare = bareOf(sentence).replace(/[。！!\s]+$/u, '');
  const isErrand = REMIND.test(bare) && !/有.{0,4}提醒|提醒(?:事项)?(?:有|列)/u.test(bare);
  if (!isErrand && LIST.test(bare)) return { do: 'list reminders' };
  const note = NOTE.exec(bare);
  if (note) return { do: 'note', to: null, text: note[1] ?? note[2] ?? '' };
  if (!/[，,]/.test(bare) && RECOLLECT.test(bare) && /[吗？?什么哪谁几]/u.test(sentence)) {
    return {
      do: 'recollect',
      query:
        bare
          .replace(/^.*?我(?:的)?/u, '')
          .replace(/(?:是|有|喜欢|叫)?(?:什么|哪[里儿些个]?|谁|几|多少)?[吗呢？?]*$/u, '')
          .trim() || '我',
    };
  }
  const remember = REMEMBER.exec(bare)?.[1];
  if (remember !== undefined) return { do: 'remember', text: remember };
  for (const pattern of FIND) {
    const place = pattern.exec(bare)?.[1]?.trim();
    if (place && !/答应|说过|见面|提醒|生日|干什么|做什么/.test(bare))
      return { do: 'find people', query: place };
  }
  if (FILES.test(bare) && READ.test(bare))
    return { do: 'read files', deeply: /分析|表格|csv|excel|多少|统计|合计/iu.test(bare) };
  if (!isErrand && FINISH.test(bare)) return { do: 'finish reminder', words: bare };
  return chineseDraft(bare, scene);
}
