import type { FileHandle } from 'node:fs/promises';
import type { ChannelRef, ContactId, FileId, TenantId } from '@friendsai/schema';
import { JOURNAL } from '@friendsai/schema';
import { eraseTenantFolder } from './erase.ts';
import { memoryFileName } from './memory-names.ts';
import { openTenantFolder } from './tenant-files.ts';
import { receive, type Upload } from './upload.ts';
import { idSegment } from './walls.ts';

/**
 * The tenants' folders, in the blueprint's tree: `{tenantId}/contacts/{contactId}/thread.jsonl` and `profile.json`, with the
 * journal's thread under `contacts/journal`; `memory/{name}.md`; `files/{fileId}`.
 *
 * @param rootDir holds a folder for each tenant.
 */
export function createWorkspaces(rootDir: string) {
  return {
    /**
     * The tenant's files; made at the first write. Every operation rejects with NOT_FOUND for an id that is none, and for
     * anything but a file of the tenant's own in a file's place.
     */
    open(tenantId: TenantId) {
      const folder = openTenantFolder(rootDir, tenantId);
      return {
        /** A channel's log. */
        thread(contactId: ChannelRef) {
          const path = () => contactPath(contactId, 'thread.jsonl');
          return {
            lastLine: async () => folder.lastLine(path()),
            appendLines: async (lines: readonly string[]) => folder.appendLines(path(), lines),
          };
        },

        writeProfile: async (contactId: ContactId, text: string) =>
          folder.write(contactPath(contactId, 'profile.json'), text),

        /** Uploads. No name that a person gave is on the disk: the ledger has it. */
        files: {
          /**
           * Puts a file in place once all of it is on disk; one of the same id is replaced. What fails leaves nothing.
           *
           * @throws TOO_LARGE for more than `maxBytes`; the signal's reason when it is aborted.
           */
          put: async (
            fileId: FileId,
            source: AsyncIterable<Uint8Array>,
            limits: { maxBytes: number; signal: AbortSignal },
          ): Promise<Upload> => folder.fill(filePath(fileId), (draft) => receive(draft, source, limits)),

          /** The open file, or null when there is none. The caller closes the handle. */
          async openForReading(fileId: FileId): Promise<{ handle: FileHandle; sizeBytes: number } | null> {
            const handle = await folder.openForReading(filePath(fileId));
            return handle && { handle, sizeBytes: (await handle.stat()).size };
          },

          /** Takes a file away; none there is as good. */
          remove: async (fileId: FileId): Promise<void> => folder.remove(filePath(fileId)),
          /** The ids of all that is there, sorted. */
          list: (): Promise<string[]> => folder.list('files'),
        },

        /** What the butler remembers, a file for each name that the ledger has. */
        memory: {
          write: async (name: string, text: string): Promise<void> => folder.write(memoryPath(name), text),
          /** Takes a memory's file away; none there is as good. */
          remove: async (name: string): Promise<void> => folder.remove(memoryPath(name)),
          /** The names of all that is there, sorted: `memoryFileName` of each memory, and nothing else, when all is well. */
          list: (): Promise<string[]> => folder.list('memory'),
        },

        /** Takes away all of the tenant's files, the agent's folder included. May be repeated. */
        erase: (): Promise<void> => eraseTenantFolder(rootDir, tenantId),
      };
    },
  };
}
export type Workspaces = ReturnType<typeof createWorkspaces>;

function contactPath(contactId: ChannelRef, name: string): string {
  return `contacts/${contactId === JOURNAL ? JOURNAL : idSegment(contactId)}/${name}`;
}

function filePath(fileId: FileId): string {
  return `files/${idSegment(fileId)}`;
}

function memoryPath(name: string): string {
  return `memory/${memoryFileName(name)}`;
}
