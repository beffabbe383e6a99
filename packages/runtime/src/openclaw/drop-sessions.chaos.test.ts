import { afterEach, expect, test, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { dropSessions } from './drop-sessions.ts';
import { GatewayGone } from './gateway/connection.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('a gateway that never answers a deletion holds nobody up for ever', async () => {
  // Only what waits: the wire is a real one.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const asked = Promise.withResolvers<void>();
  const gateway = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise((resolve) => gateway.once('listening', resolve));
  gateway.on('connection', (socket) => {
    const send = (frame: object) => socket.send(JSON.stringify(frame));
    send({ type: 'event', event: 'connect.challenge', payload: {} });
    socket.on('message', (data) => {
      const { id, method } = JSON.parse(data.toString());
      if (method === 'sessions.delete') return asked.resolve();
      const payload = method === 'sessions.list' ? { sessions: [{ key: 'a' }] } : {};
      return send({ type: 'res', id, ok: true, payload });
    });
  });
  const address = gateway.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const dropping = dropSessions({ url: `ws://127.0.0.1:${port}`, token: 't', agentId: 'a' });
  const failed = expect(dropping).rejects.toThrow(GatewayGone);
  await asked.promise;
  vi.advanceTimersByTime(60_000);
  await failed;
  gateway.close();
});
