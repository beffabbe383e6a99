import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { FILE_MAX_BYTES, FILES_QUOTA_BYTES, FileId, JOURNAL, newId, StoredFile } from '@friendsai/schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type House, openHouse, type Person, until } from './testing/house.ts';

let house: House;
let ann: Person;
beforeAll(async () => {
  house = await openHouse();
  await house.services.butler.engine.drain();
  ann = await house.newPerson();
});
afterAll(() => house.close());

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

type Fields = { id?: string; contactId?: string; name?: string };
const address = ({ id = newId(FileId), contactId = JOURNAL, name = 'a.txt' }: Fields = {}) =>
  `${house.url}/files?${new URLSearchParams({ id, contactId, name })}`;
const bearer = (person: Person) => ({ authorization: `Bearer ${person.token}` });

async function put(person: Person, body: string | Uint8Array<ArrayBuffer>, fields: Fields = {}) {
  const response = await fetch(address(fields), { method: 'POST', body, headers: bearer(person) });
  const text = await response.text();
  return { status: response.status, text, code: /"code":"([A-Z_]+)"/.exec(text)?.[1] };
}
const stored = async (...given: Parameters<typeof put>) =>
  StoredFile.parse(JSON.parse((await put(...given)).text));
const get = (id: string, headers: Record<string, string> = {}, query = '') =>
  fetch(`${house.url}/files/${id}${query}`, { headers: { ...bearer(ann), ...headers } });
const onDisk = ({ caller }: Person) => readdir(join(house.env.WORKSPACES_DIR, caller.tenantId, 'files'));

