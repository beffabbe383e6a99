import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open } from 'node:fs/promises';
import { platform } from 'node:process';
import { FriendsError } from '@friendsai/schema';

const SEGMENT_MAX_BYTES = 255;

/** A path inside a tenant's folder: names only. What could lead out of it does not pass. */
export function segmentsOf(path: string): string[] {
  const segments = path.split('/');
  const sound = segments.every(
    (segment) =>
      segment !== '' &&
      segment !== '.' &&
      segment !== '..' &&
      !segment.includes('\0') &&
      !segment.includes('\\') &&
      segment === segment.normalize('NFC') &&
      Buffer.byteLength(segment) <= SEGMENT_MAX_BYTES,
  );
  if (!sound) throw new FriendsError('NOT_FOUND');
  return segments;
}

const FOLDER_FLAGS = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/**
 * A name seen from an open folder. On Linux the kernel resolves it from the folder that is open, whatever has become of
 * its path since; elsewhere it is resolved by path again, and the check and the use are two steps.
 */
function under(folder: FileHandle, path: string, name: string): string {
  return platform === 'linux' ? `/proc/self/fd/${folder.fd}/${name}` : `${path}/${name}`;
}

/** An open folder inside the walls. */
export type Folder = { handle: FileHandle; path: string; at: (name: string) => string };

function folderOf(handle: FileHandle, path: string): Folder {
  return { handle, path, at: (name) => under(handle, path, name) };
}

/**
 * Goes down from the root, name by name, never through a link. Makes what is missing when told to. The root itself is
 * the operator's, who may have put a link there.
 */
export async function enter(root: string, names: readonly string[], make: boolean): Promise<Folder> {
  if (make) await mkdir(root, { recursive: true, mode: 0o700 });
  let folder = folderOf(await open(root, constants.O_RDONLY | constants.O_DIRECTORY), root);
  for (const name of names) {
    const path = folder.at(name);
    try {
      if (make) await mkdir(path, { mode: 0o700 }).catch(ignoreExisting);
      const next = await open(path, FOLDER_FLAGS);
      await folder.handle.close();
      folder = folderOf(next, `${folder.path}/${name}`);
    } catch (error) {
      await folder.handle.close();
      throw error;
    }
  }
  return folder;
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

/** How often a file is opened anew that was replaced while it was being opened. */
const MAX_OPENINGS = 20;

/** Opens a file in a folder; refuses links, devices, and a file that has a second name somewhere. */
export async function openFile(folder: Folder, name: string, flags: number): Promise<FileHandle> {
  for (let opening = 1; opening <= MAX_OPENINGS; opening += 1) {
    // Non-blocking, because opening a pipe would otherwise wait for its other end.
    const file = await open(folder.at(name), flags | constants.O_NOFOLLOW | constants.O_NONBLOCK, 0o600);
    const verdict = await judge(file, folder, name).catch(() => 'replaced');
    if (verdict === 'ours') return file;
    await file.close();
    if (verdict === 'foreign') break;
  }
  throw new FriendsError('NOT_FOUND');
}

/**
 * Ours is a file whose one name is the one it was opened by. The open file's own count of names would not do: it is 1 also
 * for somebody else's file, opened by a second name that is gone since. So the name must still mean the file, and the
 * file must not have changed from before that look to after it: a name that comes or goes sets its change time (as finely
 * as the kernel keeps it). No name at all is a file that was replaced while it was being opened.
 */
async function judge(
  file: FileHandle,
  folder: Folder,
  name: string,
): Promise<'ours' | 'replaced' | 'foreign'> {
  const opened = await file.stat({ bigint: true });
  if (!opened.isFile() || opened.nlink > 1n) return 'foreign';
  const named = await lstat(folder.at(name), { bigint: true });
  const unchanged =
    named.ino === opened.ino &&
    named.dev === opened.dev &&
    named.nlink === opened.nlink &&
    named.ctimeNs === opened.ctimeNs;
  return unchanged && opened.nlink === 1n ? 'ours' : 'replaced';
}
