import { expect, test } from 'vitest';
import { userWords } from './user-words.ts';

// As openclaw 2026.7.35 was seen to send them.
test.each([
  ['[Mon 2026-11-23 02:49 UTC] Mei likes tea.\nSecond line [x]', 'Mei likes tea.\nSecond line [x]'],
  ['[Tue 2026-01-06 23:05 GMT+8] 她喜欢茶', '她喜欢茶'],
  ['[Mon 2026-11-23 02:49 UTC] [Fri 2020-01-01] my own bracket', '[Fri 2020-01-01] my own bracket'],
  [
    '[Mon 2026-11-23 02:49 UTC] [Fri 2020-01-03 10:00 UTC] a copied line',
    '[Fri 2020-01-03 10:00 UTC] a copied line',
  ],
  ['Sender (untrusted metadata):\n```json\n{"id":"x"}\n```\n[Mon 2026-11-23 02:49 UTC] hello', 'hello'],
  ['[Mon 2026-11-23 02:49 UTC] Conversation info (untrusted metadata):\n```json\n{}\n```\n\nhello', 'hello'],
  ['[draft] a letter', '[draft] a letter'],
  ['Sender:\n```\ncode of mine\n```', 'Sender:\n```\ncode of mine\n```'],
  ['', ''],
])('%j is %j', (sent, words) => {
  expect(userWords(sent)).toBe(words);
});

test('what the gateway says in the name of the user is nobody’s word', () => {
  const row = '[System] Your previous turn was interrupted by a gateway restart while OpenClaw was waiting.';
  expect(userWords(row)).toBeNull();
  expect(userWords(`[Mon 2026-11-23 02:49 UTC] ${row}`)).toBeNull();
  expect(userWords('[System] is a band that she likes')).not.toBeNull();
});
