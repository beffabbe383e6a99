import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { newId, TenantId } from '@friendsai/schema';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDatabase, type Database } from './database.ts';
import { withTenant } from './tenancy.ts';

/** 'You are in' and 'ask': the two messages after which PostgreSQL takes queries. */
const WELCOME = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]);

/** A PostgreSQL that lets everybody in and answers nothing: frozen, or behind a line that was cut. */
let server: Server;
let db: Database;
let asked: Promise<unknown>;
const sockets: Socket[] = [];

beforeEach(async () => {
  // Only what waits: the wire is a real one. The driver begins to connect by a timer, so time goes on.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
  server = createServer((socket) => {
    sockets.push(socket);
    socket.once('data', () => socket.write(WELCOME));
  });
  asked = once(server, 'connection').then(async ([socket]) => {
    await once(socket, 'data');
    await once(socket, 'data');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  db = createDatabase(`postgres://a:b@127.0.0.1:${port}/c`, { maxConnections: 1 });
});
afterEach(async () => {
  vi.useRealTimers();
  const closed = db.close();
  for (const socket of sockets) socket.destroy();
  server.close();
  await closed;
});

test('a database that is frozen is said not to be there, within two seconds to who asks just that', async () => {
  const refused = expect(db.ping()).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
  await asked;
  vi.advanceTimersByTime(2_000);
  await refused;
});

test('no transaction waits for a database that is frozen longer than it would for its own limits', async () => {
  const work = withTenant(db, { tenantId: newId(TenantId) }, async () => {});
  const refused = expect(work).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
  await asked;
  vi.advanceTimersByTime(30_000);
  await refused;
});
