import { FriendsError } from '@friendsai/schema';
import type { ZodType } from 'zod';
import { FileFigures, FileText, type Reason, Refusal } from './extract/answers.ts';
import { REFUSED_EXIT_CODE } from './extract/most.ts';
import { readingProgram } from './extract/program.ts';
import { kindOfFile } from './kind-of-file.ts';
import { LimitReached, type SandboxLimits } from './limits.ts';
import type { Sandbox } from './sandbox.ts';

/** A file that somebody sent: open for reading, with the name and the media type that it came with. */
export type SentFile = { fd: number; name: string; mediaType: string };

export type FileReader = {
  /**
   * The file's text, up to 200,000 characters. It is untrusted content. Errors: FriendsError FILE_UNREADABLE (the cause is
   * a FileUnreadable with the reason), SANDBOX_LIMIT, SANDBOX_UNAVAILABLE; and the signal's reason.
   */
  text(file: SentFile, signal: AbortSignal): Promise<FileText>;
  /** What can be counted in the file: words, headings, addresses, and the columns of tables. Errors as of `text`. */
  analyse(file: SentFile, signal: AbortSignal): Promise<FileFigures>;
};

/** What one file may take. An upload has a few megabytes, and most are read in a second. */
const LIMITS: SandboxLimits = {
  timeoutMs: 30_000,
  cpuSeconds: 20,
  memoryBytes: 768 * 1024 ** 2,
  maxProcesses: 32,
  scratchBytes: 1024 ** 2,
  outputBytes: 4 * 1024 ** 2,
};

const SENTENCES: Record<Reason, string> = {
  picture: 'There is no text in a picture.',
  archive: 'There is no text in an archive; send the files in it.',
  media: 'There is no text in sound or film.',
  kind: 'Files of this kind are not read.',
  binary: 'It is not text, whatever its name says.',
  encrypted: 'It is locked with a password, or in an old format of Office.',
  scan: 'Its pages are pictures, without text.',
  damaged: 'It is damaged, or not what its name says.',
  large: 'Unpacked it would be too large.',
};

/** Why there is no text; the `cause` of a FILE_UNREADABLE. */
export class FileUnreadable extends Error {
  override readonly name = 'FileUnreadable';
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(SENTENCES[reason]);
    this.reason = reason;
  }
}

/** Reads files inside a sandbox, and only there. */
export function createFileReader({ sandbox }: { sandbox: Sandbox }): FileReader {
  async function ask<Answer>(command: string, Shape: ZodType<Answer>, file: SentFile, signal: AbortSignal) {
    const found = kindOfFile(file.name, file.mediaType);
    if ('reason' in found) throw unreadable(found.reason);
    const { stdout, exitCode } = await sandbox.run(
      {
        program: await readingProgram(found.kind),
        files: [{ name: 'file', fd: file.fd }],
        args: [command, found.kind],
        limits: LIMITS,
      },
      signal,
    );
    if (exitCode === 0) return answerOf(Shape, stdout);
    if (exitCode !== REFUSED_EXIT_CODE) throw unreadable('damaged');
    throw unreadable(answerOf(Refusal, stdout).reason);
  }
  return {
    text: (file, signal) => ask('text', FileText, file, signal),
    analyse: (file, signal) => ask('analyse', FileFigures, file, signal),
  };
}

/** What comes out of the sandbox is as untrusted as what went in. */
function answerOf<Answer>(Shape: ZodType<Answer>, stdout: Buffer): Answer {
  try {
    return Shape.parse(JSON.parse(stdout.toString()));
  } catch {
    // Not as the cause: the error may quote the file, and causes are logged.
    throw unreadable('damaged');
  }
}

function unreadable(reason: Reason): FriendsError {
  return reason === 'large'
    ? new FriendsError('SANDBOX_LIMIT', { cause: new LimitReached('memoryBytes') })
    : new FriendsError('FILE_UNREADABLE', { cause: new FileUnreadable(reason) });
}
