import { appendAudit, type Database, files, type Tx, withTenant } from '@friendsai/db';
import {
  FILE_MAX_BYTES,
  FILES_QUOTA_BYTES,
  FileId,
  FriendsError,
  newId,
  type TenantId,
  type UploadInput,
} from '@friendsai/schema';
import type { Logger } from 'pino';
import { actorOf, type Caller } from '../caller.ts';
import { findChannel } from '../chat/channel-row.ts';
import { contactOf, type FileRow, findFile, findFileOrNull, lockFiles, usedBytesOf } from './file-row.ts';
import type { Leftovers } from './leftovers.ts';
import type { FileFolders, FileStore, OpenFile } from './parts.ts';
import { mediaTypeOf } from './sniff.ts';
import { createTurns } from './turns.ts';

/** Of one tenant, in one process. */
const UPLOADS_AT_ONCE = 4;

/** What comes with the bytes. `declaredBytes` is what the client says there will be; it is held to less, never to more. */
export type Incoming = {
  source: AsyncIterable<Uint8Array>;
  declaredBytes: number | null;
  signal: AbortSignal;
};

type Received = { draft: OpenFile; sizeBytes: number; sha256: string; mediaType: string };

export type UploadDeps = { db: Database; folders: FileFolders; leftovers: Leftovers; logger: Logger };

/**
 * Takes files in. The bytes come first, under an id of their own: another file of the same id, and two uploads of it at the same
 * moment, are told apart before anything is replaced. Then, holding the tenant's files, they are put in their place and
 * the row and the audit are written: all of it, or nothing that anybody sees.
 */
export function createUpload({ db, folders, leftovers, logger }: UploadDeps) {
  const inTurn = createTurns<TenantId>(UPLOADS_AT_ONCE);

  return async function upload(
    caller: Caller,
    input: UploadInput,
    incoming: Incoming,
  ): Promise<{ row: FileRow; isNew: boolean }> {
    const mayCome = () =>
      withTenant(db, caller, (tx) => refuseEarly(tx, caller.tenantId, input, incoming.declaredBytes));
    await mayCome();
    return inTurn(caller.tenantId, incoming.signal, async () => {
      // It may have waited long: for a tenant that is gone by now no folder is made again.
      await mayCome();
      const store = folders.open(caller.tenantId).files;
      const draftId = newId(FileId);
      try {
        const got = await store.put(draftId, incoming.source, {
          maxBytes: FILE_MAX_BYTES,
          signal: incoming.signal,
        });
        const draft = await store.openForReading(draftId);
        if (!draft) throw new FriendsError('INTERNAL');
        try {
          const mediaType = await mediaTypeOf(got.head, input.name, async (position, lengthBytes) => {
            const { bytesRead, buffer } = await draft.handle.read(Buffer.alloc(lengthBytes), { position });
            return buffer.subarray(0, bytesRead);
          });
          return await settle(caller, input, { ...got, draft, mediaType }, store, incoming.signal);
        } finally {
          await draft.handle.close();
        }
      } catch (error) {
        const tooLarge = error instanceof FriendsError && error.code === 'TOO_LARGE';
        throw tooLarge ? new FriendsError('FILE_TOO_LARGE', { cause: error }) : error;
      } finally {
        await store
          .remove(draftId)
          .catch((error: unknown) =>
            logger.error({ err: error, fileId: draftId }, 'a draft was left behind'),
          );
      }
    });
  };

  /** Errors: FILE_CONFLICT, QUOTA_EXCEEDED, NOT_FOUND when the channel is gone. */
  async function settle(
    caller: Caller,
    input: UploadInput,
    received: Received,
    store: FileStore,
    signal: AbortSignal,
  ): Promise<{ row: FileRow; isNew: boolean }> {
    const { tenantId } = caller;
    const { draft, sizeBytes, sha256, mediaType } = received;
    let isPlaced = false;
    try {
      return await withTenant(db, caller, async (tx) => {
        await lockFiles(tx, tenantId);
        const channel = await findChannel(tx, tenantId, input.contactId);
        const earlier = await findFileOrNull(tx, tenantId, input.id);
        if (earlier) {
          const isSame = earlier.sha256 === sha256 && earlier.channelId === channel.id;
          if (!isSame) throw new FriendsError('FILE_CONFLICT');
          return { row: earlier, isNew: false };
        }
        if ((await usedBytesOf(tx, tenantId)) + sizeBytes > FILES_QUOTA_BYTES) {
          throw new FriendsError('QUOTA_EXCEEDED');
        }
        isPlaced = true;
        const source = draft.handle.createReadStream({ start: 0, autoClose: false });
        await store.put(input.id, source, { maxBytes: FILE_MAX_BYTES, signal });
        await tx.insert(files).values({
          tenantId,
          id: input.id,
          channelId: channel.id,
          name: input.name,
          mediaType,
          sizeBytes,
          sha256,
          textState: 'pending',
        });
        await appendAudit(tx, caller, {
          actor: actorOf(caller),
          action: 'file.stored',
          subject: `file:${input.id}`,
          requestId: caller.requestId,
          detail: { contactId: input.contactId, mediaType, sizeBytes, sha256 },
        });
        return { row: await findFile(tx, tenantId, input.id), isNew: true };
      });
    } catch (error) {
      // Whether the row is there is asked anew: a commit whose answer was lost has happened all the same.
      if (isPlaced) {
        await leftovers
          .discard(tenantId, input.id)
          .catch((cause: unknown) =>
            logger.error({ err: cause, fileId: input.id }, 'bytes were left behind'),
          );
      }
      throw error;
    }
  }
}

/** What is refused before a byte is read. A file that is there already costs nothing: it is compared, not stored. */
async function refuseEarly(
  tx: Tx,
  tenantId: TenantId,
  input: UploadInput,
  declaredBytes: number | null,
): Promise<void> {
  await findChannel(tx, tenantId, input.contactId);
  if (declaredBytes === null) return;
  if (declaredBytes > FILE_MAX_BYTES) throw new FriendsError('FILE_TOO_LARGE');
  const earlier = await findFileOrNull(tx, tenantId, input.id);
  if (earlier) {
    if (contactOf(earlier) !== input.contactId || earlier.sizeBytes !== declaredBytes)
      throw new FriendsError('FILE_CONFLICT');
  } else if ((await usedBytesOf(tx, tenantId)) + declaredBytes > FILES_QUOTA_BYTES) {
    throw new FriendsError('QUOTA_EXCEEDED');
  }
}
