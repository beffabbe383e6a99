import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, rename, unlink } from 'node:fs/promises';
import type { TenantId } from '@friendsai/schema';
import { enter, type Folder, openFile, segmentsOf } from './walls.ts';

/** How much of a file's end is read at first to find its last line; nearly every line is shorter. */
const TAIL_BYTES = 256 * 1024;

/** One tenant's folder under the root: the only way to that tenant's files. Paths are relative to it, with `/`. */
export function openTenantFolder(rootDir: string, tenantId: TenantId) {
  async function within<Value>(
    path: string,
    make: boolean,
    work: (folder: Folder, name: string) => Promise<Value>,
  ): Promise<Value> {
    const segments = segmentsOf(path);
    const name = segments.pop() ?? '';
    // The tenant's folder is a step like any other: a link in its place would lead to another tenant.
    const folder = await enter(rootDir, [tenantId, ...segments], make);
    try {
      return await work(folder, name);
    } finally {
      await folder.handle.close();
    }
  }

  async function withFile<Value>(
    file: FileHandle,
    work: (file: FileHandle) => Promise<Value>,
  ): Promise<Value> {
    try {
      return await work(file);
    } finally {
      await file.close();
    }
  }

  return {
    /** The file's bytes, or null when there is none. */
    async read(path: string): Promise<Buffer | null> {
      try {
        return await within(path, false, async (folder, name) =>
          withFile(await openFile(folder, name, constants.O_RDONLY), (file) => file.readFile()),
        );
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },

    /** Puts the bytes in place whole or not at all: a reader sees the old file or the new one. */
    write(path: string, bytes: string | Uint8Array): Promise<void> {
      return within(path, true, async (folder, name) => {
        const draft = `.${randomUUID()}.draft`;
        const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
        try {
          await withFile(await openFile(folder, draft, flags), async (file) => {
            await file.writeFile(bytes);
            await file.sync();
          });
          await rename(folder.at(draft), folder.at(name));
        } catch (error) {
          await unlink(folder.at(draft)).catch(() => {});
          throw error;
        }
        await folder.handle.sync();
      });
    },

    /** The last whole line, or null when there is none. A line torn by a crash, without its end, is cut off the file. */
    async lastLine(path: string): Promise<string | null> {
      try {
        return await within(path, false, async (folder, name) =>
          withFile(await openFile(folder, name, constants.O_RDWR), lastWholeLine),
        );
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },

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

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
