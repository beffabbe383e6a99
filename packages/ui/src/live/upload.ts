import { type ChannelRef, type ErrorCode, errorCodeOf, type FileId, StoredFile } from '@friendsai/schema';
import { z } from 'zod';

/** What of an upload has got how far. `sentBytes` counts what has left the device. */
export type UploadHandlers = {
  onProgress: (sentBytes: number) => void;
  onDone: (file: StoredFile) => void;
  /** Null: the server could not be reached, or the network went away. */
  onFailed: (errorCode: ErrorCode | null) => void;
};

const Refusal = z.object({ error: z.object({ code: z.string() }) });

/** Sends one file to where files are kept; gives what stops it. XMLHttpRequest, because fetch does not tell how far it has got. */
export function upload(
  serverUrl: string,
  { id, contactId, file }: { id: FileId; contactId: ChannelRef; file: File },
  { onProgress, onDone, onFailed }: UploadHandlers,
): () => void {
  const request = new XMLHttpRequest();
  const query = new URLSearchParams({ id, contactId, name: file.name });
  request.open('POST', `${serverUrl}/files?${query}`);
  request.withCredentials = true;
  request.responseType = 'text';
  // What a file is, its bytes say; the name of a type that a page may not send without asking is left out.
  request.setRequestHeader('content-type', 'application/octet-stream');
  request.upload.onprogress = (event) => onProgress(event.loaded);
  request.onload = () => {
    const said = parsed(request.responseText);
    const stored = StoredFile.safeParse(said).data;
    if (stored) return onDone(stored);
    // A proxy that refuses a size says so by its status, in no words of ours.
    const code =
      Refusal.safeParse(said).data?.error.code ?? (request.status === 413 ? 'FILE_TOO_LARGE' : null);
    onFailed(errorCodeOf(code));
  };
  request.onerror = () => onFailed(null);
  request.send(file);
  return () => request.abort();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
