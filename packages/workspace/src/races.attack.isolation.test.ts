import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Swap, whileSwapping } from './testing/swapping.ts';
import { SECRET, twoTenants } from './testing/two-tenants.ts';

/** Of each operation, a third for each thing that is swapped. */
const CALLS = 2_100 / 3;
const AT_ONCE = 4;
/** At least so many calls during which a link was put there. */
const MET = 100;

let site: Awaited<ReturnType<typeof twoTenants>>;
beforeEach(async () => {
  site = await twoTenants();
  await site.refill();
});
afterEach(() => site.close());

const things = {
  file: (path: string) => path,
  folder: dirname,
  'tenant’s folder': () => '',
};
type Thing = keyof typeof things;
function swapsOf(thing: Thing, path: string): Swap[] {
  const name = things[thing](path);
  const place = join(site.own, name);
  const swap = { place, aside: `${place}.aside`, target: join(site.theirs, name) };
  return thing === 'file'
    ? [
        { ...swap, kind: 'symbolic' },
        { ...swap, kind: 'hard' },
      ]
    : [{ ...swap, kind: 'symbolic' }];
}

/**
 * Each operation, what it tells when it gets through, and whether it opens the file: who only takes a name away, or puts
 * another file there, may do so to a link.
 */
const raced = [
  ['thread.lastLine', 'mine', true],
  ['thread.appendLines', '', true],
  ['writeProfile', '', false],
  ['files.put', 'mine', false],
  ['files.openForReading', 'mine', true],
  ['files.remove', '', false],
  ['memory.write', '', false],
  ['memory.remove', '', false],
  ['memory.list', 'mine.md', false],
] as const;
const rows = raced.flatMap(([name, tells, opens]) => [
  { name, tells, thing: 'file', refuses: opens } as const,
  { name, tells, thing: 'folder', refuses: true } as const,
  { name, tells, thing: 'tenant’s folder', refuses: true } as const,
]);

test('every operation is raced', () => {
  expect([...raced.map(([name]) => name), 'erase']).toEqual(site.operations.map(({ name }) => name));
});

test.each(rows)('$name stays in its folder while its $thing is swapped for links', async (row) => {
  const operation = site.operations.find(({ name }) => name === row.name);
  if (!operation) throw new Error(`There is no ${row.name}.`);
  const before = await site.outside();
  let [calls, met, refused] = [0, 0, 0];
  const told: string[] = [];
  const wasRun = () =>
    calls >= CALLS &&
    met >= MET &&
    (!row.refuses || refused > 0) &&
    told.some((text) => text.includes(row.tells));
  await whileSwapping(swapsOf(row.thing, operation.path), async (swapped) => {
    const attacker = async () => {
      while (!wasRun() && calls < 50 * CALLS) {
        calls += 1;
        const earlier = swapped();
        await operation.call().then(
          (text) => told.push(text),
          () => (refused += 1),
        );
        if (swapped() !== earlier) met += 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, attacker));
  });
  expect(told.filter((text) => text.includes(SECRET))).toEqual([]);
  expect(await site.outside()).toEqual(before);
  expect({ run: wasRun(), calls, met, refused }).toMatchObject({ run: true });
});
