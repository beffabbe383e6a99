import {
  type Attachment,
  ContactId,
  FILE_MAX_BYTES,
  type FileId,
  newId,
  type StoredFile,
} from '@friendsai/schema';
import { expect, test } from 'vitest';
import type { UploadHandlers } from './upload.ts';
import { createUploads, type UploadsDeps, uploadsOf } from './uploads.ts';

const contactId = newId(ContactId);

/** Files on their way, each of which the test ends as it likes. */
function device() {
  const going = new Map<string, { id: StoredFile['id']; handlers: UploadHandlers; stopped: boolean }>();
  let kept: readonly Attachment[] = [];
  const send: UploadsDeps['send'] = ({ id, file }, handlers) => {
    const sending = { id, handlers, stopped: false };
    going.set(file.name, sending);
    return () => {
      sending.stopped = true;
    };
  };
  const discarded: FileId[] = [];
  const uploads = createUploads({
    send,
    discard: (id) => discarded.push(id),
    kept: {
      read: () => kept,
      write: (_channel, files) => {
        kept = files;
      },
    },
  });
  const at = (name: string) => {
    const sending = going.get(name);
    if (!sending) throw new Error(`${name} is not on its way`);
    return sending;
  };
  return {
    uploads,
    discarded,
    going,
    at,
    kept: () => kept,
    done: (name: string) => {
      const { id, handlers } = at(name);
      handlers.onDone({
        id,
        contactId,
        name,
        mediaType: 'text/plain',
        sizeBytes: 1,
        textState: 'pending',
        createdAt: '2026-01-01T00:00:00.000Z',
      });
    },
    states: () => uploadsOf(uploads.store.getState(), contactId).map(({ name, state }) => `${name} ${state}`),
  };
}

const file = (name: string, bytes = 1) => new File([new Uint8Array(bytes)], name, { type: 'text/plain' });

test('several go up at once, the rest follow, and what is up goes with the message', () => {
  const { uploads, done, states, kept } = device();
  uploads.add(
    contactId,
    ['a', 'b', 'c', 'd'].map((name) => file(name)),
  );
  expect(states()).toEqual(['a uploading', 'b uploading', 'c uploading', 'd waiting']);
  done('b');
  expect(states()).toEqual(['a uploading', 'b done', 'c uploading', 'd uploading']);
  for (const name of ['a', 'c', 'd']) done(name);
  expect(kept().map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
  expect(uploads.take(contactId).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
  expect(states()).toEqual([]);
  expect(kept()).toEqual([]);
});

test('a file that is called off stops travelling and makes room', () => {
  const { uploads, at, states } = device();
  uploads.add(
    contactId,
    ['a', 'b', 'c', 'd'].map((name) => file(name)),
  );
  const first = at('a');
  uploads.remove(contactId, first.id);
  expect(first.stopped).toBe(true);
  expect(states()).toEqual(['b uploading', 'c uploading', 'd uploading']);
  // What the stopped one says afterwards brings nothing back.
  first.handlers.onFailed(null);
  expect(states()).toEqual(['b uploading', 'c uploading', 'd uploading']);
});

test('a try that failed is made again under the same id; without a network it waits for one', () => {
  const { uploads, at, done, states } = device();
  uploads.add(contactId, [file('a'), file('b')]);
  const first = at('a');
  first.handlers.onFailed(null);
  at('b').handlers.onFailed('FILE_TYPE_REFUSED');
  expect(states()).toEqual(['a failed', 'b failed']);
  uploads.retryUnreachable();
  expect(states()).toEqual(['a uploading', 'b failed']);
  expect(at('a').id).toBe(first.id);
  done('a');
  expect(states()).toEqual(['a done', 'b failed']);
});

test('what is too large or too many is said before it travels', () => {
  const { uploads, going, states } = device();
  expect(uploads.add(contactId, [file('large', FILE_MAX_BYTES + 1)])).toBe(0);
  expect(states()).toEqual(['large failed']);
  expect(going.size).toBe(0);
  expect(
    uploads.add(
      contactId,
      Array.from({ length: 12 }, (_, index) => file(`${index}`)),
    ),
  ).toBe(3);
  expect(states()).toHaveLength(10);
});

test('a page that comes back has what was stored for its draft', () => {
  const first = device();
  first.uploads.add(contactId, [file('a'), file('b')]);
  first.done('a');
  const later = createUploads({
    send: () => () => {},
    discard: () => {},
    kept: { read: first.kept, write: () => {} },
  });
  later.restore(contactId);
  expect(uploadsOf(later.store.getState(), contactId)).toMatchObject([{ name: 'a', state: 'done' }]);
});

test('a file that is stored and taken out of the draft is not left with the butler', () => {
  const { uploads, at, done, discarded } = device();
  uploads.add(contactId, [file('a'), file('b')]);
  done('a');
  const [stored, going] = [at('a').id, at('b').id];
  uploads.remove(contactId, going);
  expect(discarded).toEqual([]);
  uploads.remove(contactId, stored);
  expect(discarded).toEqual([stored]);
});

test('a name that is longer than the server reads keeps its end', () => {
  const { uploads, states } = device();
  uploads.add(contactId, [file(`${'x'.repeat(300)}.pdf`)]);
  const [said] = states();
  expect(said).toMatch(/^x{179}….*\.pdf uploading$/);
});
