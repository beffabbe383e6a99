import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { files, withTenant } from '@friendsai/db';
import { type ContactId, FileId, JOURNAL, newId } from '@friendsai/schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type House, openHouse, type Person } from './testing/house.ts';

let house: House;
let owner: Person;
let stranger: Person;
let contactId: ContactId;
let id: FileId;

beforeAll(async () => {
  house = await openHouse();
  await house.services.butler.engine.drain();
  owner = await house.newPerson();
  stranger = await house.newPerson();
  contactId = (await owner.api.contacts.create.mutate({ name: 'Mei' })).id;
  id = newId(FileId);
  expect((await upload({ token: owner.token, id, contactId })).status).toBe(200);
});
afterAll(() => house.close());

type Sent = { token?: string; origin?: string; id?: string; contactId?: string; body?: string };
const headersOf = ({ token, origin }: Sent) => ({
  ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  ...(origin === undefined ? {} : { origin }),
});

async function upload({
  id: given = newId(FileId),
  contactId: whose = JOURNAL,
  body = 'secret',
  ...sent
}: Sent) {
  const query = new URLSearchParams({ id: given, contactId: whose, name: 'a.txt' });
  const response = await fetch(`${house.url}/files?${query}`, {
    method: 'POST',
    body,
    headers: headersOf(sent),
  });
  return { status: response.status, body: withoutRequestId(await response.text()) };
}
async function download(path: string, sent: Sent) {
  const response = await fetch(`${house.url}/files/${path}`, { headers: headersOf(sent) });
  const { 'x-request-id': _, date: __, ...headers } = Object.fromEntries(response.headers);
  return { status: response.status, headers, body: withoutRequestId(await response.text()) };
}
const withoutRequestId = (text: string) => text.replace(/"requestId":"[^"]+"/, '');
const nobody = [undefined, 'fai_nonsense', `fai_${'0'.repeat(32)}_${'A'.repeat(43)}`];

describe('nobody', () => {
  test.each(nobody)('with %s gets and leaves nothing', async (token) => {
    const sent = token === undefined ? {} : { token };
    expect(await download(id, sent)).toMatchObject({
      status: 401,
      body: expect.stringContaining('UNAUTHORIZED'),
    });
    expect(await upload({ ...sent, contactId })).toMatchObject({ status: 401 });
  });

  test('comes in with a page of somebody else', async () => {
    const origin = 'https://evil.example';
    expect((await upload({ origin, contactId })).status).toBe(403);
    expect((await download(id, { origin })).status).toBe(403);
  });
});

describe('another tenant', () => {
  const sentBy = () => ({ token: stranger.token });

  test('sees a file that is not theirs as one that is not', async () => {
    const foreign = await download(id, sentBy());
    const absent = await download(randomUUID(), sentBy());
    expect(foreign.status).toBe(404);
    expect(foreign).toEqual(absent);
    expect(await download(`${id}?download`, sentBy())).toEqual(absent);
  });

  test('cannot list, read, or remove it', async () => {
    const refusal = { data: { friends: { code: 'NOT_FOUND' } } };
    await expect(stranger.api.files.get.query({ id })).rejects.toMatchObject(refusal);
    await expect(stranger.api.files.remove.mutate({ id })).rejects.toMatchObject(refusal);
    await expect(stranger.api.files.list.query({ contactId })).rejects.toMatchObject(refusal);
    expect(await stranger.api.files.list.query({})).toMatchObject({ files: [], usedBytes: 0 });
  });

  test('cannot add to a person who is not theirs, and leaves nothing in trying', async () => {
    const foreign = await upload({ ...sentBy(), contactId });
    expect(foreign.status).toBe(404);
    expect(foreign).toEqual(await upload({ ...sentBy(), contactId: randomUUID() }));
    expect(await onDisk(stranger)).toEqual([]);
  });

  test('may have a file of the same id, which is another file', async () => {
    expect(await upload({ ...sentBy(), id, body: 'of the stranger' })).toMatchObject({ status: 200 });
    expect((await download(id, sentBy())).body).toBe('of the stranger');
    expect((await download(id, { token: owner.token })).body).toBe('secret');
    await stranger.api.files.remove.mutate({ id });
    expect((await download(id, sentBy())).status).toBe(404);
    expect((await download(id, { token: owner.token })).body).toBe('secret');
  });

  test('gets no row of it from the database, even by asking for all', async () => {
    const rows = await withTenant(house.db, stranger.caller, (tx) => tx.select({ id: files.id }).from(files));
    expect(rows).toEqual([]);
  });
});

describe('a path that leads elsewhere', () => {
  test.each([
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e%2f',
    `..%2f..%2f${'0'.repeat(8)}`,
    'x%00',
    '%5c..%5c',
    `${'0'.repeat(36)}`,
    ' ',
  ])('%s is not there', async (path) => {
    expect((await download(path, { token: owner.token })).status).toBe(404);
  });

  test('of another tenant’s folder is not there', async () => {
    const path = encodeURIComponent(`../../${owner.caller.tenantId}/files/${id}`);
    expect((await download(path, { token: stranger.token })).status).toBe(404);
    const sent = await upload({ token: stranger.token, id: `../../${owner.caller.tenantId}/files/${id}` });
    expect(sent.status).toBe(400);
  });
});

test('nothing that a stranger tried has changed anything', async () => {
  expect((await owner.api.files.list.query({})).files.map((file) => file.id)).toEqual([id]);
  expect(await onDisk(owner)).toEqual([id]);
  expect((await download(id, { token: owner.token })).body).toBe('secret');
});

const onDisk = ({ caller }: Person) =>
  readdir(join(house.env.WORKSPACES_DIR, caller.tenantId, 'files')).catch((): string[] => []);
