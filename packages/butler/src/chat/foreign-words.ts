/** Letters that nobody sees: tags (but for the flags that are made of them), zero-width marks in a row, invisible operators. */
const UNSEEN =
  /(?<!\u{1F3F4}[\u{E0000}-\u{E007F}]*)[\u{E0000}-\u{E007F}]|[\u200B\u200C\u2060-\u2064\uFEFF]{2,}|[\u{E0100}-\u{E01EF}]{3,}/u;

/** How mail programs, chats and people mark what somebody else wrote, at the beginning of a line. */
const QUOTED: readonly RegExp[] = [
  /^\s*>/m,
  /^\s*```/m,
  /^\s*[-_*]{2,}\s*(?:original message|forwarded message|begin forwarded message|原始邮件|转发(?:的)?(?:邮件|消息))/im,
  /^\s*(?:fwd?|转发)\s*[:：]/im,
  /^\s*(?:from|发件人)\s*[:：].+\n+\s*(?:to|date|sent|subject|收件人|日期|发送时间|主题)\s*[:：]/im,
  // Two lines of an exported chat: somebody's name or a time, and a colon.
  /(?:^\s*\[?\d{1,4}[-/.:年]\d{1,2}.{0,20}\]?\s.{1,40}[:：].*\n?){2,}/m,
  /<(?:html|body|div|script|iframe|meta)\b/i,
];

/**
 * Whether a message brings along words that somebody else wrote: quoted, forwarded, pasted out of a page, or hidden between the letters.
 * The user sent it, and may not have read it as a model does; so what is written down because of it waits for their yes.
 */
export function bringsWordsOfOthers(text: string): boolean {
  return UNSEEN.test(text) || QUOTED.some((pattern) => pattern.test(text));
}
