import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { endLeftovers } from './leftovers.ts';
import { startPostgres } from './postgres.ts';
import { beganAt } from './processes.ts';
import { startRedis } from './redis.ts';
import { createServices } from './services.ts';
import { startStack } from './stack.ts';
import { throwawayState } from './throwaway-state.ts';
import { unprivilegedIdentity } from './unprivileged.ts';

let state: ReturnType<typeof throwawayState>;
beforeEach(() => {
  state = throwawayState();
});
afterEach(() => state.remove());

/** The processes of the state, by name. */
function pids(): Record<string, number> {
  const folder = join(state.path, 'pids');
  return Object.fromEntries(
    readdirSync(folder).map((file) => [
      file.replace('.pid', ''),
      Number.parseInt(readFileSync(join(folder, file), 'utf8'), 10),
    ]),
  );
}

const isLiving = (pid: number) => beganAt(pid) !== null;

test('PostgreSQL and Redis that are killed are back at the same address, and it is said', async () => {
  const said: string[] = [];
  const services = createServices((sentence) => said.push(sentence));
  const stateDir = state.path;
  const { ownerUrl } = await startPostgres({ services, stateDir, password: 'x'.repeat(32), fast: true });
  await startRedis({ services, stateDir, keep: true });
  const before = pids();
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  for (const pid of Object.values(before)) process.kill(pid, 'SIGKILL');
  await vi.waitFor(
    async () => {
      expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
      expect(Object.keys(pids()).sort()).toEqual(['postgresql', 'redis']);
    },
    { timeout: 30_000 },
  );
  expect(pids()['postgresql']).not.toBe(before['postgresql']);
  expect(pids()['redis']).not.toBe(before['redis']);
  expect(said).toContainEqual(expect.stringMatching(/^postgresql was ended by SIGKILL.*postgresql\.log/));
  expect(said).toContainEqual(expect.stringMatching(/^redis was ended by SIGKILL.*redis\.log/));
  await sql.end();
  await services.stop();
  expect(Object.values(pids()).filter(isLiving)).toEqual([]);
});

test('a start that is called off at any step leaves no process', async () => {
  // Each round calls it off one step later, until a start gets through.
  for (let round = 1; ; round += 1) {
    const calledOff = new AbortController();
    const seen = new Set<number>();
    let steps = 0;
    const starting = startStack({
      stateDir: state.path,
      purpose: 'throwaway',
      apps: 'none',
      settings: { SLOTS_PER_CELL: '1', SLOTS_LOW_WATER: '0' },
      signal: calledOff.signal,
      say: () => {
        steps += 1;
        // In the midst of the step, not before it.
        if (steps === round) setImmediate(() => calledOff.abort(new Error('called off')));
      },
    });
    const watch = setInterval(() => {
      try {
        for (const pid of Object.values(pids())) seen.add(pid);
      } catch {
        // There is no folder of them yet.
      }
    }, 10);
    const stack = await starting.catch((error: unknown) => error);
    clearInterval(watch);
    if ('stop' in Object(stack)) await (await starting).stop();
    else expect(stack).toEqual(new Error('called off'));
    expect([...seen].filter(isLiving)).toEqual([]);
    if (steps < round) return expect(round).toBeGreaterThan(3);
  }
});

/** A process that starts the stores on this state, and is then killed. */
async function killedStart(): Promise<void> {
  const program = `
    import { startPostgres } from '${new URL('./postgres.ts', import.meta.url).href}';
    import { startRedis } from '${new URL('./redis.ts', import.meta.url).href}';
    import { createServices } from '${new URL('./services.ts', import.meta.url).href}';
    const [services, stateDir] = [createServices(() => {}), process.argv[1]];
    await startPostgres({ services, stateDir, password: 'x'.repeat(32), fast: true });
    await startRedis({ services, stateDir, keep: true });
    process.kill(process.pid, 'SIGKILL');`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program, state.path], {
    stdio: 'inherit',
  });
  await once(child, 'close');
}

test('what a killed start has left is ended by the next one, and no other process is', async () => {
  await killedStart();
  const left = Object.values(pids());
  expect(left.filter(isLiving)).toHaveLength(2);
  // As after a crash of the machine: the number is somebody else's now.
  const bystander = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { detached: true });
  const { pid = 0 } = bystander;
  writeFileSync(join(state.path, 'pids', 'web.pid'), `${pid} long ago`);
  await endLeftovers(state.path);
  expect(left.filter(isLiving)).toEqual([]);
  expect(isLiving(pid)).toBe(true);
  bystander.kill('SIGKILL');
});

test('PostgreSQL starts although its pid file names some other program', async () => {
  const services = createServices(() => {});
  const options = { services, stateDir: state.path, password: 'x'.repeat(32), fast: true };
  await startPostgres(options);
  await services.find('postgresql').stop();
  // Of the same user: PostgreSQL takes no other's process for a server anyway.
  const bystander = spawn('sleep', ['600'], { ...unprivilegedIdentity(), cwd: '/' });
  const { pid = 0 } = bystander;
  const dataDir = join(state.path, 'postgres');
  writeFileSync(join(dataDir, 'postmaster.pid'), `${pid}\n${dataDir}\n`);
  await startPostgres(options);
  expect(isLiving(pid)).toBe(true);
  bystander.kill('SIGKILL');
  await services.stop();
});
