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

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An id as one name. Ids come typed, but a type is gone at run time, and `a/b` would be two names. */
export function idSegment(id: string): string {
  if (!ID.test(id)) throw new FriendsError('NOT_FOUND');
  return id;
}

/** Whether a file system call failed with one of these codes. */
export function failedWith(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.some((code) => code === error.code);
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

/** The root itself is the operator's, who may have put a link there. */
export async function openRoot(root: string): Promise<Folder> {
  return folderOf(await open(root, constants.O_RDONLY | constants.O_DIRECTORY), root);
}

/** A folder in a folder, never through a link. The folder above stays open. */
export async function step(folder: Folder, name: string): Promise<Folder> {
  return folderOf(await open(folder.at(name), FOLDER_FLAGS), `${folder.path}/${name}`);
}

/** Goes down from the root, name by name. Makes what is missing when told to. */
export async function enter(root: string, names: readonly string[], make: boolean): Promise<Folder> {
  if (make) await mkdir(root, { recursive: true, mode: 0o700 });
  let folder = await openRoot(root);
  for (const name of names) {
    const above = folder;
    try {
      if (make) await makeFolder(above, name);
      folder = await step(above, name);
    } finally {
      await above.handle.close();
    }
  }
  return folder;
}

async function makeFolder(folder: Folder, name: string): Promise<void> {
  try {
    await mkdir(folder.at(name), { mode: 0o700 });
  } catch (error) {
    if (failedWith(error, 'EEXIST')) return;
    throw error;
  }
  // What is put on disk below it is found again only if the new folder's own name is on disk too.
  await folder.handle.sync();
}

/** Works with an open file and closes it. */
export async function withFile<Value>(
  file: FileHandle,
  work: (file: FileHandle) => Promise<Value>,
): Promise<Value> {
  try {
    return await work(file);
  } finally {
    await file.close();
  }
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
