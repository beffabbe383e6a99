import { closeSync, openSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { createFileReader, type SentFile } from '../file-reader.ts';
import { createSandbox } from '../sandbox.ts';

const reader = createFileReader({ sandbox: createSandbox({ searchPath: env['PATH'] ?? '' }) });

async function withFile<Answer>(
  name: string,
  content: string | Uint8Array,
  mediaType: string,
  work: (file: SentFile) => Promise<Answer>,
): Promise<Answer> {
  const folder = await mkdtemp(join(tmpdir(), 'sent-'));
  await writeFile(join(folder, 'sent'), content, { mode: 0o600 });
  const fd = openSync(join(folder, 'sent'), 'r');
  try {
    return await work({ fd, name, mediaType });
  } finally {
    closeSync(fd);
    await rm(folder, { recursive: true });
  }
}

/** The text of a file with that name and content, read in a real sandbox. */
export const textOf = (name: string, content: string | Uint8Array, mediaType = 'application/octet-stream') =>
  withFile(name, content, mediaType, (file) => reader.text(file, new AbortController().signal));

/** The figures of it. */
export const figuresOf = (name: string, content: string | Uint8Array) =>
  withFile(name, content, 'application/octet-stream', (file) =>
    reader.analyse(file, new AbortController().signal),
  );
