import { type Database, files, withTenant } from '@friendsai/db';
import { cleanText, FileId, FriendsError, type TenantId } from '@friendsai/schema';
import { and, eq } from 'drizzle-orm';
import { type FileRow, findFileOrNull, isFile } from './file-row.ts';
import type { FileFolders, FileReader, ReadableFile } from './parts.ts';
import { createTurns } from './turns.ts';

/** In one process, because each may take a core and most of a gigabyte; and of those one tenant has one. */
const READINGS_AT_ONCE = 2;

export type ExtractionDeps = {
  db: Database;
  folders: FileFolders;
  reader: FileReader;
  /** Called when what is known of a file's text has changed. */
  changed: (tenantId: TenantId, row: FileRow) => Promise<void>;
  /** Ends the readings that go on. */
  signal: AbortSignal;
};

/** The text in files: read in the sandbox when it is first wanted, and then kept in the ledger. */
export function createExtraction({ db, folders, reader, changed, signal }: ExtractionDeps) {
  const inTurnOfTenant = createTurns<TenantId>(1);
  const inTurnOfAll = createTurns<'all'>(READINGS_AT_ONCE);
  const goingOn = new Map<string, Promise<string>>();

  /** Errors: NOT_FOUND when the bytes are gone; what the work throws. */
  function withBytes<Value>(
    tenantId: TenantId,
    row: FileRow,
    work: (file: ReadableFile) => Promise<Value>,
  ): Promise<Value> {
    return inTurnOfTenant(tenantId, signal, () =>
      inTurnOfAll('all', signal, async () => {
        const file = await folders.open(tenantId).files.openForReading(FileId.parse(row.id));
        if (!file) throw new FriendsError('NOT_FOUND');
        try {
          // A name says more than its bytes only of a text; of all else the bytes have said what it is.
          const name = row.mediaType === 'text/plain' ? row.name : '';
          return await work({ fd: file.handle.fd, name, mediaType: row.mediaType });
        } finally {
          await file.handle.close();
        }
      }),
    );
  }

  async function extract(tenantId: TenantId, row: FileRow): Promise<string> {
    // There are no letters in a picture that this reader could see; and what is empty need not be opened.
    if (row.mediaType.startsWith('image/') || row.sizeBytes === 0) {
      await note(tenantId, row, 'none', null);
      throw new FriendsError('FILE_UNREADABLE');
    }
    try {
      const read = await withBytes(tenantId, row, (file) => reader.text(file, signal));
      const text = cleanText(read.text);
      if (text.trim() === '') throw new FriendsError('FILE_UNREADABLE');
      await note(tenantId, row, 'ready', text);
      return text;
    } catch (error) {
      if (error instanceof FriendsError && error.code === 'FILE_UNREADABLE')
        await note(tenantId, row, 'none', null);
      // Reading it again would take as much again. Whatever else went wrong may be right the next time.
      if (error instanceof FriendsError && error.code === 'SANDBOX_LIMIT')
        await note(tenantId, row, 'failed', null);
      throw error;
    }
  }

  /** A file that was removed meanwhile, and another that has its id now, are not touched. */
  async function note(
    tenantId: TenantId,
    row: FileRow,
    textState: 'ready' | 'none' | 'failed',
    text: string | null,
  ): Promise<void> {
    const noted = await withTenant(db, { tenantId }, (tx) =>
      tx
        .update(files)
        .set({ textState, text })
        .where(
          and(
            isFile(tenantId, FileId.parse(row.id)),
            eq(files.sha256, row.sha256),
            eq(files.textState, 'pending'),
          ),
        )
        .returning({ id: files.id }),
    );
    if (noted.length > 0) await changed(tenantId, row);
  }

  return {
    /**
     * The text of a file; whoever asks while it is being read waits for the same reading. Errors: FILE_UNREADABLE,
     * SANDBOX_LIMIT, SANDBOX_UNAVAILABLE, NOT_FOUND.
     */
    async textOf(tenantId: TenantId, row: FileRow): Promise<string> {
      if (row.textState !== 'pending') return known(tenantId, row);
      const key = `${tenantId}/${row.id}/${row.sha256}`;
      const reading = goingOn.get(key) ?? firstWanted(tenantId, row).finally(() => goingOn.delete(key));
      goingOn.set(key, reading);
      return reading;
    },

    /** The file in figures. Errors: as `textOf`. */
    analyse: (tenantId: TenantId, row: FileRow): Promise<Record<string, unknown>> =>
      withBytes(tenantId, row, (file) => reader.analyse(file, signal)),
  };

  /** The row may be from before a reading that has ended since. */
  async function firstWanted(tenantId: TenantId, row: FileRow): Promise<string> {
    const now = await withTenant(db, { tenantId }, (tx) =>
      findFileOrNull(tx, tenantId, FileId.parse(row.id)),
    );
    const isRead = now?.sha256 === row.sha256 && now.textState !== 'pending';
    return isRead ? known(tenantId, now) : extract(tenantId, row);
  }

  async function known(tenantId: TenantId, row: FileRow): Promise<string> {
    if (row.textState === 'none') throw new FriendsError('FILE_UNREADABLE');
    if (row.textState === 'failed') throw new FriendsError('SANDBOX_LIMIT');
    const [stored] = await withTenant(db, { tenantId }, (tx) =>
      tx
        .select({ text: files.text })
        .from(files)
        .where(isFile(tenantId, FileId.parse(row.id))),
    );
    if (!stored || stored.text === null) throw new FriendsError('NOT_FOUND');
    return stored.text;
  }
}
