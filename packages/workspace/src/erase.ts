import { randomUUID } from 'node:crypto';
import { readdir, rename, rmdir, unlink } from 'node:fs/promises';
import type { TenantId } from '@friendsai/schema';
import { type Folder, failedWith, idSegment, openRoot, step } from './walls.ts';

/** How often a folder is gone through again in which somebody else was still at work. */
const MAX_ROUNDS = 100;

/**
 * Takes away a tenant's whole folder, whatever is in it. Links are removed, never followed, in the folder's own place too.
 * The folder is moved away first, so that nobody meets half of it; the place it is moved to is the tenant's own, so that
 * a second call goes on where a crash ended the first.
 */
export async function eraseTenantFolder(rootDir: string, tenantId: TenantId): Promise<void> {
  const name = idSegment(tenantId);
  const tombstone = `.${name}.erased`;
  const root = await openRoot(rootDir).catch(nullIfMissing);
  if (root === null) return;
  try {
    for (let round = 1; round <= MAX_ROUNDS; round += 1) {
      await removeTree(root, tombstone);
      try {
        await rename(root.at(name), root.at(tombstone));
      } catch (error) {
        if (failedWith(error, 'ENOENT')) return;
        // Somebody else erases too and has just put theirs there.
        if (failedWith(error, 'ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EISDIR')) continue;
        throw error;
      }
      await root.handle.sync();
      await removeTree(root, tombstone);
      await root.handle.sync();
      return;
    }
    throw new Error('The tenant’s folder could not be moved away.');
  } finally {
    await root.handle.close();
  }
}

async function removeTree(parent: Folder, name: string): Promise<void> {
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    try {
      const top = await step(parent, name);
      try {
        await empty(top);
      } finally {
        await top.handle.close();
      }
      await rmdir(parent.at(name));
      return;
    } catch (error) {
      if (failedWith(error, 'ENOENT')) return;
      if (failedWith(error, 'ENOTDIR', 'ELOOP')) await unlink(parent.at(name)).catch(ignoreChanged);
      else if (!failedWith(error, 'ENOTEMPTY')) throw error;
    }
  }
  throw new Error('The tenant’s folder does not become empty: somebody still writes into it.');
}

/** Each folder found is moved up to the top before it is gone into: no depth of folders runs out of open files. */
async function empty(top: Folder): Promise<void> {
  const folders = await clear(top, top);
  for (let name = folders.pop(); name !== undefined; name = folders.pop()) {
    const folder = await step(top, name).catch(nullIfChanged);
    if (folder === null) continue;
    try {
      folders.push(...(await clear(folder, top)));
    } finally {
      await folder.handle.close();
    }
    await rmdir(top.at(name)).catch(ignoreChanged);
  }
}

/** Removes what is no folder, and moves the folders to the top. Gives the names that they have there. */
async function clear(folder: Folder, top: Folder): Promise<string[]> {
  const moved: string[] = [];
  // As bytes: a name that is not UTF-8 could not be named again.
  const entries = await readdir(folder.at('.'), { withFileTypes: true, encoding: 'buffer' });
  for (const entry of entries) {
    const path = Buffer.concat([Buffer.from(folder.at('')), entry.name]);
    if (entry.isDirectory()) {
      const name = randomUUID();
      await rename(path, top.at(name)).then(() => moved.push(name), ignoreChanged);
    } else await unlink(path).catch(ignoreChanged);
  }
  return moved;
}

/** What another has removed, replaced or filled meanwhile is met again in the next round. */
function ignoreChanged(error: unknown): void {
  if (!failedWith(error, 'ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENOTEMPTY')) throw error;
}

function nullIfChanged(error: unknown): null {
  ignoreChanged(error);
  return null;
}

function nullIfMissing(error: unknown): null {
  if (!failedWith(error, 'ENOENT')) throw error;
  return null;
}
