import { type ChildProcess, spawn } from 'node:child_process';
import { LIMITS } from './inside.ts';

/** A process of the host's that has a sandbox and does as it is told. */
export function hostProcess(
  program: string,
  marker: string,
  { execPath = process.execPath, inherited }: { execPath?: string; inherited?: number } = {},
): ChildProcess {
  const code = `import { createSandbox } from ${JSON.stringify(import.meta.resolve('../sandbox.ts'))};
    const [marker] = process.argv.slice(-1);
    const limits = ${JSON.stringify(LIMITS)};
    const sandbox = createSandbox({ searchPath: process.env.PATH });
    ${program}`;
  return spawn(execPath, ['--input-type=module', '-e', code, marker], {
    stdio: ['ignore', 'pipe', 'inherit', ...Array(9).fill('ignore'), inherited ?? 'ignore'],
  });
}
