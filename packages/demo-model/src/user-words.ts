/**
 * The user's own words in a message that came through the gateway, which may put lines of its own in front: a time in
 * square brackets, or a block that tells who is writing.
 */
export function userWords(text: string): string {
  return text
    .replace(/^(?:System|Conversation info|Sender)[^\n]*:\n```[\s\S]*?```\s*/gm, '')
    .replace(/^\[[^\]\n]*\d{4}-\d{2}-\d{2}[^\]\n]*\]\s*/, '')
    .trim();
}
