/**
 * The value of a Content-Disposition (RFC 6266): the name in letters that every header may have, and again in full
 * (RFC 8187) for who can read that. Whatever the name is, it ends neither its own quotes nor the header, and names no folder.
 */
export function attachmentHeader(kind: 'inline' | 'attachment', name: string): string {
  const whole = name.toWellFormed().replace(/[/\\]/g, '_');
  const plain = whole.replace(/[^ !#$&'()+,\-.0-9;=@A-Z[\]^_`a-z{}~]/gu, '_');
  const full = encodeURIComponent(whole).replace(
    /['()*!]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${full}`;
}
