import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { REPO } from '../repo.ts';

type Count = { heading: string; passed: number; failed: number };

const VitestReport = z.object({ numPassedTests: z.int(), numFailedTests: z.int(), success: z.boolean() });
const PlaywrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
});

/** Runs one step in sight of the person; gives its exit code. */
function step(heading: string, command: string, args: string[], env: NodeJS.ProcessEnv = {}): number {
  console.log(`\n▸ ${heading}`);
  const startedAt = Date.now();
  const { status } = spawnSync(command, args, {
    cwd: REPO,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  console.log(
    `  ${heading}: ${status === 0 ? 'good' : 'failed'}, ${((Date.now() - startedAt) / 1000).toFixed(0)} s`,
  );
  return status ?? 1;
}

/** A check that is no test counts only when it fails. */
const check = (heading: string, script: string): Count => ({
  heading,
  passed: 0,
  failed: step(heading, 'pnpm', ['--silent', 'run', script]) === 0 ? 0 : 1,
});

function vitest(reportDir: string): Count {
  const heading = 'Unit and integration tests';
  const file = join(reportDir, 'vitest.json');
  const status = step(heading, 'pnpm', [
    'exec',
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  const report = readReport(file, VitestReport);
  if (!report) return { heading, passed: 0, failed: 1 };
  // A file that cannot even be read has no tests that could fail.
  const failed = Math.max(report.numFailedTests, status === 0 ? 0 : 1);
  return { heading, passed: report.numPassedTests, failed };
}

function playwright(reportDir: string): Count {
  const heading = 'Browser tests';
  const file = join(reportDir, 'playwright.json');
  const status = step(
    heading,
    'pnpm',
    ['--dir', 'e2e', 'exec', 'playwright', 'test', '--reporter=list,json'],
    {
      PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    },
  );
  const report = readReport(file, PlaywrightReport);
  if (!report) return { heading, passed: 0, failed: 1 };
  const { expected, unexpected, flaky } = report.stats;
  return { heading, passed: expected, failed: Math.max(unexpected + flaky, status === 0 ? 0 : 1) };
}

function readReport<Report>(file: string, schema: z.ZodType<Report>): Report | null {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Every check and every test, on a stack of their own. The last line is the sum; the exit code says whether all is well. */
export async function runTests(): Promise<void> {
  const reportDir = mkdtempSync(join(tmpdir(), 'friendsai-reports-'));
  const counts = [
    check('Format and lint', 'lint'),
    check('Types', 'typecheck'),
    check('Floors', 'deps'),
    check('Nothing unused', 'unused'),
    vitest(reportDir),
    playwright(reportDir),
  ];
  rmSync(reportDir, { recursive: true, force: true });
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  const bad = counts.filter((count) => count.failed > 0).map((count) => count.heading);
  // What failed stood half an hour further up.
  if (bad.length > 0) console.log(`\nFailed: ${bad.join(', ')}`);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}
