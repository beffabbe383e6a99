import { z } from 'zod';
import { ChannelRef, FileId } from '../ids.ts';
import { lineInput } from '../text.ts';

export const FILE_MAX_BYTES = 25 * 1024 * 1024;
/** All files of one tenant together. */
export const FILES_QUOTA_BYTES = 1024 * 1024 * 1024;
export const FILE_NAME_MAX_CHARS = 200;
/** Files that go with one message. */
export const ATTACHMENTS_MAX = 10;

/** `POST /files?id=…&contactId=…&name=…`, the bytes as the body. */
export const UploadInput = z.object({
  id: FileId,
  contactId: ChannelRef,
  /** As the person's device calls it. */
  name: lineInput(FILE_NAME_MAX_CHARS),
});
export type UploadInput = z.infer<typeof UploadInput>;

export const StoredFile = z.object({
  id: FileId,
  /** Whose it is: a contact's, or the journal's. */
  contactId: ChannelRef,
  name: z.string(),
  /** As its bytes say, whatever its name says. */
  mediaType: z.string(),
  sizeBytes: z.int().nonnegative(),
  /** `pending`: not read yet. `none`: there is no text in it. `failed`: reading it failed or was stopped. */
  textState: z.enum(['pending', 'ready', 'none', 'failed']),
  createdAt: z.iso.datetime(),
});
export type StoredFile = z.infer<typeof StoredFile>;

export const FileList = z.object({ files: z.array(StoredFile), usedBytes: z.int(), quotaBytes: z.int() });
export type FileList = z.infer<typeof FileList>;

export const ListFilesInput = z.object({
  /** Only these; without it, all there are. */
  contactId: ChannelRef.optional(),
});
export type ListFilesInput = z.infer<typeof ListFilesInput>;

export const FileIdInput = z.object({ id: FileId });
export type FileIdInput = z.infer<typeof FileIdInput>;

/** A file and the beginning of the text that is in it. */
export const FilePreview = StoredFile.extend({ text: z.string().nullable() });
export type FilePreview = z.infer<typeof FilePreview>;
