/** What is only possible, wished or supposed. */
const SUPPOSED =
  /如果|要是|假如|假使|万一|除非|倘若|就算|即使|可能|也许|或许|大概|说不定|没准|似乎|好像|应该|据说|估计|恐怕|会不会|是否|是不是|考虑|希望|但愿|以为|猜|差点|梦见|想象|传闻|听起来|本来|要不|不如|听谁说/u;
const DENIED =
  /(?<!忍)不(?!过(?!敏)|耐|久|错|同|仅|但|只|管|论|少|断|得了)|没(?!问题|事|关系)|未(?!来|婚)|别(?!人|墅|的|忘|克)/u;
export const isSupposed = (clause: string): boolean => SUPPOSED.test(clause);
export const isDenied = (clause: string): boolean => DENIED.test(clause);
/** Whether a meeting is only meant: there is no sign that it took place. */
export const isOnlyMeant = (clause: string): boolean =>
  /(?:想|要|打算|准备|计划|约好|说好|下次|改天|有空|争取|希望|会)(?!议).{0,12}(?:吃|喝|见|打|聊|拜访|看|送|写|发|去|聚|请)/u.test(
    clause,
  ) && !/了|过/.test(clause);
