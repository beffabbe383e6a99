import { z } from 'zod';
import { MemoryId } from '../ids.ts';
import { cleanText, lineInput } from '../text.ts';

export const MEMORY_NAME_MAX_CHARS = 80;
export const MEMORY_MAX_CHARS = 50_000;

/** What one memory is called: one line, and unlike any other but for case and width. */
export const MemoryName = lineInput(MEMORY_NAME_MAX_CHARS);

const text = z
  .string()
  .max(MEMORY_MAX_CHARS, { error: `must be at most ${MEMORY_MAX_CHARS} characters` })
  .transform((raw) => cleanText(raw).trim());

export const Memory = z.object({
  id: MemoryId,
  name: z.string(),
  /** Markdown. */
  text: z.string(),
  /** Grows with every change; given back with a write, so that no change is written over unseen. */
  version: z.int().positive(),
  writtenBy: z.enum(['user', 'butler']),
  updatedAt: z.iso.datetime(),
});
export type Memory = z.infer<typeof Memory>;

/** A memory in a list: `excerpt` is where the words looked for stand, or its first words. */
export const MemoryLine = Memory.omit({ text: true }).extend({ excerpt: z.string() });
export type MemoryLine = z.infer<typeof MemoryLine>;

export const MemoryList = z.object({ memories: z.array(MemoryLine) });
export type MemoryList = z.infer<typeof MemoryList>;

export const MemoryIdInput = z.object({ id: MemoryId });
export type MemoryIdInput = z.infer<typeof MemoryIdInput>;

export const WriteMemoryInput = z.object({
  /** The one to change; without it, a new one. */
  id: MemoryId.optional(),
  name: MemoryName,
  text,
  /** With `id`: the version that was read. */
  version: z.int().positive().optional(),
});
export type WriteMemoryInput = z.infer<typeof WriteMemoryInput>;

export const SearchMemoryInput = z.object({
  query: z.string().max(200),
  limit: z.int().min(1).max(50).default(20),
});
export type SearchMemoryInput = z.infer<typeof SearchMemoryInput>;
