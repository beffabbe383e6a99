import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createCellKeeper } from '@friendsai/runtime';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type House, openHouse } from './testing/house.ts';

const BRIDGE = join(import.meta.dirname, '../../../packages/openclaw-plugin');

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

let dir: string;
let pluginDir: string;
const spawned = () => existsSync(join(dir, 'spawned'));
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'friendsai-allowlist-'));
  pluginDir = join(dir, 'bridge');
  cpSync(BRIDGE, pluginDir, { recursive: true, filter: (source) => !source.includes('node_modules') });
  // Stands in the gateway's place and says that it was started: what the keeper starts is what is asked here, not what it does.
  mkdirSync(join(dir, 'openclaw'));
  const gateway = `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(join(dir, 'spawned'))}, '');`;
  writeFileSync(join(dir, 'openclaw', 'openclaw.mjs'), gateway);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A cell with one free slot that a keeper knows and has not started. */
async function newCell() {
  const id = `cell-${randomUUID().slice(0, 8)}`;
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const address = probe.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await new Promise((resolve) => probe.close(resolve));
  const [slot] = await house.ledger.createCell({ id, url: `ws://127.0.0.1:${port}`, slotCount: 1 });
  return { id, slotId: `${slot?.id}` };
}

/** Lets a keeper look after the cell until it has something to say of it. */
async function keep(cellId: string): Promise<string> {
  const said = Promise.withResolvers<string>();
  const keeper = createCellKeeper({
    ledger: house.ledger,
    cellsDir: join(dir, 'cells'),
    workspacesDir: join(dir, 'workspaces'),
    openclawDir: join(dir, 'openclaw'),
    slotsPerCell: 1,
    lowWater: 0,
    model: { api: 'openai-completions', baseUrl: 'http://127.0.0.1:9/v1', apiKey: 'none', name: 'none' },
    bridge: { url: house.url, secret: house.env.BRIDGE_SECRET, pluginDir },
    tools: [{ name: 'weather_look', description: 'Looks at the weather.', inputSchema: { type: 'object' } }],
    tokenOf: () => 'a token',
    log: { info: () => {}, error: (_, message) => said.resolve(message) },
  });
  keeper.start();
  const message = await said.promise;
  await house.ledger.updateCell(cellId, { state: 'stopped' });
  await keeper.stop();
  return message;
}

test('a cell with what is allowed is started, on a copy of the bridge that names its tools', async () => {
  const { id } = await newCell();
  // The stand-in ends at once.
  expect(await keep(id)).toBe('cell could not be made ready');
  expect(spawned()).toBe(true);
  const manifest: unknown = JSON.parse(
    readFileSync(join(dir, 'cells', id, 'plugin', 'openclaw.plugin.json'), 'utf8'),
  );
  expect(manifest).toMatchObject({ id: 'friendsai', contracts: { tools: ['weather_look'] } });
  const config: unknown = JSON.parse(readFileSync(join(dir, 'cells', id, 'openclaw.json'), 'utf8'));
  expect(config).toMatchObject({ plugins: { load: { paths: [join(dir, 'cells', id, 'plugin')] } } });
});

test.each([
  [
    'an unknown plugin in the cell',
    'cells/<cell>/state/extensions/evil/index.js',
    /the plugin "evil" .*allowlist/,
  ],
  ['an unknown skill in the cell', 'cells/<cell>/state/skills/evil/SKILL.md', /the skill "evil" .*allowlist/],
  [
    'an unknown skill in a workspace',
    'workspaces/<slot>/agent/skills/evil/SKILL.md',
    /the skill "evil" .*allowlist/,
  ],
  [
    'an unknown plugin in a workspace',
    'workspaces/<slot>/agent/.openclaw/extensions/evil/index.js',
    /the plugin "evil" .*allowlist/,
  ],
  ['a plugin with a byte changed', 'bridge/src/index.ts', /the plugin "friendsai" .*pin:plugins/],
  ['a plugin with a file more', 'bridge/src/evil.ts', /the plugin "friendsai" .*pin:plugins/],
])(
  'with %s no gateway is started, and the log says what, where, and what to do',
  async (_, place, sentence) => {
    const { id, slotId } = await newCell();
    const path = join(dir, place.replace('<cell>', id).replace('<slot>', slotId));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, ' ', { flag: 'a' });
    const said = await keep(id);
    expect(said).toMatch(/^cell is not started: /);
    expect(said).toMatch(sentence);
    expect(spawned()).toBe(false);
    expect(existsSync(join(dir, 'cells', id, 'gateway.pid'))).toBe(false);
  },
);
