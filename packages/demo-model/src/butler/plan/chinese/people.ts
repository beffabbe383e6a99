import { datesIn, withoutDates } from '../../dates.ts';
import { isContact, type Ref, type Scene } from '../scene.ts';

export const KIN =
  '(?:[大小二三]|老大|老二)?(?:女儿|儿子|闺女)|孩子|宝宝|小孩|妻子|太太|老婆|媳妇|丈夫|老公|先生|男朋友|女朋友|男友|女友|未婚夫|未婚妻|妈妈?|母亲|爸爸?|父亲|父母|爸妈|岳父|岳母|公公|婆婆|姐姐?|妹妹?|哥哥?|弟弟?|表[姐妹哥弟]|堂[姐妹哥弟]|爷爷|奶奶|外公|外婆|姥姥|姥爷|孙子|孙女|外孙女?|侄子|侄女|外甥女?|叔叔|阿姨|舅舅|姑姑|老板|助理|秘书|室友|狗狗?|猫猫?|猫咪|小狗|小猫|宠物';

/** Words around the head of a clause that say nothing of whom it is about. */
const ADVERBS =
  /^(?:(?:最近|刚刚?|刚才|已经|现在|目前|如今|也|又|还|才|就|都|前不久|前阵子|前些天|终于|其实|原来|今年|去年|明年|上次|后来|然后|而且|并且|另外|还有|对了|不过|但是?|所以|因为|总是|一直|从小|特别|非常|很|真的?|正式|突然|居然|马上|准备|顺便|我?听说|得知|我?知道|我?发现|我?才知道|原来|好消息|告诉你|记得|别忘了|记住|记一下|记下|备注)[，,：:的]?\s*)+/u;
const ADVERBS_BEHIND =
  /(?:最近|刚刚?|刚才|已经|现在|目前|如今|也|又|还|才|就|都|前不久|前阵子|终于|其实|原来|后来|总是|一直|从小|特别|非常|很|真的?|正式|突然|居然|马上|上个?月|全家|一家|自己|一个人|之前|以前|平时|有点|是|要|又|\s)+$/u;
const USER = /^(?:我们?|咱们?|我俩|咱俩|我们俩|我们几个|大家|我自己|本人)$/;
const PRONOUN = /^(?:她|他|TA|ta|Ta|人家|对方|他们|她们|他们?家|她们?家)$/;
const NO_NAMES =
  /[的了是在不没和跟与把被就也都还很吗呢吧啊这那哪谁什么给从送搬聊吃喝她他期]|视频|微信|打电|电话|请我|陪|约|今天|昨天|明天|公司|项目|天气|会议|大家|朋友|同事|同学|客户|老师们|一起|孩子|家里|事情|电话|东西|生日|礼物|时候|今年|去年|电影|饭|早上|晚上|上午|下午|中午|周末|最近|刚|一直|已经|现在|个|些|人们|别人|有人|没人|全家|家人|自己/;

/** Whether a text is the name of somebody, by its form. */
function isNameLike(text: string, scene: Scene): boolean {
  if (isContact(text, scene)) return true;
  if (/^\p{Lu}[\p{L}\p{M}'’.-]*(?:\s+\p{Lu}[\p{L}\p{M}'’.-]*){0,2}$/u.test(text)) return true;
  if (!scene.contactNames && /^\p{Ll}{2,12}$/u.test(text)) return true;
  return /^\p{Script=Han}{2,4}(?:·\p{Script=Han}{1,4})?$/u.test(text) && !NO_NAMES.test(text);
}

/** A text without the days, adverbs and stops at either end of it. */
export function trimmed(text: string, scene: Scene): string {
  return withoutDates(text, datesIn(text, 'zh', scene.today, 'past'))
    .replace(/(?:的?(?:早上|上午|中午|下午|晚上|傍晚|凌晨|夜里))/gu, '')
    .replace(/^[\s，,：:、]+|[\s，,：:、]+$/gu, '')
    .replace(ADVERBS, '')
    .replace(ADVERBS_BEHIND, '')
    .replace(/^[\s，,：:、]+|[\s，,：:、在]+$/gu, '');
}

