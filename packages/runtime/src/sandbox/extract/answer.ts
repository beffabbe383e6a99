import { readFileSync } from 'node:fs';
import process, { argv, stdout } from 'node:process';
import type { FileKind, FileText, Reason } from './answers.ts';
import { type Content, Unreadable } from './content.ts';
import { figuresOf } from './figures.ts';
import { MOST, REFUSED_EXIT_CODE } from './most.ts';

/**
 * What a program does inside the sandbox: called with `text` or `analyse` and the file's kind, it reads /input/file and
 * answers in JSON (answers.ts) on stdout. `readers` are the kinds that it knows.
 */
export async function answer<Kind extends FileKind>(
  readers: Record<Kind, (bytes: Uint8Array) => Content | Promise<Content>>,
): Promise<void> {
  const [, , command, kind = ''] = argv;
  if (!isOneOf(readers, kind)) throw new TypeError('There is no such kind.');
  try {
    const content = await readers[kind](new Uint8Array(readFileSync('/input/file')));
    say(command === 'analyse' ? figuresOf(kind, content) : firstOf(kind, content.text));
  } catch (error) {
    say({ reason: reasonOf(error) });
    process.exitCode = REFUSED_EXIT_CODE;
  }
}

function reasonOf(error: unknown): Reason {
  if (error instanceof Unreadable) return error.reason;
  // Memory that is not to be had is a limit, not a fault of the file.
  const starved = error instanceof RangeError && /alloc|string length/.test(error.message);
  return starved ? 'large' : 'damaged';
}

function isOneOf<Kind extends string>(readers: Record<Kind, unknown>, kind: string): kind is Kind {
  return Object.hasOwn(readers, kind);
}

function say(answer: object): void {
  stdout.write(JSON.stringify(answer));
}

function firstOf(kind: FileKind, text: string): FileText {
  // Half of a character at the cut goes; one that the file itself had is marked.
  const first = text.slice(0, MOST.characters).replace(/[\uD800-\uDBFF]$/, '');
  return { kind, text: first.toWellFormed(), truncated: text.length > MOST.characters };
}
