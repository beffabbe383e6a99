import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, readdir, rename, unlink } from 'node:fs/promises';
import { type Folder, openFile, withFile } from './walls.ts';

/** A draft that got no byte for so long is nobody's any more: no request lives for a day. */
const DRAFT_LIFE_MS = 24 * 60 * 60 * 1_000;

/** Whether a name is a draft's: of a write that goes on, or of one that a crash ended. */
export function isDraft(name: string): boolean {
  return /^\.[0-9a-f-]{36}\.draft$/.test(name);
}

/**
 * Puts a file in place whole or not at all: a reader sees the old file or the new one, and what fails leaves nothing.
 *
 * @param fill writes the new file's bytes; what it gives is given back once they are on disk.
 */
export async function replaceFile<Value>(
  folder: Folder,
  name: string,
  fill: (draft: FileHandle) => Promise<Value>,
): Promise<Value> {
  const draft = `.${randomUUID()}.draft`;
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
  try {
    const value = await withFile(await openFile(folder, draft, flags), async (file) => {
      await sweep(folder, (await file.stat()).mtimeMs);
      const filled = await fill(file);
      await file.sync();
      return filled;
    });
    await rename(folder.at(draft), folder.at(name));
    await folder.handle.sync();
    return value;
  } catch (error) {
    await unlink(folder.at(draft)).catch(() => {});
    throw error;
  }
}

/**
 * Takes away the drafts that crashes left in the folder. Done by the next write there, because only a write has a reason
 * to be in the folder, and because a process that starts cannot know which drafts belong to another that still runs: age
 * alone tells, by the disk's own clock. Should a live draft go nevertheless, its write fails and says so; no file is lost.
 */
async function sweep(folder: Folder, nowMs: number): Promise<void> {
  for (const name of (await readdir(folder.at('.'))).filter(isDraft)) {
    const { mtimeMs } = await lstat(folder.at(name)).catch(() => ({ mtimeMs: nowMs }));
    if (nowMs - mtimeMs > DRAFT_LIFE_MS) await unlink(folder.at(name)).catch(() => {});
  }
}
