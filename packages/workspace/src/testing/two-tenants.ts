import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ContactId, FileId, newId, TenantId } from '@friendsai/schema';
import { memoryFileName } from '../memory-names.ts';
import { createWorkspaces } from '../workspaces.ts';

export const SECRET = 'secret';

/** A call of one public operation: the file that it is about, and what it lets its caller see. */
export type Operation = { name: string; path: string; call: () => Promise<string> };

/** A tenant that is attacked with, and a neighbour who has the same names with secrets in them. */
export async function twoTenants() {
  const base = await mkdtemp(join(tmpdir(), 'friendsai-paths-'));
  const rootDir = join(base, 'workspaces');
  const [tenantId, neighbourId] = [newId(TenantId), newId(TenantId)];
  const [contactId, fileId] = [newId(ContactId), newId(FileId)];
  const [own, theirs] = [join(rootDir, tenantId), join(rootDir, neighbourId)];
  const workspace = createWorkspaces(rootDir).open(tenantId);
  const thread = workspace.thread(contactId);
  const threadPath = `contacts/${contactId}/thread.jsonl`;
  const profilePath = `contacts/${contactId}/profile.json`;
  const filePath = `files/${fileId}`;
  const memoryPath = `memory/${memoryFileName('note')}`;

  async function fill(folder: string, text: string): Promise<void> {
    for (const path of [
      threadPath,
      profilePath,
      filePath,
      memoryPath,
      `memory/${text}.md`,
      'agent/deep/notes',
    ]) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), `${text}\n`);
    }
  }
  await fill(theirs, SECRET);
  await fill(join(base, 'elsewhere'), SECRET);

  async function* bytes() {
    yield Buffer.from('mine');
  }
  const done = async (work: Promise<unknown>) => String((await work) ?? '');
  const operations: Operation[] = [
    { name: 'thread.lastLine', path: threadPath, call: () => done(thread.lastLine()) },
    { name: 'thread.appendLines', path: threadPath, call: () => done(thread.appendLines(['mine'])) },
    { name: 'writeProfile', path: profilePath, call: () => done(workspace.writeProfile(contactId, 'mine')) },
    {
      name: 'files.put',
      path: filePath,
      async call() {
        const limits = { maxBytes: 100, signal: new AbortController().signal };
        return (await workspace.files.put(fileId, bytes(), limits)).head.toString();
      },
    },
    {
      name: 'files.openForReading',
      path: filePath,
      async call() {
        const file = await workspace.files.openForReading(fileId);
        if (!file) return '';
        // By its size: a device would have no end.
        const read = await file.handle.read(Buffer.alloc(64), 0, 64, 0).finally(() => file.handle.close());
        return read.buffer.toString('utf8', 0, read.bytesRead);
      },
    },
    { name: 'files.remove', path: filePath, call: () => done(workspace.files.remove(fileId)) },
    { name: 'memory.write', path: memoryPath, call: () => done(workspace.memory.write('note', 'mine')) },
    { name: 'memory.remove', path: memoryPath, call: () => done(workspace.memory.remove('note')) },
    { name: 'memory.list', path: memoryPath, call: () => done(workspace.memory.list()) },
    { name: 'erase', path: filePath, call: () => done(workspace.erase()) },
  ];

  return {
    base,
    rootDir,
    tenantId,
    own,
    theirs,
    workspace,
    operations,
    /** Puts the tenant's own files there, as they are when nobody attacks. */
    refill: () => fill(own, 'mine'),
    /** All that is not the tenant's, with what it says. */
    async outside(): Promise<Record<string, string>> {
      const found: Record<string, string> = {};
      const inside = [own, join(rootDir, `.${tenantId}.erased`)];
      // Not readdir's own recursion, which goes through links.
      async function look(folder: string): Promise<void> {
        for (const entry of await readdir(folder, { withFileTypes: true })) {
          const path = join(folder, entry.name);
          if (inside.includes(path)) continue;
          const says = entry.isFile() ? readFile(path, 'utf8') : entry.isSymbolicLink() ? readlink(path) : '';
          found[path.slice(base.length)] = await says;
          if (entry.isDirectory()) await look(path);
        }
      }
      await look(base);
      return found;
    },
    close: () => rm(base, { recursive: true, force: true }),
  };
}
