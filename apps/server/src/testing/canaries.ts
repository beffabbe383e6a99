import { randomUUID } from 'node:crypto';
import { type ChannelRef, type ContactId, FileId, JOURNAL, newId } from '@friendsai/schema';
import type { House, Person } from './house.ts';
import { script, talk } from './talk.ts';

/** Where a tenant's secrets lie, and the word that is in each of them and nowhere else. */
export type Hoard = {
  canary: string;
  contactId: ContactId;
  fileId: FileId;
  reminderId: string;
  memoryId: string;
  /** The call that wrote a fact, which could be taken back. */
  toolCallId: string;
};

/** Stores a text as a file of somebody's. */
export async function storeFile(
  house: House,
  person: Person,
  contactId: ChannelRef,
  name: string,
  text: string | Uint8Array<ArrayBuffer>,
): Promise<FileId> {
  const id = newId(FileId);
  const query = new URLSearchParams({ id, contactId, name });
  const response = await fetch(`${house.url}/files?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${person.token}` },
    body: text,
  });
  if (response.status !== 200) throw new Error(`not stored: ${await response.text()}`);
  return id;
}

/** Gives a tenant a secret in the profile, a fact, the memory, a file, a reminder, the thread and the journal, through the gateway. */
export async function hoard(house: House, person: Person): Promise<Hoard> {
  const canary = `canary-${randomUUID()}`;
  const { api } = person;
  const contact = await api.contacts.create.mutate({ name: `Secret ${canary}`, note: `the note: ${canary}` });
  const contactId = contact.id;
  const fileId = await storeFile(house, person, contactId, `${canary}.txt`, `in the file: ${canary}`);
  script(house, [
    {
      name: 'contact_update',
      input: { changes: [{ label: 'secret', value: `the fact: ${canary}`, because: canary }] },
    },
    { name: 'memory_write', input: { name: `plans ${canary}`, text: `in mind: ${canary}` } },
    { name: 'reminder_create', input: { text: `remember ${canary}`, on: '2027-05-05' } },
  ]);
  const page = await talk(house, person, contactId, `Between us: ${canary}`);
  script(house, []);
  await talk(house, person, JOURNAL, `Dear journal: ${canary}`);
  const [reminder] = (await api.reminders.list.query({ contactId })).reminders;
  const [memory] = (await api.memory.list.query()).memories;
  const call = page.toolCalls.find(({ tool }) => tool === 'contact_update');
  if (!reminder || !memory || !call) throw new Error('the hoard is not whole');
  return { canary, contactId, fileId, reminderId: reminder.id, memoryId: memory.id, toolCallId: call.id };
}
