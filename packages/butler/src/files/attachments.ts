import { files, type Tx } from '@friendsai/db';
import { type Attachment, type ChannelId, type FileId, FriendsError, type TenantId } from '@friendsai/schema';
import { and, eq, inArray } from 'drizzle-orm';

/** Files as they go with messages, in the order of the ids. One that has been removed has neither name nor kind any more. */
export async function attachmentsOf(
  tx: Tx,
  tenantId: TenantId,
  ids: readonly FileId[],
): Promise<Attachment[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .select({ id: files.id, name: files.name, mediaType: files.mediaType })
    .from(files)
    .where(and(eq(files.tenantId, tenantId), inArray(files.id, [...ids])));
  const known = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => ({
    id,
    name: known.get(id)?.name ?? null,
    mediaType: known.get(id)?.mediaType ?? null,
  }));
}

/** Errors: NOT_FOUND unless all of them are files of that channel. */
export async function requireFiles(
  tx: Tx,
  tenantId: TenantId,
  channelId: ChannelId,
  ids: readonly FileId[],
): Promise<void> {
  if (ids.length === 0) return;
  const rows = await tx
    .select({ id: files.id })
    .from(files)
    .where(and(eq(files.tenantId, tenantId), eq(files.channelId, channelId), inArray(files.id, [...ids])));
  if (rows.length !== new Set(ids).size) throw new FriendsError('NOT_FOUND');
}
