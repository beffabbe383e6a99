import { contacts, type Database, withTenant } from '@friendsai/db';
import { type ChannelRef, FriendsError, JOURNAL, type TenantId } from '@friendsai/schema';
import { and, eq } from 'drizzle-orm';
import { profileText } from '../projections/profile.ts';

/** Whose channel the run speaks in, as the server found it from the gateway's word and the run in progress. */
export type ToolContext = { db: Database; tenantId: TenantId; contactId: ChannelRef };

/** The profile of the contact that this channel is about. */
export const contactGet = {
  name: 'contact_get',
  description:
    'Gives the profile of the person this conversation is about, as JSON: name, relation, organization, title, location, birthday, note. Takes no input.',
  risk: 'read',
  inputSchema: { type: 'object', properties: {}, additionalProperties: false },
  /** Errors: NOT_FOUND in the journal, which is about no one person. */
  async execute({ db, tenantId, contactId }: ToolContext): Promise<string> {
    if (contactId === JOURNAL) throw new FriendsError('NOT_FOUND');
    const [row] = await withTenant(db, { tenantId }, (tx) =>
      tx
        .select()
        .from(contacts)
        .where(and(eq(contacts.tenantId, tenantId), eq(contacts.id, contactId))),
    );
    if (!row) throw new FriendsError('NOT_FOUND');
    return profileText(row);
  },
} as const;