describe('a file', () => {
  test('is stored, listed with the person it belongs to, given back byte for byte, and removed', async () => {
    const person = await house.newPerson();
    const mei = await person.api.contacts.create.mutate({ name: 'Mei' });
    const id = newId(FileId);
    const file = await stored(person, new Uint8Array(PNG), { id, contactId: mei.id, name: 'Mei 🦊.png' });
    expect(file).toMatchObject({
      id,
      contactId: mei.id,
      name: 'Mei 🦊.png',
      mediaType: 'image/png',
      sizeBytes: PNG.length,
    });
    const inJournal = await stored(person, 'hello', { name: 'note.txt' });
    const all = await person.api.files.list.query({});
    expect(all.files.map((each) => each.id)).toEqual([inJournal.id, id]);
    expect(all).toMatchObject({ usedBytes: PNG.length + 5, quotaBytes: FILES_QUOTA_BYTES });
    const hers = await person.api.files.list.query({ contactId: mei.id });
    expect(hers.files.map((each) => each.id)).toEqual([id]);
    expect((await person.api.files.list.query({ contactId: JOURNAL })).files).toHaveLength(1);

    const download = await fetch(`${house.url}/files/${id}`, { headers: bearer(person) });
    expect(Buffer.from(await download.arrayBuffer()).equals(PNG)).toBe(true);
    await person.api.files.remove.mutate({ id });
    expect((await fetch(`${house.url}/files/${id}`, { headers: bearer(person) })).status).toBe(404);
    await expect(person.api.files.get.query({ id })).rejects.toThrow();
    await expect(person.api.files.remove.mutate({ id })).rejects.toThrow();
    expect((await person.api.files.list.query({})).usedBytes).toBe(5);
  });

  test('sent again under its id is the same file; another under that id is a conflict and changes nothing', async () => {
    const mei = await ann.api.contacts.create.mutate({ name: 'Mei' });
    const id = newId(FileId);
    const first = await put(ann, 'hello', { id });
    expect(await put(ann, 'hello', { id, name: 'another name.txt' })).toEqual(first);
    for (const again of [
      await put(ann, 'hullo', { id }),
      await put(ann, 'hello!', { id }),
      await put(ann, 'hello', { id, contactId: mei.id }),
    ])
      expect([again.status, again.code]).toEqual([409, 'FILE_CONFLICT']);
    expect(await (await get(id)).text()).toBe('hello');
  });

  test('of nothing is a file', async () => {
    const file = await stored(ann, '', { name: 'empty.txt' });
    expect(file).toMatchObject({ sizeBytes: 0, mediaType: 'text/plain' });
    const response = await get(file.id);
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  test.each([
    ['a contact that is none', { contactId: newId(FileId) }, 404, 'NOT_FOUND'],
    ['a contact’s id that is none', { contactId: '../journal' }, 400, 'INVALID_INPUT'],
    ['an id that leads out', { id: '../../etc/passwd' }, 400, 'INVALID_INPUT'],
    ['an id in upper case', { id: newId(FileId).toUpperCase() }, 400, 'INVALID_INPUT'],
    ['no name', { name: ' ' }, 400, 'INVALID_INPUT'],
    ['a name of 300 letters', { name: `${'n'.repeat(300)}.txt` }, 400, 'INVALID_INPUT'],
    ['a name of a program', { name: 'a.bat' }, 415, 'FILE_TYPE_REFUSED'],
  ])('for %s is refused', async (_, fields, status, code) => {
    const answer = await put(ann, 'hello', fields);
    expect([answer.status, answer.code]).toEqual([status, code]);
  });

  test('is told to the devices', async () => {
    const person = await house.newPerson();
    const heard: string[] = [];
    const stop = new AbortController();
    const listening = (async () => {
      for await (const { event } of house.services.butler.stream.subscribe(person.caller, null, stop.signal))
        if (event.type === 'CUSTOM') heard.push(JSON.stringify(event.value));
    })();
    await put(person, 'hello');
    await until(async () => heard.some((notice) => notice.includes('files.changed')));
    expect(heard[0]).toBe(JSON.stringify({ kind: 'files.changed', contactId: JOURNAL }));
    stop.abort();
    await listening;
  });
});

describe('a body', () => {
  /** Sends pieces as fast as they are taken, without saying how many there will be. */
  function sendPieces(person: Person, pieces: number, then: 'end' | 'leave') {
    return new Promise<{ status: number; body: string; sentBytes: number }>((resolve, reject) => {
      const req = request(address(), { method: 'POST', headers: bearer(person) });
      const piece = Buffer.alloc(256 * 1024, 'x');
      let sent = 0;
      const send = () => {
        while (sent < pieces) {
          sent += 1;
          if (!req.write(piece)) {
            req.once('drain', send);
            return;
          }
        }
        if (then === 'end') req.end();
        else req.destroy(new Error('left'));
      };
      req.on('response', async (res) => {
        const chunks: Buffer[] = [];
        for await (const chunk of res) chunks.push(Buffer.from(chunk));
        resolve({
          status: res.statusCode ?? 0,
          body: Buffer.concat(chunks).toString(),
          sentBytes: sent * piece.length,
        });
        req.destroy();
      });
      req.on('error', reject);
      send();
    });
  }

  test('of the greatest size is taken', async () => {
    const answer = await sendPieces(ann, FILE_MAX_BYTES / (256 * 1024), 'end');
    expect(answer.status).toBe(200);
    await ann.api.files.remove.mutate({ id: StoredFile.parse(JSON.parse(answer.body)).id });
  });

  test('that goes on beyond it is refused while it is still coming', async () => {
    const answer = await sendPieces(ann, 100_000, 'end');
    expect(answer).toMatchObject({ status: 413, body: expect.stringContaining('"FILE_TOO_LARGE"') });
    expect(answer.sentBytes).toBeLessThan(2 * FILE_MAX_BYTES);
  });

  test('that says it is too large is refused at once', async () => {
    const answer = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { ...bearer(ann), 'content-length': FILE_MAX_BYTES + 1 };
      const req = request(address(), { method: 'POST', headers }, (res) => {
        resolve(res.statusCode);
        req.destroy();
      });
      req.on('error', reject);
      req.flushHeaders();
    });
    expect(answer).toBe(413);
  });

  test('that breaks off leaves neither a row nor bytes', async () => {
    const person = await house.newPerson();
    const kept = await stored(person, 'kept');
    await expect(sendPieces(person, 8, 'leave')).rejects.toThrow('left');
    await until(async () => (await onDisk(person)).length === 1);
    expect(await onDisk(person)).toEqual([kept.id]);
    expect((await person.api.files.list.query({})).files).toEqual([kept]);
  });
});

