import type { Day } from '../../calendar.ts';
import { datesIn, withoutDates } from '../../dates.ts';

/** A value without days, particles and stops. */
export function plainOf(text: string, today: Day): string {
  return withoutDates(text, datesIn(text, 'zh', today, 'past'))
    .replace(/^[\s了：:是在着过的]+/u, '')
    .replace(/[\s了啦呢啊吧呀哦。！!，,；;的]+$/u, '')
    .trim();
}

/** Where somebody went and did not stay. */
const WENT_ON = /(?:但|又|可是|不过|后来|然后|却).{0,4}[回搬去]/u;
/** States that are no place. */
const NO_PLACE =
  /^(?:新(?!加坡|西兰|疆|竹|德里|乡|泽西|奥尔良|罕布什尔)|一|别|更|她|他|我|咱|隔壁|楼|这|那|哪|什么|公司|学校|单位|外面|对面|附近|宿舍|大房子|郊区的?房|自己|家|医院|(?:恐惧|痛苦|回忆|梦|心|过去|阴影|谎言|幻想|黑暗|孤独)|城里|乡下|另|同)/u;

/** The name of a place, or null when it is none ("新家"). */
export function placeOf(text: string, today: Day): string | null {
  if (WENT_ON.test(text)) return null;
  const value = plainOf(text, today)
    .replace(
      /(?:去|来|那边|这边|那里|这里)?(?:工作|生活|居住|发展|读书|上学|上班|定居|住|养老|创业|陪.*|跟.*|和.*|与.*|因为.*|已经.*|快.*年.*|[一二两三四五六七八九十\d]+年.*|很久.*|好几年.*)$/u,
      '',
    )
    .replace(/(?:去|来|那边|这边|那里|这里|了|的|以后|之后|后)+$/u, '')
    .trim();
  return value !== '' && [...value].length <= 14 && !NO_PLACE.test(value) ? value : null;
}

const NO_HOUSE =
  /^(?:家|一起|外面|附近|哪|什么|这|那|我们|晚上|周末|一家|不错|新公司|新单位|别的|其他|她|他|自己)/u;
export function houseOf(text: string, today: Day): string | null {
  const value = plainOf(text, today)
    .replace(/^(?:一家)?叫(.+?)的?(?:公司|单位|工作室)$/u, '$1')
    .replace(/^(?:一家叫|一家|家|叫)/u, '')
    .replace(/(?:去)?(?:上班|工作|任职|就职)$/u, '')
    .trim();
  return value !== '' && [...value].length <= 20 && !NO_HOUSE.test(value) ? value : null;
}

export const titleOf = (text: string, today: Day): string =>
  plainOf(text, today)
    .replace(/^(?:一名|一位|一个|名|位|个|公司的?|新的?|那边的?|这边的?)/u, '')
    .replace(/^(?:了)/u, '')
    .trim();

const TITLE =
  /(?:工程师|设计师|老师|教师|教授|讲师|医生|大夫|护士|律师|法官|经理|总监|主管|主任|总裁|总经理|副总|董事长?|合伙人|创始人|老板|编辑|作家|记者|翻译|建筑师|厨师|程序员|分析师|顾问|会计师?|审计|研究员|科学家|艺术家|音乐家|歌手|演员|校长|院长|飞行员|司机|摄影师|教练|秘书|助理|实习生|学生|博士后?|公务员|部长|局长|处长|科长|组长|店长|班主任|运营|销售|产品经理|CEO|CTO|CFO|COO|VP|HR|PM|首席.{1,6}官|负责人|鼓手|小提琴手|吉他手|选手|水手|队员|职员|店员|飞行员|宇航员|教员|消防员|.{1,4}(?:工程|造型|理发|摄影|调音|美容|营养|药剂|牧|律|讲|导|魔术|评估|园艺|调酒)师|(?:科学|画|作|艺术|音乐|作曲|银行|企业|钢琴|小提琴|评论|收藏)家|[Ee]ngineer|[Dd]irector|[Mm]anager)$/u;
export const isTitle = (text: string): boolean => TITLE.test(text) && [...text].length <= 16;
