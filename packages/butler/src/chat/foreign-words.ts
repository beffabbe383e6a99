/** Letters that nobody sees: tags (but for the few of a flag that is made of them), zero-width marks in a row, invisible operators. */
const UNSEEN =
  /(?<!\u{1F3F4}[\u{E0000}-\u{E007F}]{0,8})[\u{E0000}-\u{E007F}]|[\u200B\u200C\u2060-\u2064\uFEFF]{2,}|[\u{E0100}-\u{E01EF}]{3,}/u;

/**
 * How mail programs, chats and people mark what somebody else wrote, at the beginning of a line. The space before a mark is of that line
 * alone: over lines, a message of nothing but line ends would be looked through once for each of them.
 */
const QUOTED: readonly RegExp[] = [
  /^[^\S\n]*>/m,
  /^[^\S\n]*```/m,
  /^[^\S\n]*[-_*]{2,}[^\S\n]*(?:original message|forwarded message|begin forwarded message|原始邮件|转发(?:的)?(?:邮件|消息))/im,
  /^[^\S\n]*(?:fwd?|转发)[^\S\n]*[:：]/im,
  /^[^\S\n]*(?:from|发件人)[^\S\n]*[:：].+\n{1,3}[^\S\n]*(?:to|date|sent|subject|收件人|日期|发送时间|主题)[^\S\n]*[:：]/im,
  /^.{1,200}(?:\bwrote|写道)[^\S\n]*[:：][^\S\n]*$/im,
  /<(?:html|body|div|script|iframe|meta)\b/i,
];

const DATE = String.raw`\d{1,4}[-/.年]\d{1,2}(?:[-/.月]\d{1,4}日?)?`;
const TIME = String.raw`\d{1,2}:\d{2}(?::\d{2})?(?:[^\S\n]*[AP]M)?`;
/** A line of an exported or copied chat: a time and somebody's name with a colon, or a name with a time behind it. */
const CHAT_LINE = new RegExp(
  `^[^\\S\\n]*(?:\\[?(?:${DATE}|${TIME}).{0,20}\\]?[^\\S\\n].{1,40}[:：]|\\S.{0,40}?(?:,|[^\\S\\n])+\\[?(?:${DATE}[^\\S\\n]+)?${TIME}\\]?[:：]?[^\\S\\n]*$)`,
  'gim',
);

/**
 * Whether a message brings along words that somebody else wrote: quoted, forwarded, pasted out of a page, or hidden between the letters.
 * The user sent it, and may not have read it as a model does; so what is written down because of it waits for their yes.
 */
export function bringsWordsOfOthers(text: string): boolean {
  if (UNSEEN.test(text) || QUOTED.some((pattern) => pattern.test(text))) return true;
  // One line may be anybody's own; two are a conversation.
  return (text.match(CHAT_LINE)?.length ?? 0) >= 2;
}
