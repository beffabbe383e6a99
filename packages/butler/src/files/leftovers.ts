import { type Database, files, withTenant } from '@friendsai/db';
import { FileId, type TenantId } from '@friendsai/schema';
import { eq } from 'drizzle-orm';
import { findFileOrNull, lockFiles } from './file-row.ts';
import type { FileFolders } from './parts.ts';

/** Bytes that nobody has written to for so long belong to no upload any more: no request lives for a day. */
const LEFTOVER_AFTER_MS = 24 * 60 * 60 * 1_000;

/** Bytes of which no row speaks: of uploads that a crash ended, and of removals whose second half failed. */
export function createLeftovers({ db, folders }: { db: Database; folders: FileFolders }) {
  return {
    /** Takes a file's bytes away unless the ledger has the file: after a removal, and after a row that was not written. */
    async discard(tenantId: TenantId, id: FileId): Promise<void> {
      await withTenant(db, { tenantId }, async (tx) => {
        await lockFiles(tx, tenantId);
        if ((await findFileOrNull(tx, tenantId, id)) === null) await folders.open(tenantId).files.remove(id);
      });
    },

    /** Takes away what was left behind: the next chance for bytes that could not be removed when they should have been. */
    async sweep(tenantId: TenantId): Promise<void> {
      const store = folders.open(tenantId).files;
      await withTenant(db, { tenantId }, async (tx) => {
        await lockFiles(tx, tenantId);
        const rows = await tx.select({ id: files.id }).from(files).where(eq(files.tenantId, tenantId));
        const known = new Set(rows.map(({ id }) => id));
        for (const name of await store.list()) {
          const id = FileId.safeParse(name);
          if (id.success && !known.has(id.data) && (await isOld(id.data))) await store.remove(id.data);
        }
      });

      async function isOld(id: FileId): Promise<boolean> {
        const file = await store.openForReading(id);
        if (!file) return false;
        try {
          return Date.now() - (await file.handle.stat()).mtimeMs > LEFTOVER_AFTER_MS;
        } finally {
          await file.handle.close();
        }
      }
    },
  };
}
export type Leftovers = ReturnType<typeof createLeftovers>;
