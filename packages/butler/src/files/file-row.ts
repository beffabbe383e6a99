import { channels, files, type Tx, tenants } from '@friendsai/db';
import {
  type ChannelRef,
  ContactId,
  FileId,
  FriendsError,
  JOURNAL,
  type StoredFile,
  type TenantId,
} from '@friendsai/schema';
import { and, desc, eq, getTableColumns, type SQL, sum } from 'drizzle-orm';

const { text: _text, ...columns } = getTableColumns(files);

/** A file without its text, which may be long, and with whose it is. */
export type FileRow = Omit<typeof files.$inferSelect, 'text'> & { contactId: string | null };

export const isFile = (tenantId: TenantId, id: FileId) => and(eq(files.tenantId, tenantId), eq(files.id, id));

/** The tenant's files that are so, newest first. */
export function selectFiles(tx: Tx, tenantId: TenantId, where: SQL | undefined) {
  return tx
    .select({ ...columns, contactId: channels.contactId })
    .from(files)
    .innerJoin(channels, and(eq(channels.tenantId, files.tenantId), eq(channels.id, files.channelId)))
    .where(and(eq(files.tenantId, tenantId), where))
    .orderBy(desc(files.createdAt), desc(files.id));
}

export async function findFileOrNull(tx: Tx, tenantId: TenantId, id: FileId): Promise<FileRow | null> {
  const [row] = await selectFiles(tx, tenantId, eq(files.id, id));
  return row ?? null;
}

/** Errors: NOT_FOUND. */
export async function findFile(tx: Tx, tenantId: TenantId, id: FileId): Promise<FileRow> {
  const row = await findFileOrNull(tx, tenantId, id);
  if (!row) throw new FriendsError('NOT_FOUND');
  return row;
}

/** Bytes of all of the tenant's files together. */
export async function usedBytesOf(tx: Tx, tenantId: TenantId): Promise<number> {
  const [row] = await tx
    .select({ usedBytes: sum(files.sizeBytes).mapWith(Number) })
    .from(files)
    .where(eq(files.tenantId, tenantId));
  return row?.usedBytes ?? 0;
}

/**
 * Until the transaction ends nobody else adds a file to the tenant's or takes bytes of them away: what is counted stays so, and
 * bytes without a row are nobody's. Errors: NOT_FOUND when the tenant is gone.
 */
export async function lockFiles(tx: Tx, tenantId: TenantId): Promise<void> {
  const rows = await tx
    .select({ id: tenants.id })
    .from(tenants)
    .where(eq(tenants.id, tenantId))
    .for('no key update');
  if (rows.length === 0) throw new FriendsError('NOT_FOUND');
}

export function contactOf(row: Pick<FileRow, 'contactId'>): ChannelRef {
  return row.contactId === null ? JOURNAL : ContactId.parse(row.contactId);
}

/** A row as the API shows it. */
export function storedFileOf(row: FileRow): StoredFile {
  return {
    id: FileId.parse(row.id),
    contactId: contactOf(row),
    name: row.name,
    mediaType: row.mediaType,
    sizeBytes: row.sizeBytes,
    textState: row.textState,
    createdAt: row.createdAt.toISOString(),
  };
}