const KIN_OF = new RegExp(
  `^(.*?)的?(?:家的?)?(${KIN})((?![上下去要会有叫喜考结毕生开读学工住搬病在也说来被当做刚快很爱不过])\\p{Script=Han}{2,3}|\\p{Lu}\\p{L}+)?$`,
  'u',
);

/** Whom a whole text refers to; null when it refers to nobody that can be told. */
export function refOf(text: string, scene: Scene): Ref | null {
  const bare = trimmed(text, scene);
  if (USER.test(bare)) return { kind: 'user' };
  if (PRONOUN.test(bare))
    return {
      kind: 'pronoun',
      gender: bare.startsWith('她') ? 'female' : bare.startsWith('他') ? 'male' : null,
    };
  if (isContact(bare, scene)) return { kind: 'name', name: bare };
  const kin = KIN_OF.exec(bare);
  if (kin) {
    const [, owning = '', word = '', name] = kin;
    const before = owning.replace(/(?<=.)[她他]$/u, '');
    const owner: Ref | null =
      before === ''
        ? { kind: 'pronoun', gender: null }
        : before === '我' || before === '我们' || before === '咱'
          ? { kind: 'user' }
          : refOf(before, scene);
    if (owner?.kind === 'user' && name !== undefined) return { kind: 'name', name, relation: word };
    if (owner) return { kind: 'kin', owner, word, ...(name === undefined ? {} : { name }) };
  }
  const related =
    /^我的?(.{0,6}?(?:同学|同事|朋友|老师|邻居|闺蜜|客户|学生|师[兄姐弟妹]|战友|室友))(?:叫)?(\p{Lu}\p{L}+|\p{Script=Han}{2,3})$/u.exec(
      bare,
    );
  if (related && isNameLike(related[2] ?? '', scene)) {
    return { kind: 'name', name: related[2] ?? '', relation: related[1] ?? '' };
  }
  return isNameLike(bare, scene) ? { kind: 'name', name: bare } : null;
}

/** The people in a text that is nothing but people ("小美和阿强", "她女儿"); null when it is not. */
export function peopleIn(text: string, scene: Scene): Ref[] | null {
  const whole = refOf(text, scene);
  if (whole) return [whole];
  const parts = text.split(/[和跟与、,，]|以及|还有|加上/u).filter((part) => part.trim() !== '');
  if (parts.length < 2) return null;
  const refs = parts.map((part) => refOf(part, scene));
  return refs.every((ref) => ref !== null) ? refs : null;
}

/** What follows somebody in a clause is found by trying ever less of it. */
function longestPeople(text: string, scene: Scene): Ref[] | null {
  for (let length = Math.min(text.length, 14); length > 0; length -= 1) {
    const refs = /[\s了]$/u.test(text.slice(0, length)) ? null : peopleIn(text.slice(0, length), scene);
    if (refs) return refs;
  }
  return null;
}

const PRONOUN_ALONE = /^(?:她|他|TA)(?!的|家|们|\p{Script=Han}?(?:女儿|儿子|妈|爸|老公|老婆|姐|妹|哥|弟))/u;

/** Whoever is sure to be named at the head of a text: the contact by name, or a pronoun. */
export function surePersonAt(text: string, scene: Scene): { ref: Ref; length: number } | null {
  const own = scene.contactNames?.find((name) => text.startsWith(name));
  const known = own ?? PRONOUN_ALONE.exec(text)?.[0];
  const ref = known === undefined || isKinAt(text.slice(known.length)) ? null : refOf(known, scene);
  return known !== undefined && ref ? { ref, length: known.length } : null;
}

const isKinAt = (text: string) => new RegExp(`^的?(?:${KIN})`, 'u').test(text);

/** The people at the head of a text: whoever is sure, else as much of it as can be people. */
export const peopleBefore = (text: string, scene: Scene): Ref[] | null => {
  const sure = surePersonAt(text, scene);
  return sure ? [sure.ref] : longestPeople(text, scene);
};
