import { appendAudit, type Database, files, withTenant } from '@friendsai/db';
import {
  FILES_QUOTA_BYTES,
  type FileId,
  type FileList,
  type FilePreview,
  FriendsError,
  JOURNAL,
  type ListFilesInput,
  type Notice,
  type StoredFile,
  type TenantId,
  type UploadInput,
} from '@friendsai/schema';
import { eq, sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import { actorOf, type Caller } from '../caller.ts';
import { findChannel } from '../chat/channel-row.ts';
import type { FileReading, ToolPlace } from '../tools/tool.ts';
import { createExtraction } from './extraction.ts';
import {
  contactOf,
  type FileRow,
  findFile,
  isFile,
  selectFiles,
  storedFileOf,
  usedBytesOf,
} from './file-row.ts';
import { createLeftovers } from './leftovers.ts';
import type { FileFolders, FileReader, OpenFile } from './parts.ts';
import { createUpload, type Incoming } from './upload.ts';

const PREVIEW_CHARS = 4_000;
/** The newest; who has more finds the others with the person they belong to. */
const LISTED_MAX = 1_000;

export type FilesDeps = {
  db: Database;
  workspaces: FileFolders;
  reader: FileReader;
  /** Tells the tenant's devices. */
  notify: (tenant: { tenantId: TenantId }, notice: Notice) => Promise<void>;
  logger: Logger;
};

/** What people give their butler to keep: each file belongs to a contact or to the journal. */
export function createFiles({ db, workspaces, reader, notify, logger }: FilesDeps) {
  const closing = new AbortController();
  const background = new Set<Promise<void>>();
  const leftovers = createLeftovers({ db, folders: workspaces });
  const receive = createUpload({ db, folders: workspaces, leftovers, logger });
  const tell = (tenantId: TenantId, row: FileRow) =>
    notify({ tenantId }, { kind: 'files.changed', contactId: contactOf(row) });
  const extraction = createExtraction({
    db,
    folders: workspaces,
    reader,
    changed: tell,
    signal: closing.signal,
  });

  /** For what nobody waits for. What goes wrong is logged, by id and without a word of what is in the file. */
  function behind(what: string, fileId: string, work: Promise<unknown>): void {
    const done = work
      .then(() => {})
      .catch((error: unknown) => {
        if (!closing.signal.aborted) logger.warn({ err: error, fileId }, what);
      })
      .finally(() => background.delete(done));
    background.add(done);
  }

  function extractSoon(tenantId: TenantId, row: FileRow): void {
    if (row.textState !== 'pending' || closing.signal.aborted) return;
    const reading = extraction.textOf(tenantId, row).catch((error: unknown) => {
      // It has been noted that there is none, or that it takes too much: nothing went wrong here.
      const isKnown =
        error instanceof FriendsError && ['FILE_UNREADABLE', 'SANDBOX_LIMIT'].includes(error.code);
      if (!isKnown) throw error;
    });
    behind('a file could not be read', row.id, reading);
  }

  /**
   * Stores a file. The same bytes under the same id again give the first answer. The text in it is read afterwards. Errors:
   * NOT_FOUND, FILE_TOO_LARGE, QUOTA_EXCEEDED, FILE_TYPE_REFUSED, FILE_CONFLICT; the signal's reason.
   */
  async function upload(caller: Caller, input: UploadInput, incoming: Incoming): Promise<StoredFile> {
    const { row, isNew } = await receive(caller, input, incoming);
    if (isNew) {
      await tell(caller.tenantId, row);
      behind('leftovers could not be removed', row.id, leftovers.sweep(caller.tenantId));
    }
    extractSoon(caller.tenantId, row);
    return storedFileOf(row);
  }

  /** Newest first. Errors: NOT_FOUND for a contact that is none. */
  function list(caller: Caller, { contactId }: ListFilesInput): Promise<FileList> {
    return withTenant(db, caller, async (tx) => {
      const channel = contactId === undefined ? null : await findChannel(tx, caller.tenantId, contactId);
      const rows = await selectFiles(
        tx,
        caller.tenantId,
        channel === null ? undefined : eq(files.channelId, channel.id),
      ).limit(LISTED_MAX);
      return {
        files: rows.map(storedFileOf),
        usedBytes: await usedBytesOf(tx, caller.tenantId),
        quotaBytes: FILES_QUOTA_BYTES,
      };
    });
  }

  /** Errors: NOT_FOUND. */
  async function get(caller: Caller, id: FileId): Promise<FilePreview> {
    const { row, text } = await withTenant(db, caller, async (tx) => {
      const row = await findFile(tx, caller.tenantId, id);
      const [found] = await tx
        .select({ text: sql<string | null>`left(${files.text}, ${PREVIEW_CHARS})` })
        .from(files)
        .where(isFile(caller.tenantId, id));
      return { row, text: found?.text ?? null };
    });
    // Not read yet: the server went away in between, or there was no sandbox.
    extractSoon(caller.tenantId, row);
    return { ...storedFileOf(row), text };
  }

  /** Errors: NOT_FOUND. */
  async function remove(caller: Caller, id: FileId): Promise<void> {
    const { tenantId } = caller;
    const row = await withTenant(db, caller, async (tx) => {
      const row = await findFile(tx, tenantId, id);
      const removed = await tx.delete(files).where(isFile(tenantId, id)).returning({ id: files.id });
      if (removed.length === 0) throw new FriendsError('NOT_FOUND');
      await appendAudit(tx, caller, {
        actor: actorOf(caller),
        action: 'file.removed',
        subject: `file:${id}`,
        requestId: caller.requestId,
        detail: { sha256: row.sha256, sizeBytes: row.sizeBytes },
      });
      return row;
    });
    // What cannot be removed now is out of reach all the same, and goes when the tenant next stores or removes a file.
    await leftovers
      .discard(tenantId, id)
      .catch((error: unknown) => logger.error({ err: error, fileId: id }, 'bytes were left behind'));
    await tell(tenantId, row);
    behind('leftovers could not be removed', id, leftovers.sweep(tenantId));
  }

  /** The bytes; whoever asks closes the handle. Errors: NOT_FOUND. */
  async function open(caller: Caller, id: FileId): Promise<OpenFile & { file: StoredFile; sha256: string }> {
    const row = await withTenant(db, caller, (tx) => findFile(tx, caller.tenantId, id));
    const opened = await workspaces.open(caller.tenantId).files.openForReading(id);
    if (!opened) throw new FriendsError('NOT_FOUND');
    return { ...opened, file: storedFileOf(row), sha256: row.sha256 };
  }

  /** A person's channel reaches that person's files; the journal all of the tenant's. */
  async function within(place: Reach, id: FileId): Promise<FileRow> {
    const row = await withTenant(db, place, (tx) => findFile(tx, place.tenantId, id));
    if (place.contactId !== JOURNAL && row.channelId !== place.channelId) throw new FriendsError('NOT_FOUND');
    return row;
  }

  const reading: FileReading = {
    async textOf(place, id) {
      const row = await within(place, id);
      const text = await extraction.textOf(place.tenantId, row);
      return { name: row.name, mediaType: row.mediaType, text };
    },
    async analyse(place, id) {
      const row = await within(place, id);
      return { name: row.name, figures: await extraction.analyse(place.tenantId, row) };
    },
  };

  return {
    upload,
    list,
    get,
    remove,
    open,
    /** For tools. */
    reading,
    /** Stops reading and waits for what goes on behind. What was not read is read when it is next wanted. */
    async close(): Promise<void> {
      closing.abort();
      await Promise.all(background);
    },
  };
}

type Reach = Pick<ToolPlace, 'tenantId' | 'channelId' | 'contactId'>;
