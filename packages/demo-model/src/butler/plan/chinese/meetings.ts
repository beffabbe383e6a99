import { datesIn } from '../../dates.ts';
import type { Ref, Scene } from '../scene.ts';
import type { Kind } from '../wishes.ts';
import { isOnlyMeant } from './mood.ts';
import { peopleBefore, peopleIn, surePersonAt, trimmed } from './people.ts';

const MEAL =
  '(?:吃(?:了|过|完|着)?(?:一?[个顿次])?(?:的)?\\p{Script=Han}{0,4}(?:饭|餐|火锅|烧烤|早茶|点心|宵夜|夜宵|日料|面|烤肉|小龙虾|饺子|蛋糕|下午茶|东西)|吃了?个?饭|聚了?个?餐|喝(?:了|过|完)?(?:一)?(?:杯|点|顿|次|个)?\\p{Script=Han}{0,3}(?:咖啡|茶|酒|奶茶|饮料|粥|汤)|喝(?:了|过)?(?:一)?杯|共进\\p{Script=Han}餐|用餐|撸串|约饭|吃(?:了|过)(?!惊|亏|苦|药|醋|力))';
/** What is done together, most telling first. */
const TOGETHER: readonly (readonly [Kind, RegExp])[] = [
  ['meal', new RegExp(MEAL, 'u')],
  [
    'call',
    /打(?:了|过|完)?(?:一)?(?:个|通|次)?(?:长途|视频|微信|语音)*电话|通(?:了|过|完)?(?:一)?(?:个|次)?(?:视频)?(?:电)?话|视频(?:了|过|聊|通话|通了话|$)|语音(?:了|聊天|通话)|连(?:了|过)?线|煲(?:了)?电话粥/u,
  ],
  [
    'meeting',
    /见(?:了|过)?(?:一|个|几)*(?:次|面)|碰(?:了|过)?(?:个|一)?(?:次)?(?:面|头)|会(?:了|过)?面|开(?:了|过|完)?(?:个|一个|一次)?\p{Script=Han}{0,3}会|聚(?:了|过)?(?:一)?(?:聚|会|次)|小聚|碰头/u,
  ],
  ['call', /聊(?:了|过|起|到|天|得|完)|谈(?:了|过|起|到|话|完)|说(?:了|过)话|交流(?:了|过)/u],
  [
    'other',
    /(?:一起|一块儿?|一同)?(?:去(?:了|过)?(?=看|听|爬|打|跑|逛|玩|旅|参加|散步|滑雪|钓鱼|唱|图书馆|公园|电影院|\p{Script=Han}{1,6})|看(?:了|过)|爬(?:了|过)|打(?:了|过)|跑(?:了|过)|逛(?:了|过)|玩(?:了|过)|旅行|散(?:了|过)?(?:个|会儿)?步|参加(?:了|过)|唱(?:了|过)|钓(?:了|过)?鱼|滑(?:了|过)?雪|过(?:了)?(?:节|生日|年|周末)|健身|下(?:了|过)棋|待了)/u,
  ],
];
/** Deeds towards somebody, by what follows them: 给小美…. */
const TOWARDS: readonly (readonly [Kind, RegExp])[] = [
  [
    'call',
    /^(?:又|也|刚刚?|还)?(?:打|拨|去|来|回)(?:了|过|完)?(?:一)?(?:个|通|次)?(?:视频|微信|长途)*(?:电话|视频)/u,
  ],
  [
    'message',
    /^(?:又|也|刚刚?|还)?(?:写|发|寄|回|去)(?:了|过|完)?(?:一|两|几)?(?:封|条|个|张|些)?\p{Script=Han}{0,3}(?:信|微信|短信|消息|邮件|信息|明信片|贺卡|照片|留言|资料|文件|语音)/u,
  ],
  ['gift', /^(?:又|也|刚刚?|还)?(?:送|买|寄|带|织|做|准备)(?:了|过|去|来)+/u],
];
/** Deeds whose object follows at once: 见了小美. */
const DIRECT: readonly (readonly [Kind, RegExp])[] = [
  ['meeting', /(?:见到|见(?:了|过)|碰到|碰上|碰见|撞见|遇到|遇见|遇上|偶遇)(?:了)?/u],
  [
    'visit',
    /(?:拜访|探望|看望|探访|造访)(?:了|过)?|去(?:医院|家里|上海|北京)?看(?:望)?(?:了|过)?(?!电影|病|展|书|比赛|演出)/u,
  ],
  ['message', /(?:收到|收了)(?:了)?(?=.+的?(?:信|微信|短信|消息|邮件|明信片|贺卡))/u],
  [
    'gift',
    /送(?:给)?(?:了|过)?(?=.*(?:[一两三几\d]\p{Script=Han}|礼|书|花|茶|酒|画|蛋糕|巧克力|表|衣|鞋|包|卡|票|水果|糖|香水|玩具|照片))(?!走|别|到|去|回|.{1,8}(?:去|到|回家|上[了车飞火]|下楼|出门|进|一程|一段|拥抱|祝福|微笑))/u,
  ],
  ['call', /(?:打|拨)(?:了|过)?(?:一)?(?:个|通)?电话给(?:了)?/u],
  [
    'message',
    /(?:写|发|寄|回)(?:了|过)?(?:一)?(?:封|条|个|张)?(?:信|微信|短信|消息|邮件|明信片|贺卡)给(?:了)?/u,
  ],
  ['meal', /请(?:了)?(?=.{1,8}?(?:吃|喝))/u],
  ['other', /请(?:了)?(?=.{1,8}?(?:看|听|玩|唱))/u],
];
/** Deeds of somebody's towards the user. */
const TOWARDS_ME: readonly (readonly [Kind, RegExp])[] = [
  [
    'call',
    /(?:给(?:我|我们)(?:打|来)(?:了|过)?(?:一)?(?:个|通)?(?:视频|微信)*(?:电话|视频)|(?:打|来)(?:了)?(?:个)?电话给我|来(?:了|过)?(?:个|通)?电话|打(?:来|了)(?:个)?电话)/u,
  ],
  [
    'message',
    /给我(?:写|发|寄|回)(?:了|过)?(?:一)?(?:封|条|张|个|些)?\p{Script=Han}{0,3}(?:信|微信|短信|消息|邮件|明信片|贺卡|照片|语音)|(?:写信|发微信|发消息|发邮件)给我|来信/u,
  ],
  [
    'gift',
    /(?:送|给我(?:带|买|寄|织|做))(?:给)?(?:了|过)?(?:(?<=给我.{0,3})|我)(?=.*(?:礼|书|花|茶|酒|一|条|件|套|盒|束|本|瓶|蛋糕|巧克力))/u,
  ],
  ['visit', /来(?:我家|我们家|我这儿?|看(?:望)?(?:了)?我|做客|家里|串门)/u],
  ['meal', /请(?:了)?(?:我|我们).{0,6}(?:吃|喝)/u],
];

