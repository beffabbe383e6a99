import { createHash } from 'node:crypto';
import { FriendsError, MEMORY_MAX_CHARS, MemoryId, MemoryName, textInput } from '@friendsai/schema';
import { z } from 'zod';
import {
  deleteMemory,
  insertMemory,
  lockMemoryNamed,
  type MemoryRow,
  updateMemory,
} from '../memory/memory-row.ts';
import { excerptOf } from '../memory/words.ts';
import { ledgerTool } from './tool.ts';

/** What a memory said before, when there was one; which memory it is, and the SHA-256 of what it was made to say. */
const Undo = z.object({ was: z.string().nullable(), memoryId: MemoryId, is: z.string() });
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A line that stands there already is not written twice. */
function appended(before: MemoryRow | null, text: string): string {
  if (!before) return text;
  const lines = before.text.split('\n');
  const added = text.split('\n').filter((line) => line.trim() === '' || !lines.includes(line));
  return added.length === 0 ? before.text : `${before.text}\n${added.join('\n')}`.trim();
}

export const memoryWrite = ledgerTool({
  name: 'memory_write',
  description:
    'Writes to your own memory what holds for longer than one conversation and is about the user or about several people: habits, preferences, plans. What is about one person belongs into contact_update. One name for one subject: look with memory_search first.',
  risk: 'write',
  input: z.strictObject({
    name: MemoryName.describe('The subject, a few words.'),
    text: textInput(10_000).describe('Markdown.'),
    mode: z.enum(['replace', 'append']).default('append'),
  }),
  details: ({ name, text, mode }) => [
    { label: 'name', value: name },
    { label: 'text', value: text },
    { label: 'mode', value: mode },
  ],
  async execute({ tx, tenantId, messageId, at }, { name, text, mode }) {
    const before = await lockMemoryNamed(tx, tenantId, name);
    const whole = mode === 'append' ? appended(before, text) : text;
    if (whole.length > MEMORY_MAX_CHARS) throw new FriendsError('TOO_LARGE');
    if (before?.text === whole) return { result: { name: before.name, changed: false } };
    const write = {
      name: before?.name ?? name,
      text: whole,
      writtenBy: 'butler',
      messageId,
      at,
    } as const;
    const row = before ? await updateMemory(tx, before, write) : await insertMemory(tx, tenantId, write);
    return {
      result: { name: row.name, changed: true },
      card: {
        kind: 'memory',
        name: row.name,
        excerpt: excerptOf(text, ''),
        isNew: before === null,
      },
      undo: { was: before?.text ?? null, memoryId: row.id, is: digest(whole) },
    };
  },
  async takeBack({ tx, tenantId, messageId, at }, { card, undo }) {
    if (card.kind !== 'memory') throw new FriendsError('INTERNAL');
    const { was, memoryId, is } = Undo.parse(undo);
    const row = await lockMemoryNamed(tx, tenantId, card.name);
    // Not by its version: after a newer change was taken back it says again what this one made it say. And another of the same name is
    // somebody's own.
    if (row?.id !== memoryId || digest(row.text) !== is) throw new FriendsError('UNDO_CONFLICT');
    if (was === null) await deleteMemory(tx, row);
    else {
      await updateMemory(tx, row, { name: row.name, text: was, writtenBy: 'butler', messageId, at });
    }
    return { card, undone: true };
  },
});
