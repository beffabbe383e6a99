import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tools } from '@friendsai/butler';
import { createDatabase } from '@friendsai/db';
import { cellToken, createCellKeeper } from '@friendsai/runtime';
import { pino } from 'pino';
import { readEnv } from './env.ts';
import { cellLedger } from './ledger.ts';
import { modelSettings } from './model.ts';
import { closeOnSignal } from './settle.ts';

/** A gateway gets five seconds to end by itself; then it is ended. */
const CLOSE_GRACE_MS = 20_000;

const folderOf = (module: string) => dirname(fileURLToPath(import.meta.resolve(module)));

const env = readEnv(process.env);
const logger = pino({ level: env.LOG_LEVEL, name: 'worker' });
const db = createDatabase(env.DATABASE_URL, { maxConnections: 4 });
const { api, baseUrl, apiKey, name } = modelSettings(env);
const keeper = createCellKeeper({
  ledger: cellLedger(db),
  cellsDir: env.CELLS_DIR,
  workspacesDir: env.WORKSPACES_DIR,
  openclawDir: folderOf('openclaw/cli-entry'),
  slotsPerCell: env.SLOTS_PER_CELL,
  lowWater: env.SLOTS_LOW_WATER,
  model: { api, baseUrl, apiKey, name },
  bridge: {
    url: env.SERVER_URL,
    secret: env.BRIDGE_SECRET,
    pluginDir: folderOf('@friendsai/openclaw-plugin/package.json'),
  },
  tools: tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
  tokenOf: (cellId) => cellToken(env.OPENCLAW_TOKEN, cellId),
  log: logger,
});
keeper.start();

closeOnSignal(
  async () => {
    await keeper.stop();
    await db.close();
  },
  CLOSE_GRACE_MS,
  (error) => logger.error({ err: error }, 'closing failed'),
);