describe('a download', () => {
  test('says what it is, runs nothing, and is for our own pages only', async () => {
    const file = await stored(ann, new Uint8Array(PNG), { name: 'a.png' });
    const { headers } = await get(file.id);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(PNG.length),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': `inline; filename="a.png"; filename*=UTF-8''a.png`,
      'cross-origin-resource-policy': 'same-site',
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, no-cache',
    });
    const wanted = await get(file.id, {}, '?download');
    expect(wanted.headers.get('content-disposition')).toMatch(/^attachment; /);
  });

  test.each([
    ['page.html', '<script>alert(1)</script>'],
    ['drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['holiday.png', '<html><body onload="alert(1)">'],
    ['data.json', '{"a":1}'],
    ['people.csv', 'name\nMei\n'],
  ])('of %s is never shown as a page', async (name, body) => {
    const file = await stored(ann, body, { name });
    const { headers } = await get(file.id);
    expect(headers.get('content-type')).toMatch(/^(text\/plain|text\/csv|application\/json)$/);
    expect(headers.get('content-disposition')).toMatch(/^attachment; /);
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  });

  test('of a PDF is shown, without the sandbox in which no browser would show it', async () => {
    const file = await stored(ann, '%PDF-1.4\n%%EOF', { name: 'a.pdf' });
    const { headers } = await get(file.id);
    expect(headers.get('content-type')).toBe('application/pdf');
    expect(headers.get('content-disposition')).toMatch(/^inline; /);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; object-src 'self'/);
  });

  test.each([
    ['quotes', 'a"; filename="evil.txt', 'a_; filename=_evil.txt'],
    ['line ends', 'a\r\nset-cookie: x=1.txt', 'a set-cookie_ x=1.txt'],
    ['what turns the reading around', 'invoice_\u202etxt.pdf', 'invoice_txt.pdf'],
    ['letters of other scripts', '梅的照片 🦊.txt', '____ _.txt'],
    ['folders', '../../../etc/passwd.txt', '.._.._.._etc_passwd.txt'],
    ['folders of Windows', '..\\..\\boot.ini.txt', '.._.._boot.ini.txt'],
    ['percent signs', '%22%0d%0a.txt', '_22_0d_0a.txt'],
  ])('with %s in its name has a header that is whole', async (_, name, plain) => {
    const file = await stored(ann, 'hello', { name });
    const header = (await get(file.id)).headers.get('content-disposition') ?? '';
    const [, quoted, full = ''] =
      /^attachment; filename="([^"\\]*)"; filename\*=UTF-8''([\w.~%-]*)$/.exec(header) ?? [];
    expect(quoted).toBe(plain);
    expect(decodeURIComponent(full)).toBe(file.name.replace(/[/\\]/g, '_'));
  });

  test('can be had in parts, and not at all when it is known already', async () => {
    const file = await stored(ann, '0123456789');
    const part = async (range: string, more: Record<string, string> = {}) => {
      const response = await get(file.id, { range, ...more });
      return [response.status, await response.text(), response.headers.get('content-range')];
    };
    expect(await part('bytes=0-0')).toEqual([206, '0', 'bytes 0-0/10']);
    expect(await part('bytes=4-')).toEqual([206, '456789', 'bytes 4-9/10']);
    expect(await part('bytes=-3')).toEqual([206, '789', 'bytes 7-9/10']);
    expect(await part('bytes=5-500')).toEqual([206, '56789', 'bytes 5-9/10']);
    expect(await part('bytes=10-')).toEqual([416, '', 'bytes */10']);
    expect(await part('bytes=-0')).toEqual([416, '', 'bytes */10']);
    for (const odd of ['bytes=5-4', 'bytes=-', 'lines=1-2', 'bytes=0-1,3-4', 'bytes=1e3-'])
      expect(await part(odd)).toEqual([200, '0123456789', null]);
    const etag = (await get(file.id)).headers.get('etag') ?? '';
    expect(await part('bytes=1-2', { 'if-range': etag })).toEqual([206, '12', 'bytes 1-2/10']);
    expect(await part('bytes=1-2', { 'if-range': '"other"' })).toEqual([200, '0123456789', null]);
    const known = await get(file.id, { 'if-none-match': etag });
    expect([known.status, await known.text()]).toEqual([304, '']);
  });
});
