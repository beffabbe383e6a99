import { arch } from 'node:process';
import { expect, test } from 'vitest';
import { inside, LIMITS, limitOf } from './testing/inside.ts';

const MIB = 1024 ** 2;

test.each([
  ['objects', `const kept = []; for (;;) kept.push(new Array(1000).fill({ at: kept.length }));`],
  ['buffers', `const kept = []; for (;;) kept.push(Buffer.alloc(${MIB}, 1));`],
  ['one allocation', `Buffer.alloc(2_000 * ${MIB}, 1);`],
  [
    'many small processes',
    `for (let i = 0; i < 12; i++) spawn('perl', ['-e', '$x = "x" x ${24 * MIB}; sleep 100'], { stdio: 'ignore' });`,
  ],
])('memory, as %s', async (_, program) => {
  expect(await limitOf(inside(program))).toBe('memoryBytes');
});

test('memory that belongs to no process is not to be had', async () => {
  const calls = arch === 'arm64' ? { memfd: 279, shmget: 194 } : { memfd: 319, shmget: 29 };
  const { told } = await inside(
    `const call = (text) => spawnSync('perl', ['-e', text + '; print $! + 0'], { encoding: 'utf8' }).stdout;
     tell([call('syscall(${calls.memfd}, my $name = "x", 0)'), call('syscall(${calls.shmget}, 0, 4096, 0600)')]);`,
  );
  const EPERM = '1';
  expect(told).toEqual([[EPERM, EPERM]]);
});

test.each([
  ['one process', `for (;;);`],
  ['one that does not listen', `spawnSync('perl', ['-e', '$SIG{XCPU} = "IGNORE"; 1 while 1']); for (;;);`],
  ['one after the other', `for (;;) spawnSync('perl', ['-e', '1 for 1..2_000_000']);`],
])('processor time, by %s', async (_, program) => {
  expect(await limitOf(inside(program, { limits: { cpuSeconds: 2 } }))).toBe('cpuSeconds');
});

test('time', async () => {
  expect(await limitOf(inside(`setInterval(() => {}, 1000);`, { limits: { timeoutMs: 1_000 } }))).toBe(
    'timeoutMs',
  );
});

test('room to write, and only in its scratch', async () => {
  const { told } = await inside(
    `let written = 0, end;
     for (let file = 0; !end; file++) {
       end = [tried(() => { fs.writeFileSync('/scratch/' + file, Buffer.alloc(${MIB})); written++; })].find((said) => said !== 'done');
     }
     tell({ written, end });
     const places = ['/', '/dev', '/dev/shm', '/usr', '/usr/bin', '/input', '/proc', '/lib'];
     tell(places.map((place) => tried(() => fs.writeFileSync(place + '/x', 'x'))));
     tell([tried(() => fs.writeFileSync('/tmp/x', 'x')), tried(() => fs.writeFileSync('/program.mjs', 'x'))]);
     tell(fs.readFileSync('/proc/self/mounts', 'utf8').split('\\n').find((line) => line.includes(' /scratch ')));`,
  );
  expect(told[0]).toEqual({ written: LIMITS.scratchBytes / MIB, end: 'ENOSPC' });
  expect(told[1]).toEqual([...Array(6).fill('EROFS'), 'ENOENT', 'EROFS']);
  expect(told[2]).toEqual(['ENOENT', 'EROFS']);
  // And none of it is the host's disk.
  expect(told[3]).toMatch(/^tmpfs \/scratch /);
});

test.each(['stdout', 'stderr'])('words, on %s', async (where) => {
  const flood = `const line = 'x'.repeat(65536); const say = () => process.${where}.write(line, say); say();`;
  expect(await limitOf(inside(flood))).toBe('outputBytes');
});
