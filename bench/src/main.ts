import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { audit } from './audit.ts';
import { catchUp } from './catch-up.ts';
import { fanOut } from './fan-out.ts';
import { firstText } from './first-text.ts';
import { growth } from './growth.ts';
import { hop } from './hop.ts';
import { FULL, QUICK, type Sizes } from './sizes.ts';
import { renderTable, type Table } from './table.ts';
import { toolRoundTrip } from './tool-round-trip.ts';

type Benchmark = (sizes: Sizes, signal: AbortSignal) => Promise<Table>;

const BENCHMARKS = new Map<string, Benchmark>([
  ['first-text', firstText],
  ['fan-out', fanOut],
  ['hop', hop],
  ['catch-up', catchUp],
  ['growth', growth],
  ['audit', audit],
  ['tool-round-trip', toolRoundTrip],
]);

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !BENCHMARKS.has(name));
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(', ')}; there are ${[...BENCHMARKS.keys()].join(', ')}.`,
  );
  process.exit(2);
}

const calledOff = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => calledOff.abort(new Error('called off')));
}

console.log(
  `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${availableParallelism()} cores, ${process.platform}-${process.arch}${values.quick ? ', quick: the figures say nothing' : ''}\n`,
);
for (const [name, run] of BENCHMARKS) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  if (calledOff.signal.aborted) break;
  const from = Date.now();
  try {
    console.log(renderTable(await run(values.quick ? QUICK : FULL, calledOff.signal)));
    console.log(`(${name} took ${Math.round((Date.now() - from) / 1000)} s)\n`);
  } catch (error) {
    // The others are still of use.
    console.error(`${name} failed:`, error);
    process.exitCode = 1;
  }
}
