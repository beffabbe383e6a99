import { createHash } from 'node:crypto';
import { FriendsError } from '@friendsai/schema';

/**
 * What stays as it is. No capitals, because a disk may not tell them from small letters; of other scripts those without
 * any, in ranges that are full, so that no newer Unicode gives a file another name. No marks either: behind an escape they
 * would grow together with its last letter.
 */
const KEPT = /[a-z0-9_\-\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]/u;

const ENDING = '.md';
const NAME_MAX_BYTES = 255;
const HASH_MARK = '~';

/**
 * The file of a memory: its name with all that is unsafe as `%xx`, in small letters, and of a name that is empty or too
 * long its beginning and the hash of the whole. Different names have different files, on disks that ignore case or
 * composition too; names that are the same text composed differently (NFC) have the same.
 *
 * @throws INVALID_INPUT for what is not Unicode (half a surrogate pair).
 */
export function memoryFileName(name: string): string {
  if (!name.isWellFormed()) throw new FriendsError('INVALID_INPUT');
  const composed = name.normalize('NFC');
  const parts = Array.from(composed, (letter) => (KEPT.test(letter) ? letter : escaped(letter)));
  const whole = parts.join('');
  if (whole !== '' && Buffer.byteLength(whole) + ENDING.length <= NAME_MAX_BYTES) return whole + ENDING;

  // The mark is escaped wherever else it stands, so that no shorter name can look like this one.
  const tail = HASH_MARK + createHash('sha256').update(composed).digest('hex') + ENDING;
  let head = '';
  for (const part of parts) {
    if (Buffer.byteLength(head + part) + tail.length > NAME_MAX_BYTES) break;
    head += part;
  }
  return head + tail;
}

function escaped(letter: string): string {
  return Buffer.from(letter).toString('hex').replace(/../g, '%$&');
}
