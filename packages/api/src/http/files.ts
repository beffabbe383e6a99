import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Butler, Caller } from '@friendsai/butler';
import { FileId, FriendsError, type StoredFile, UploadInput } from '@friendsai/schema';
import { attachmentHeader } from './disposition.ts';
import { sendJson } from './json.ts';
import { type ByteRange, rangeOf } from './range.ts';

/** Kinds that a browser shows by itself, and in which nothing runs as a page of ours. */
const SHOWN = /^(image\/(jpeg|png|apng|webp|gif|heic|heif|avif)|application\/pdf)$/;

/**
 * A file is never a page: whoever opens its address gets a document that may load nothing, run nothing, and is of no origin.
 * Browsers show a PDF in a document of their own, which they refuse to do in a sandbox and without a style; what runs in
 * a PDF has no way to the page's origin.
 */
const CSP = "default-src 'none'; sandbox";
const CSP_PDF =
  "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

type Door = { butler: Butler; caller: Caller | null };

function inputOf(req: IncomingMessage): UploadInput {
  const { searchParams } = new URL(req.url ?? '/', 'http://server');
  const input = UploadInput.safeParse(Object.fromEntries(searchParams));
  if (!input.success) throw new FriendsError('INVALID_INPUT', { cause: input.error });
  return input.data;
}

/** What the client says of the body's length: null when it does not know yet. */
function declaredBytesOf(req: IncomingMessage): number | null {
  const declared = req.headers['content-length'];
  return declared === undefined ? null : Number(declared);
}

/**
 * `POST /files?id=&contactId=&name=`: stores the body, of which never more than a piece is in memory. What kind of file it is
 * the bytes say, whatever the content type does. Who leaves midway leaves nothing. Errors: UNAUTHORIZED, INVALID_INPUT, and
 * those of `files.upload`.
 */
export async function handleUpload(
  req: IncomingMessage,
  res: ServerResponse,
  { butler, caller }: Door,
): Promise<void> {
  if (!caller) throw new FriendsError('UNAUTHORIZED');
  const input = inputOf(req);
  const left = new AbortController();
  res.on('close', () => left.abort());
  if (res.destroyed) return;
  try {
    const stored = await butler.files.upload(caller, input, {
      // Leaving early must not take the connection with it: the refusal has to get through.
      source: req.iterator({ destroyOnReturn: false }),
      declaredBytes: declaredBytesOf(req),
      signal: left.signal,
    });
    sendJson(res, 200, stored);
  } catch (error) {
    // Nobody is there to be told.
    if (left.signal.aborted) return;
    req.resume();
    throw error;
  }
}

/**
 * `GET /files/:id`: the bytes, or the part of them that a Range asks for. Pictures and PDF are shown, all else is for keeping;
 * with `?download` everything is. Another tenant's file looks the same as one that is not. Errors: UNAUTHORIZED, NOT_FOUND.
 */
export async function handleDownload(
  req: IncomingMessage,
  res: ServerResponse,
  { butler, caller, fileId }: Door & { fileId: string },
): Promise<void> {
  if (!caller) throw new FriendsError('UNAUTHORIZED');
  const id = FileId.safeParse(fileId);
  if (!id.success) throw new FriendsError('NOT_FOUND');
  const { handle, sizeBytes, file, sha256 } = await butler.files.open(caller, id.data);
  try {
    const etag = `"${sha256}"`;
    setHeaders(req, res, file, etag);
    if (req.headers['if-none-match'] === etag) {
      res.writeHead(304).end();
      return;
    }
    // A part is of use only with the other parts of the same file.
    const ifRange = req.headers['if-range'];
    const asked = ifRange === undefined || ifRange === etag ? req.headers.range : undefined;
    const range = rangeOf(asked, sizeBytes);
    if (range === 'unsatisfiable') {
      res.writeHead(416, { 'content-range': `bytes */${sizeBytes}`, 'content-length': 0 }).end();
      return;
    }
    writeHead(res, range, sizeBytes);
    const bytes = handle.createReadStream({
      start: range?.start ?? 0,
      ...(range ? { end: range.end } : {}),
      autoClose: false,
    });
    await pipeline(bytes, res).catch((error: unknown) => {
      // Who leaves midway has what they wanted.
      if (!res.destroyed || bytes.errored) throw error;
    });
  } finally {
    await handle.close();
  }
}

function writeHead(res: ServerResponse, range: ByteRange | null, sizeBytes: number): void {
  if (range === null) res.writeHead(200, { 'content-length': sizeBytes });
  else {
    res.writeHead(206, {
      'content-length': range.end - range.start + 1,
      'content-range': `bytes ${range.start}-${range.end}/${sizeBytes}`,
    });
  }
}

function setHeaders(req: IncomingMessage, res: ServerResponse, file: StoredFile, etag: string): void {
  const isWanted = new URL(req.url ?? '/', 'http://server').searchParams.has('download');
  const isShown = SHOWN.test(file.mediaType) && !isWanted;
  const headers = {
    'content-type': file.mediaType,
    'content-disposition': attachmentHeader(isShown ? 'inline' : 'attachment', file.name),
    'content-security-policy': file.mediaType === 'application/pdf' ? CSP_PDF : CSP,
    // Our own pages stand on another port or a sister domain, and nobody else's may show it.
    'cross-origin-resource-policy': 'same-site',
    'referrer-policy': 'no-referrer',
    // Asked for again each time: it may have been removed, and who is signed in may have changed.
    'cache-control': 'private, no-cache',
    'accept-ranges': 'bytes',
    etag,
  };
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
}
