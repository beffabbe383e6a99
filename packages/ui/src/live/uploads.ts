import {
  ATTACHMENTS_MAX,
  type Attachment,
  type ChannelRef,
  ERRORS,
  type ErrorCode,
  FILE_MAX_BYTES,
  FILE_NAME_MAX_CHARS,
  FileId,
  newId,
} from '@friendsai/schema';
import { createStore } from 'zustand/vanilla';
import { isPicture } from '../files/shown.ts';
import type { upload } from './upload.ts';

/** A file that is to go with the next message of a channel. */
export type Upload = Attachment & {
  name: string;
  /** Null when it was stored on an earlier page. */
  sizeBytes: number | null;
  /** A picture as this device has it, to be shown before the server has it. */
  previewUrl: string | null;
} & (
    | { state: 'waiting' }
    | { state: 'uploading'; sentBytes: number }
    | { state: 'done' }
    | { state: 'failed'; errorCode: ErrorCode | null }
  );

export type UploadsState = Readonly<Partial<Record<ChannelRef, readonly Upload[]>>>;

/** So many files travel at a time; the stream needs a connection too. */
const AT_A_TIME = 3;

/** What is kept of a draft's files between two pages of a device. */
export type KeptFiles = {
  read: (contactId: ChannelRef) => readonly Attachment[];
  write: (contactId: ChannelRef, files: readonly Attachment[]) => void;
};

export type UploadsDeps = {
  send: (...args: [Parameters<typeof upload>[1], Parameters<typeof upload>[2]]) => ReturnType<typeof upload>;
  /** Removes a stored file that is not to go with a message after all: what is taken out is not left with the butler. */
  discard: (id: FileId) => void;
  kept: KeptFiles;
};

const NONE: readonly Upload[] = [];

export const uploadsOf = (state: UploadsState, contactId: ChannelRef): readonly Upload[] =>
  state[contactId] ?? NONE;

/** Whether the same try could end otherwise. */
export const canRetry = (errorCode: ErrorCode | null): boolean =>
  errorCode === null || ERRORS[errorCode].retryable || errorCode === 'QUOTA_EXCEEDED';

/** The files of all drafts of this device: they go up while one writes, also while one looks at another channel. */
export function createUploads({ send, discard, kept }: UploadsDeps) {
  const store = createStore<UploadsState>(() => ({}));
  const bytes = new Map<FileId, { contactId: ChannelRef; file: File }>();
  const stops = new Map<FileId, () => void>();

  const list = (contactId: ChannelRef) => uploadsOf(store.getState(), contactId);

  function put(contactId: ChannelRef, next: readonly Upload[]): void {
    store.setState((before) => ({ ...before, [contactId]: next }));
  }

  /** A draft's stored files outlast the page. */
  function keep(contactId: ChannelRef): void {
    const stored = list(contactId).filter(({ state }) => state === 'done');
    kept.write(contactId, stored.map(attachmentOf));
  }

  function become(contactId: ChannelRef, id: FileId, change: (before: Upload) => Upload): void {
    put(
      contactId,
      list(contactId).map((each) => (each.id === id ? change(each) : each)),
    );
  }

  function begin(): void {
    for (const [id, { contactId, file }] of bytes) {
      if (stops.size >= AT_A_TIME) return;
      if (stops.has(id) || list(contactId).find((each) => each.id === id)?.state !== 'waiting') continue;
      const end = (change: (before: Upload) => Upload) => {
        stops.delete(id);
        become(contactId, id, change);
        begin();
      };
      become(contactId, id, (before) => ({ ...before, state: 'uploading', sentBytes: 0 }));
      stops.set(
        id,
        send(
          { id, contactId, file },
          {
            onProgress: (sentBytes) =>
              become(contactId, id, (before) => ({ ...before, state: 'uploading', sentBytes })),
            onDone: ({ mediaType, sizeBytes }) => {
              bytes.delete(id);
              end((before) => ({ ...before, state: 'done', mediaType, sizeBytes }));
              keep(contactId);
            },
            onFailed: (errorCode) => end((before) => ({ ...before, state: 'failed', errorCode })),
          },
        ),
      );
    }
  }

  function forget(id: FileId): void {
    stops.get(id)?.();
    stops.delete(id);
    bytes.delete(id);
  }

  function release({ previewUrl }: Upload): void {
    if (previewUrl !== null) URL.revokeObjectURL(previewUrl);
  }

  return {
    store,
    /** Takes files into a draft; gives how many were too many. */
    add(contactId: ChannelRef, files: readonly File[]): number {
      const room = Math.max(0, ATTACHMENTS_MAX - list(contactId).length);
      const taken = files.slice(0, room).map((given): Upload => {
        const id = newId(FileId);
        const file = withName(given);
        const tooLarge = file.size > FILE_MAX_BYTES;
        if (!tooLarge) bytes.set(id, { contactId, file });
        return {
          id,
          name: file.name,
          mediaType: file.type || null,
          sizeBytes: file.size,
          previewUrl: isPicture(file.type) ? URL.createObjectURL(file) : null,
          ...(tooLarge
            ? { state: 'failed' as const, errorCode: 'FILE_TOO_LARGE' as const }
            : { state: 'waiting' as const }),
        };
      });
      put(contactId, [...list(contactId), ...taken]);
      begin();
      return files.length - taken.length;
    },
    /** Takes a file out of a draft, wherever its upload stands. */
    remove(contactId: ChannelRef, id: FileId): void {
      forget(id);
      const gone = list(contactId).find((each) => each.id === id);
      put(
        contactId,
        list(contactId).filter((each) => each.id !== id),
      );
      keep(contactId);
      if (gone) release(gone);
      if (gone?.state === 'done') discard(id);
      begin();
    },
    retry(contactId: ChannelRef, id: FileId): void {
      become(contactId, id, (before) => ({ ...before, state: 'waiting' }));
      begin();
    },
    /** Tries again what did not reach the server; for when the network may be back. */
    retryUnreachable(): void {
      for (const [id, { contactId }] of bytes)
        become(contactId, id, (before) =>
          before.state === 'failed' && before.errorCode === null ? { ...before, state: 'waiting' } : before,
        );
      begin();
    },
    /** The files of a draft that is being sent: they belong to the message now. */
    take(contactId: ChannelRef): Attachment[] {
      const taken = list(contactId);
      put(contactId, []);
      keep(contactId);
      for (const each of taken) release(each);
      return taken.map(attachmentOf);
    },
    /** What an earlier page of this device had stored for a draft. */
    restore(contactId: ChannelRef): void {
      if (store.getState()[contactId]) return;
      const before = kept.read(contactId);
      if (before.length === 0) return;
      put(
        contactId,
        before.map((file) => ({
          ...file,
          name: file.name ?? '',
          sizeBytes: null,
          previewUrl: null,
          state: 'done',
        })),
      );
    },
  };
}

export type Uploads = ReturnType<typeof createUploads>;

const attachmentOf = ({ id, name, mediaType }: Attachment): Attachment => ({ id, name, mediaType });

/** A name that the server takes: none longer than it reads, and its end, which says what it is, is kept. */
function withName(file: File): File {
  if (file.name.length <= FILE_NAME_MAX_CHARS && file.name.trim() !== '') return file;
  const end = file.name.slice(-20);
  const name = file.name.trim() === '' ? 'file' : `${file.name.slice(0, FILE_NAME_MAX_CHARS - 21)}…${end}`;
  return new File([file], name, { type: file.type });
}
