import { contacts, type Database, withTenant } from '@friendsai/db';
import type { ContactId, Fact, TenantId } from '@friendsai/schema';
import type { Workspaces } from '@friendsai/workspace';
import { and, eq } from 'drizzle-orm';
import { type ContactRow, contactOf } from '../contacts/contact-row.ts';
import { factsOf } from '../contacts/facts.ts';

/** A contact as profile.json has it: what the user and the butler know, without what only lists need. */
function profileText(row: ContactRow, facts: readonly Fact[]): string {
  const {
    id,
    name,
    relation,
    organization,
    title,
    location,
    birthday,
    note,
    createdAt,
    updatedAt,
    archivedAt,
  } = contactOf(row);
  const profile = {
    id,
    name,
    relation,
    organization,
    title,
    location,
    birthday,
    note,
    facts: facts.map(({ label, value, because, messageId, author, at }) => ({
      label,
      value,
      because,
      messageId,
      author,
      at,
    })),
    createdAt,
    updatedAt,
    archivedAt,
  };
  return `${JSON.stringify(profile, null, 2)}\n`;
}

/** Writes each contact's `profile.json` from the ledger, which stays the truth. */
export function createProfileProjection({ db, workspaces }: { db: Database; workspaces: Workspaces }) {
  return {
    /** Written while the row is held, so that of two changes at once the later one's file stays. */
    project(tenantId: TenantId, contactId: ContactId): Promise<void> {
      return withTenant(db, { tenantId }, async (tx) => {
        const [row] = await tx
          .select()
          .from(contacts)
          .where(and(eq(contacts.tenantId, tenantId), eq(contacts.id, contactId)))
          .for('update');
        if (!row) return;
        const text = profileText(row, await factsOf(tx, row));
        await workspaces.open(tenantId).writeProfile(contactId, text);
      });
    },
  };
}
