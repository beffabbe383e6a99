import { constants } from 'node:fs';
import { type FileHandle, readdir, unlink } from 'node:fs/promises';
import type { TenantId } from '@friendsai/schema';
import { isDraft, replaceFile } from './drafts.ts';
import { enter, type Folder, failedWith, idSegment, openFile, segmentsOf, withFile } from './walls.ts';

/** How much of a file's end is read at first to find its last line; nearly every line is shorter. */
const TAIL_BYTES = 256 * 1024;

/** One tenant's folder under the root: the only way to that tenant's files. Paths are relative to it, with `/`. */
export function openTenantFolder(rootDir: string, tenantId: TenantId) {
  async function inFolder<Value>(
    segments: readonly string[],
    make: boolean,
    work: (folder: Folder) => Promise<Value>,
  ): Promise<Value> {
    // The tenant's folder is a step like any other: a link in its place would lead to another tenant.
    const folder = await enter(rootDir, [idSegment(tenantId), ...segments], make);
    try {
      return await work(folder);
    } finally {
      await folder.handle.close();
    }
  }

  async function within<Value>(
    path: string,
    make: boolean,
    work: (folder: Folder, name: string) => Promise<Value>,
  ): Promise<Value> {
    const segments = segmentsOf(path);
    const name = segments.pop() ?? '';
    return inFolder(segments, make, (folder) => work(folder, name));
  }

  /** Opens a file and works with it; null when there is none. */
  function withExisting<Value>(
    path: string,
    flags: number,
    work: (file: FileHandle) => Promise<Value>,
  ): Promise<Value | null> {
    return unlessMissing(
      within(path, false, async (folder, name) => withFile(await openFile(folder, name, flags), work)),
    );
  }

  return {
    /** The file's bytes, or null when there is none. */
    read: (path: string): Promise<Buffer | null> =>
      withExisting(path, constants.O_RDONLY, (file) => file.readFile()),

    /** The open file, or null when there is none. The caller closes it. */
    openForReading: (path: string): Promise<FileHandle | null> =>
      unlessMissing(within(path, false, (folder, name) => openFile(folder, name, constants.O_RDONLY))),

    /** Puts the bytes in place whole or not at all: a reader sees the old file or the new one. */
    write: (path: string, bytes: string | Uint8Array): Promise<void> =>
      within(path, true, (folder, name) => replaceFile(folder, name, (draft) => draft.writeFile(bytes))),

    /** As `write`, with the bytes that `fill` writes. Gives what `fill` gives. */
    fill: <Value>(path: string, fill: (draft: FileHandle) => Promise<Value>): Promise<Value> =>
      within(path, true, (folder, name) => replaceFile(folder, name, fill)),

    /** Takes the file away; none there is as good. A link in its place goes itself, not what it leads to. */
    async remove(path: string): Promise<void> {
      await unlessMissing(
        within(path, false, async (folder, name) => {
          await unlink(folder.at(name));
          await folder.handle.sync();
        }),
      );
    },

    /** The names in a folder, sorted, without drafts. Composed (NFC), whatever the disk makes of them. */
    async list(path: string): Promise<string[]> {
      const names = await unlessMissing(
        inFolder(segmentsOf(path), false, (folder) => readdir(folder.at('.'))),
      );
      return (names ?? [])
        .filter((name) => !isDraft(name))
        .map((name) => name.normalize('NFC'))
        .sort();
    },

    /** The last whole line, or null when there is none. A line torn by a crash, without its end, is cut off the file. */
    lastLine: (path: string): Promise<string | null> => withExisting(path, constants.O_RDWR, lastWholeLine),

    /** Adds lines and has them on disk before it returns. One writer at a time: the caller's lease sees to it. */
    appendLines(path: string, lines: readonly string[]): Promise<void> {
      return within(path, true, async (folder, name) => {
        const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND;
        await withFile(await openFile(folder, name, flags), async (file) => {
          await file.appendFile(lines.map((line) => `${line}\n`).join(''));
          await file.sync();
        });
      });
    },
  };
}

async function unlessMissing<Value>(work: Promise<Value>): Promise<Value | null> {
  try {
    return await work;
  } catch (error) {
    if (failedWith(error, 'ENOENT')) return null;
    throw error;
  }
}

async function lastWholeLine(file: FileHandle): Promise<string | null> {
  const { size } = await file.stat();
  for (let length = Math.min(size, TAIL_BYTES); ; length = Math.min(size, length * 2)) {
    const tail = Buffer.alloc(length);
    await file.read(tail, 0, length, size - length);
    const end = tail.lastIndexOf(0x0a);
    // A search from before the first byte would begin at the end again.
    const start = end > 0 ? tail.lastIndexOf(0x0a, end - 1) : -1;
    // A line that begins before the part that was read: read more of it.
    if ((end === -1 || start === -1) && length < size) continue;
    if (end + 1 < length) await file.truncate(size - length + end + 1);
    return end === -1 ? null : tail.subarray(start + 1, end).toString('utf8');
  }
}
