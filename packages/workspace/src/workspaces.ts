import type { ChannelRef, ContactId, TenantId } from '@friendsai/schema';
import { openTenantFolder } from './tenant-files.ts';

/**
 * The tenants' folders, in the blueprint's tree: `{tenantId}/contacts/{contactId}/thread.jsonl` and `profile.json`, with the
 * journal's thread under `contacts/journal`.
 *
 * @param rootDir holds a folder for each tenant.
 */
export function createWorkspaces(rootDir: string) {
  return {
    /** The tenant's files; made at the first write. */
    open(tenantId: TenantId) {
      const folder = openTenantFolder(rootDir, tenantId);
      const place = (contactId: ChannelRef, name: string) => `contacts/${contactId}/${name}`;
      return {
        /** A channel's log. */
        thread(contactId: ChannelRef) {
          const path = place(contactId, 'thread.jsonl');
          return {
            lastLine: () => folder.lastLine(path),
            appendLines: (lines: readonly string[]) => folder.appendLines(path, lines),
          };
        },
        writeProfile: (contactId: ContactId, text: string) =>
          folder.write(place(contactId, 'profile.json'), text),
      };
    },
  };
}
export type Workspaces = ReturnType<typeof createWorkspaces>;