/** It was to be, and was not; or it is still to be: an appointment, or a day of the week that is not said to be past. */
const NOT_YET =
  /取消|改到|改期|推迟|延期|推掉|婉拒|没(?:去|来|吃|喝|见)成|(?<![纽契节大条])约(?!会|翰)(?!.*[吃喝见聊打看逛爬玩聚通].{0,3}[了过])|^我?(?:打算|准备|计划)|^(?!.*(?:[了过昨]|前天|上[周个次星])).*(?<![申邀])请(?!假)/u;
/** So long ago that no day can be put to it. */
const LONG_AGO = /\d{4}年(?!.*月)|去年(?!.*[月天节])|小时候|当年|以前|曾经|年前/u;

/** What the user did with others, and who they are; `refs` is empty when it goes without saying. */
export function chineseDeed(clause: string, scene: Scene): { kind: Kind; refs: Ref[] } | null {
  if (isOnlyMeant(clause) || NOT_YET.test(clause) || LONG_AGO.test(clause)) return null;
  // With no sign that it is done, a day may as well lie ahead.
  const isDone = /[了过到完]|刚/u.test(clause);
  if (!isDone && datesIn(clause, 'zh', scene.today, 'future').some(({ on }) => on > scene.today)) return null;
  const text = trimmed(clause, scene);
  const towardsMe = TOWARDS_ME.map(([kind, pattern]) => ({ kind, match: pattern.exec(text) })).find(
    ({ match }) => match !== null,
  );
  if (towardsMe?.match && !/^我/.test(text)) {
    const head = text.slice(0, towardsMe.match.index).replace(/(?:带着?|领着?).{1,10}$/u, '');
    const refs = peopleIn(head, scene);
    if (refs) return { kind: towardsMe.kind, refs };
    if (head.trim() === '' && /我/.test(towardsMe.match[0])) return { kind: towardsMe.kind, refs: [] };
  }
  const rest = text.replace(
    /^(?:我们?|咱们?)(?![和跟与俩])(?:也|又|刚刚?|还|才|一起|终于|顺路|特地|专门)*/u,
    '',
  );
  const subject = /^(.{1,12}?)(?:和|跟|与|同)(?:我们?|咱们?)(?!.*(?:是|的|说|借|要|讲))/u.exec(rest);
  if (subject) {
    const refs = peopleIn(subject[1] ?? '', scene);
    const kind = kindOf(rest.slice(subject[0].length));
    if (refs && kind) return { kind, refs };
  }
  const companion = /^(?:(?:和|跟|与|同|陪|约(?:了|上)?|带)|(?:我|咱)(?:和|跟|与))(.+)$/u.exec(rest);
  if (companion) {
    const after = companion[1] ?? '';
    const kind = kindOf(after);
    const at = kind
      ? (TOGETHER.find(([name, pattern]) => name === kind && pattern.test(after))?.[1].exec(after)?.index ??
        0)
      : 0;
    const sure = surePersonAt(after, scene);
    const refs = kind
      ? ((sure && !/^(?:和|跟|与|、|还有|以及|加上)/u.test(after.slice(sure.length)) ? [sure.ref] : null) ??
        peopleIn(
          after
            .slice(0, at)
            .replace(
              /(?:一起|一块儿?|一同|单独|在.*|去.*|约.*|通过.*|用.*|又|也|都|刚刚?|两个人|俩|简单|好好|匆匆|愉快地?|到.*)+$/u,
              '',
            ),
          scene,
        ) ??
        peopleBefore(after.slice(0, at), scene))
      : null;
    if (kind && refs) return { kind, refs: refs.filter((ref) => ref.kind !== 'user') };
  }
  const to = /^(?:给|为|替|向|找)(.+)$/u.exec(rest);
  if (to) {
    const after = to[1] ?? '';
    for (let length = 1; length <= Math.min(after.length, 14); length += 1) {
      const kind = TOWARDS.find(([, pattern]) => pattern.test(after.slice(length)))?.[0];
      const refs = kind ? peopleIn(after.slice(0, length), scene) : null;
      if (kind && refs) return { kind, refs };
    }
  }
  for (const [kind, pattern] of DIRECT) {
    const match = pattern.exec(rest);
    if (
      !match ||
      rest
        .slice(0, match.index)
        .replace(
          /(?:刚刚?|又|也|还|顺路|特地|专门|在.*|去.*|路上|回家|.{1,8}(?:生日|时候|那天|婚礼上?|会上)(?:时|我)*|我)/gu,
          '',
        ) !== ''
    )
      continue;
    const behind = rest.slice(match.index + match[0].length);
    const sure = surePersonAt(behind, scene);
    // A thing of theirs is not they.
    if (kind === 'meeting' && sure && behind.slice(sure.length).startsWith('的')) continue;
    const refs = peopleBefore(behind, scene);
    if (refs) return { kind, refs };
  }
  const home = /^(?:去|到|在)(?:了|过)?(.{1,10}?)(?:的)?家/u.exec(rest);
  const hosts = home ? peopleIn(home[1] ?? '', scene) : null;
  if (hosts) return { kind: 'visit', refs: hosts };
  const alone = kindOf(rest);
  const isTogether = /一起|一块|一同|我们|咱们/u.test(text);
  const isPlain = /^(?:吃|喝|见|聊|通|打|聚)/u.test(rest) && alone !== 'other';
  return alone &&
    (isTogether || isPlain) &&
    /^(?:我们?|咱们?)?(?:俩)?(?:又|也|都|还)?(?:一起|一块儿?|一同)?[去在]?.{0,8}?(?:吃|喝|见|聊|通|打|聚|开|看|爬|跑|逛|玩|旅|散|参|唱|钓|滑|过|健|下|碰|会|谈)/u.test(
      text,
    )
    ? { kind: alone, refs: [] }
    : null;
}

const kindOf = (text: string): Kind | null => TOGETHER.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
