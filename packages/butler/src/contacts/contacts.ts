import { appendAudit, channels, contacts, type Database, type Tx, withTenant } from '@friendsai/db';
import {
  type ArchiveContactInput,
  type AuditAction,
  ChannelId,
  type Contact,
  ContactId,
  type ContactPage,
  type ContactProfile,
  type CreateContactInput,
  FriendsError,
  type ListContactsInput,
  newId,
  type Timeline,
  type TimelineInput,
  type UpdateContactInput,
} from '@friendsai/schema';
import { and, eq } from 'drizzle-orm';
import { actorOf, type Caller } from '../caller.ts';
import { contactOf, derivedOf } from './contact-row.ts';
import { changeFacts, factsOf, lockContact } from './facts.ts';
import { PROFILE_FIELDS } from './labels.ts';
import { listContacts } from './list.ts';
import { readTimeline } from './timeline.ts';

export type ContactsDeps = {
  db: Database;
  /** Called after a commit: writes profile.json again and tells the tenant's devices. */
  changed: (caller: Caller, contactId: ContactId) => Promise<void>;
};

/** The people that a tenant knows. */
export function createContacts({ db, changed }: ContactsDeps) {
  const own = (caller: Caller, id: ContactId) =>
    and(eq(contacts.tenantId, caller.tenantId), eq(contacts.id, id));

  const audit = (
    tx: Tx,
    caller: Caller,
    action: AuditAction,
    id: ContactId,
    detail: Record<string, unknown>,
  ) =>
    appendAudit(tx, caller, {
      actor: actorOf(caller),
      action,
      subject: `contact:${id}`,
      requestId: caller.requestId,
      detail,
    });

  async function get(caller: Caller, id: ContactId): Promise<ContactProfile> {
    return withTenant(db, caller, async (tx) => {
      const [row] = await tx.select().from(contacts).where(own(caller, id));
      if (!row) throw new FriendsError('NOT_FOUND');
      return { ...contactOf(row), facts: await factsOf(tx, row) };
    });
  }

  /** Makes the contact and its channel together. */
  async function create(caller: Caller, input: CreateContactInput): Promise<Contact> {
    const id = newId(ContactId);
    const now = new Date();
    const words = {
      name: input.name,
      relation: input.relation ?? null,
      organization: input.organization ?? null,
      title: input.title ?? null,
      location: input.location ?? null,
      birthday: input.birthday ?? null,
      note: input.note ?? null,
    };
    const row = await withTenant(db, caller, async (tx) => {
      const [inserted] = await tx
        .insert(contacts)
        .values({
          tenantId: caller.tenantId,
          id,
          ...words,
          ...derivedOf(words),
          createdAt: now,
          updatedAt: now,
          activeAt: now,
        })
        .returning();
      await tx.insert(channels).values({ tenantId: caller.tenantId, id: newId(ChannelId), contactId: id });
      await audit(tx, caller, 'contact.created', id, {});
      return inserted;
    });
    if (!row) throw new FriendsError('INTERNAL');
    await changed(caller, id);
    return contactOf(row);
  }

  /** Changes the fields that are given; null clears one. What was known before becomes history. Errors: NOT_FOUND. */
  async function update(caller: Caller, { id, ...input }: UpdateContactInput): Promise<Contact> {
    const row = await withTenant(db, caller, async (tx) => {
      const before = await lockContact(tx, { tenantId: caller.tenantId, contactId: id });
      const fields = Object.entries(input).flatMap(([field, value]) => (value === undefined ? [] : [field]));
      if (fields.length === 0) return before;
      const at = new Date();
      const { name } = input;
      if (name !== undefined) {
        await tx
          .update(contacts)
          .set({ name, ...derivedOf({ ...before, name }), updatedAt: at })
          .where(own(caller, id));
      }
      const statements = PROFILE_FIELDS.flatMap((label) => {
        const value = input[label];
        return value === undefined ? [] : [{ label, value, because: '' }];
      });
      await changeFacts(tx, { ...before, name: name ?? before.name }, statements, {
        author: 'user',
        confidence: 1,
        messageId: null,
        toolCallId: null,
        at,
      });
      await audit(tx, caller, 'contact.updated', id, { fields });
      const [after] = await tx.select().from(contacts).where(own(caller, id));
      return after;
    });
    if (!row) throw new FriendsError('INTERNAL');
    await changed(caller, id);
    return contactOf(row);
  }

  /** Puts a contact away or brings it back; its channel stays as it is. Errors: NOT_FOUND. */
  async function archive(caller: Caller, { id, archived }: ArchiveContactInput): Promise<Contact> {
    const row = await withTenant(db, caller, async (tx) => {
      const [before] = await tx.select().from(contacts).where(own(caller, id)).for('update');
      if (!before) throw new FriendsError('NOT_FOUND');
      if ((before.archivedAt !== null) === archived) return before;
      const now = new Date();
      const [after] = await tx
        .update(contacts)
        .set({ archivedAt: archived ? now : null, updatedAt: now })
        .where(own(caller, id))
        .returning();
      await audit(tx, caller, archived ? 'contact.archived' : 'contact.restored', id, {});
      return after;
    });
    if (!row) throw new FriendsError('INTERNAL');
    await changed(caller, id);
    return contactOf(row);
  }

  return {
    get,
    create,
    update,
    archive,
    /** What happened with the person, newest first. Errors: NOT_FOUND. */
    timeline: (caller: Caller, { id, limit }: TimelineInput): Promise<Timeline> =>
      withTenant(db, caller, async (tx) => ({
        entries: await readTimeline(tx, { tenantId: caller.tenantId, contactId: id, limit }),
      })),
    list: (caller: Caller, input: ListContactsInput): Promise<ContactPage> => listContacts(db, caller, input),
  };
}
