import type { FileHandle } from 'node:fs/promises';
import type { FileId, TenantId } from '@friendsai/schema';

/** What the files need of a tenant's folder. */
export type FileStore = {
  put(
    fileId: FileId,
    source: AsyncIterable<Uint8Array>,
    limits: { maxBytes: number; signal: AbortSignal },
  ): Promise<{ sizeBytes: number; sha256: string; head: Buffer }>;
  openForReading(fileId: FileId): Promise<OpenFile | null>;
  remove(fileId: FileId): Promise<void>;
  /** The names of all that is there. */
  list(): Promise<string[]>;
};
export type FileFolders = { open(tenantId: TenantId): { files: FileStore } };

/** Whoever has it closes the handle. */
export type OpenFile = { handle: FileHandle; sizeBytes: number };

/** A file that is handed to whoever reads what is in it: open, and what is known of its kind. */
export type ReadableFile = { fd: number; name: string; mediaType: string };

/** Reads untrusted files, where they can do no harm. Errors: FILE_UNREADABLE, SANDBOX_LIMIT, SANDBOX_UNAVAILABLE. */
export type FileReader = {
  text(file: ReadableFile, signal: AbortSignal): Promise<{ text: string }>;
  /** What can be counted in it. */
  analyse(file: ReadableFile, signal: AbortSignal): Promise<Record<string, unknown>>;
};
