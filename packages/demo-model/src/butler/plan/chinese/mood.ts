/** What is only possible, wished or supposed. */
const SUPPOSED =
  /如果|要是|假如|假使|万一|除非|倘若|就算|即使|可能|也许|或许|大概|说不定|没准|似乎|好像|应该|据说|估计|恐怕|会不会|是否|是不是|考虑|希望|但愿|以为|猜|差点|梦|想象|传闻|听起来|本来|要不|不如|听谁说|对吧|是吧|对不对|^(?:都|传)说|(?:网上|有人|人家|[她他]们|大家|别人|外面|外界)(?:都|在)*说/u;
/** A clause that takes back the one before it. */
const CORRECTS =
  /^(?:哦|噢|啊|呃|等等|等一下)*(?:(?:不|不是|错了|不不)$|不对(?!劲|付)|说错|记错|写错|口误|更正|我是说|我是指)/u;
/** Somebody who did not come, or did not want to: what was to be done with them was not. */
const CALLS_OFF =
  /^(?:[她他]|对方|结果|可惜|可是|但是?|最后|后来|临时|又|都|说|\p{Script=Han}{2,3}(?=没)){0,4}(?:没(?:来|去|空|时间|有空|有时间|人接|接|打通|通|见到|见着|吃成|去成|见成|成)|不(?:来|去|想来|肯来|愿意)|来不了|去不了|拒绝|婉拒|取消|推掉|放.{0,3}鸽子)(?:了|成|我|电话){0,3}$/u;
const DENIED =
  /(?<!忍)不(?!过(?!敏)|耐|久|错|同|仅|但|只|管|论|少|断|得了)|没(?!问题|事|关系)|未(?!来|婚)|别(?!人|墅|的|忘|克)/u;
export const isSupposed = (clause: string): boolean => SUPPOSED.test(clause);
export const corrects = (clause: string): boolean => CORRECTS.test(clause);
export const callsOff = (clause: string): boolean => CALLS_OFF.test(clause);
export const isDenied = (clause: string): boolean => DENIED.test(clause);
/** Whether a meeting is only meant: there is no sign that it took place. */
export const isOnlyMeant = (clause: string): boolean =>
  /(?:想|要|打算|准备|计划|约好|说好|下次|改天|有空|争取|希望|会)(?!议).{0,12}(?:吃|喝|见|打|聊|拜访|看|送|写|发|去|聚|请)/u.test(
    clause,
  ) && !/了|过/.test(clause);
