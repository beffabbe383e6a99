import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditLog, createDatabase, type Database, files, withTenant } from '@friendsai/db';
import { testDatabase } from '@friendsai/db/testing';
import { FileId, FriendsError, JOURNAL, type Notice, newId, type UploadInput } from '@friendsai/schema';
import { createWorkspaces } from '@friendsai/workspace';
import { asc, eq } from 'drizzle-orm';
import { pino } from 'pino';
import { createTenant } from '../../accounts/register.ts';
import type { Caller } from '../../caller.ts';
import { createFiles } from '../files.ts';
import type { FileFolders, FileReader, FileStore } from '../parts.ts';
import type { Incoming } from '../upload.ts';

/** A reader that the test answers for. */
export const NO_READER: FileReader = {
  text: () => Promise.reject(new FriendsError('SANDBOX_UNAVAILABLE')),
  analyse: () => Promise.reject(new FriendsError('SANDBOX_UNAVAILABLE')),
};

export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** Files on a real database and a real disk, in as many processes' places as a test asks for. */
export async function openDesk() {
  const root = await mkdtemp(join(tmpdir(), 'friendsai-desk-'));
  const database = await testDatabase();
  const db = createDatabase(database.appUrl, { maxConnections: 20 });
  const notices: Notice[] = [];
  const opened: { close(): Promise<void> }[] = [];

  return {
    db,
    notices,
    url: database.appUrl,
    folders: createWorkspaces(root),
    /** What one process has. `change` stands between it and the disk. */
    files({
      reader = NO_READER,
      change = (store: FileStore): FileStore => store,
      ledger = db,
    }: Process = {}) {
      const workspaces = createWorkspaces(root);
      const folders: FileFolders = {
        open: (tenantId) => ({ files: change(workspaces.open(tenantId).files) }),
      };
      const made = createFiles({
        db: ledger,
        workspaces: folders,
        reader,
        notify: async (_, notice) => void notices.push(notice),
        logger: pino({ level: 'silent' }),
      });
      opened.push(made);
      return made;
    },
    async newCaller(): Promise<Caller> {
      const account = {
        email: `${randomUUID()}@example.com`,
        name: 'Ann',
        locale: 'en' as const,
        passwordHash: null,
        requestId: randomUUID(),
      };
      const { tenantId, userId } = await createTenant(db, account, async () => {});
      return { tenantId, userId, requestId: account.requestId };
    },
    /** The names in the tenant's folder of files. */
    onDisk: ({ tenantId }: Caller) => readdir(join(root, tenantId, 'files')).catch((): string[] => []),
    pathOf: ({ tenantId }: Caller, name: string) => join(root, tenantId, 'files', name),
    rows: (caller: Caller) =>
      withTenant(db, caller, (tx) => tx.select().from(files).where(eq(files.tenantId, caller.tenantId))),
    audit: (caller: Caller) =>
      withTenant(db, caller, (tx) =>
        tx.select().from(auditLog).where(eq(auditLog.tenantId, caller.tenantId)).orderBy(asc(auditLog.seq)),
      ),
    async close() {
      for (const made of opened) await made.close();
      await db.close();
      await database.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

type Process = { reader?: FileReader; change?: (store: FileStore) => FileStore; ledger?: Database };

export const inJournal = (fields: Partial<UploadInput> = {}): UploadInput => ({
  id: newId(FileId),
  contactId: JOURNAL,
  name: 'a.txt',
  ...fields,
});

/** Bytes as they come from a client, a piece at a time. */
export function coming(bytes: string | Buffer, fields: Partial<Incoming> = {}): Incoming {
  async function* source() {
    yield Buffer.from(bytes);
  }
  return { source: source(), declaredBytes: null, signal: new AbortController().signal, ...fields };
}

export const codeOf = (error: unknown) => (error instanceof FriendsError ? error.code : error);
