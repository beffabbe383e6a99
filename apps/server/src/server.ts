import { createServer } from 'node:http';
import { createHttpDoors } from '@friendsai/api';
import { pino } from 'pino';
import { readEnv } from './env.ts';
import { createServices } from './services.ts';
import { closeOnSignal } from './settle.ts';

/** Long enough for most answers that are being given; the rest is taken over by whoever comes next. */
const DRAIN_GRACE_MS = 25_000;

const env = readEnv(process.env);
const logger = pino({ level: env.LOG_LEVEL, name: 'server' });
const services = createServices(env, logger);
const doors = createHttpDoors({
  butler: services.butler,
  authSecret: env.AUTH_SECRET,
  bridgeSecret: env.BRIDGE_SECRET,
  allowedOrigins: [env.WEB_ORIGIN, env.H5_ORIGIN],
  ready: services.ready,
  logger,
});
const server = createServer(doors.listener);
// Longer than clients and proxies keep a connection that is idle: whoever closes first must not be us.
server.keepAliveTimeout = 65_000;
services.butler.start();
server.listen(env.PORT, env.HOST, () => logger.info({ address: server.address() }, 'server is listening'));

closeOnSignal(
  async () => {
    // Nobody new comes in, and streams end first, so that their readers go elsewhere and resume; then the runs in hand are
    // finished or left to others, while the tools they call are still answered here.
    server.close();
    doors.endStreams();
    server.closeIdleConnections();
    await services.drain();
    server.closeAllConnections();
    await services.close();
  },
  DRAIN_GRACE_MS,
  (error) => logger.error({ err: error }, 'closing failed'),
);
