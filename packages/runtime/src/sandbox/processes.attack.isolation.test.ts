import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { hostProcess } from './testing/host-process.ts';
import { inside, LIMITS, limitOf, marked, newMarker } from './testing/inside.ts';

const Told = z.object({ started: z.number(), refused: z.number(), why: z.array(z.string()) });

const nothingLeft = (marker: string) =>
  vi.waitFor(() => expect(marked(marker)).toEqual([]), { timeout: 20_000, interval: 50 });

test('of two hundred that are started, no more run than may, and none is left', async () => {
  const marker = newMarker();
  const { told } = await inside(
    `let started = 0, refused = [];
     for (let i = 0; i < 200; i++) {
       const child = spawn('sleep', [marker], { stdio: 'ignore', detached: true });
       child.on('error', (error) => refused.push(error.code));
       if (child.pid) started++;
     }
     setImmediate(() => { tell({ started, refused: refused.length, why: [...new Set(refused)] }); process.exit(0); });`,
    { marker },
  );
  const { started, refused, why } = Told.parse(told[0]);
  expect(why).toEqual(['EAGAIN']);
  expect(started).toBeGreaterThan(0);
  expect(started).toBeLessThan(LIMITS.maxProcesses);
  expect(started + refused).toBe(200);
  await nothingLeft(marker);
});

test("every job's processes are counted by themselves: others of the same host do not use them up", async () => {
  const limits = { maxProcesses: 16 };
  const waits = `fs.writeFileSync('/scratch/x', ''); await new Promise((resolve) => setTimeout(resolve, 500)); tell({ ran: true });`;
  const ends = await Promise.all(Array.from({ length: 4 }, () => inside(waits, { limits })));
  expect(ends.map(({ told }) => told)).toEqual(Array(4).fill([{ ran: true }]));
});

test('a fork bomb goes off inside and is ended as a group', async () => {
  const marker = newMarker();
  const bomb = limitOf(
    inside(`for (;;) spawnSync('sh', ['-c', 'f() { f | f & f; }; f', marker], { stdio: 'ignore' });`, {
      marker,
      limits: { timeoutMs: 10_000, cpuSeconds: 60 },
    }),
  );
  let most = 0;
  const count = setInterval(() => {
    most = Math.max(most, marked(marker).length);
  }, 100);
  expect(await bomb.finally(() => clearInterval(count))).toBe('timeoutMs');
  // Not one shell but a crowd; bubblewrap's own two are outside of the count.
  expect(most).toBeGreaterThan(10);
  expect(most).toBeLessThanOrEqual(LIMITS.maxProcesses + 2);
  await nothingLeft(marker);
});

test('one that left its session and its parents does not outlive the program', async () => {
  const marker = newMarker();
  const { told } = await inside(
    `spawnSync('sh', ['-c', 'setsid sh -c "sleep $0 & exec sleep $0" "$0" < /dev/null > /dev/null 2>&1 &', marker]);
     const sleeping = () => fs.readdirSync('/proc').filter((pid) => tried(() => fs.readFileSync('/proc/' + pid + '/cmdline', 'utf8')).startsWith('sleep\\0'));
     while (sleeping().length < 2);
     tell(sleeping().map((pid) => fs.readFileSync('/proc/' + pid + '/stat', 'utf8').split(' ').slice(3, 4).join()));`,
    { marker },
  );
  // One of them had become an orphan.
  expect(told).toEqual([expect.arrayContaining(['1'])]);
  await nothingLeft(marker);
});

test('nothing outlives the process that asked for it, even when that was killed', async () => {
  const marker = newMarker();
  const parent = hostProcess(
    `await sandbox.run({
       program: "import { spawn } from 'node:child_process'; spawn('setsid', ['sleep', process.argv[2]], { stdio: 'ignore', detached: true }); for (;;);",
       files: [], args: [marker], limits,
     }, new AbortController().signal);`,
    marker,
  );
  await vi.waitFor(async () => expect(await sleepers(marker)).toBeGreaterThan(0), {
    timeout: 30_000,
    interval: 50,
  });
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  await nothingLeft(marker);
});

test('a job that nobody wants any more is ended as a group', async () => {
  const marker = newMarker();
  const unwanted = new AbortController();
  const run = inside(`spawn('sleep', [marker], { detached: true, stdio: 'ignore' }); for (;;);`, {
    marker,
    signal: unwanted.signal,
  });
  await vi.waitFor(async () => expect(await sleepers(marker)).toBe(1), { timeout: 30_000, interval: 50 });
  unwanted.abort(new Error('Nobody waits.'));
  await expect(run).rejects.toThrow('Nobody waits.');
  await nothingLeft(marker);
});

async function sleepers(marker: string): Promise<number> {
  const names = marked(marker).map((pid) => readFile(`/proc/${pid}/comm`, 'utf8').catch(() => ''));
  return (await Promise.all(names)).filter((name) => name.trim() === 'sleep').length;
}
