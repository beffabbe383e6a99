import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import type { FileKind } from './answers.ts';

const made = new Map<string, Promise<string>>();

/**
 * The program that reads a kind of file, with all that it imports, as one module. Made once in a process, so that the
 * sandbox need not be shown any folder of ours.
 */
export function readingProgram(kind: FileKind): Promise<string> {
  const entry = kind === 'pdf' ? import.meta.resolve('./main-pdf.ts') : import.meta.resolve('./main.ts');
  const program = made.get(entry) ?? bundled(entry);
  made.set(entry, program);
  // One that could not be made (no memory, no file handles) is made anew when it is wanted again.
  program.catch(() => made.delete(entry));
  return program;
}

async function bundled(entry: string): Promise<string> {
  const bundle = await rolldown({
    input: fileURLToPath(entry),
    platform: 'node',
    // What it says is about how the libraries are written.
    logLevel: 'silent',
  });
  try {
    const { output } = await bundle.generate({ format: 'esm', codeSplitting: false, minify: true });
    return output[0].code;
  } finally {
    await bundle.close();
  }
}
