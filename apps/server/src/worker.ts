import { createDatabase } from '@friendsai/db';
import { pino } from 'pino';
import { readEnv } from './env.ts';
import { createKeeper } from './keeper.ts';
import { closeOnSignal } from './settle.ts';

/** A gateway gets five seconds to end by itself; then it is ended. */
const CLOSE_GRACE_MS = 20_000;

const env = readEnv(process.env);
const logger = pino({ level: env.LOG_LEVEL, name: 'worker' });
const db = createDatabase(env.DATABASE_URL, { maxConnections: 4 });
const keeper = createKeeper(env, db, logger);
keeper.start();

closeOnSignal(
  async () => {
    await keeper.stop();
    await db.close();
  },
  CLOSE_GRACE_MS,
  (error) => logger.error({ err: error }, 'closing failed'),
);
