import { ContactId, EventType, MessageId, newId, RunId, TenantId } from '@friendsai/schema';
import { expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { type RuntimeEvent, RuntimeLost } from '../adapter.ts';
import { createRunWriter } from '../run-writer.ts';
import { connectGateway } from './gateway/connection.ts';
import { streamTurn } from './turn.ts';

/** A gateway that lies: whatever is asked of it, it gives that answer. */
async function lyingGateway(payload: unknown) {
  const gateway = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise((resolve) => gateway.once('listening', resolve));
  gateway.on('connection', (socket) => {
    const send = (frame: object) => socket.send(JSON.stringify(frame));
    send({ type: 'event', event: 'connect.challenge', payload: {} });
    socket.on('message', (data) => {
      const { id, method } = JSON.parse(data.toString());
      send({ type: 'res', id, ok: true, payload: method === 'agent' ? payload : {} });
    });
  });
  const address = gateway.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { url: `ws://127.0.0.1:${port}`, close: () => gateway.close() };
}

/** A turn on such a gateway, to its end. */
async function turnOn(payload: unknown): Promise<RuntimeEvent[]> {
  const gateway = await lyingGateway(payload);
  const connection = await connectGateway({ url: gateway.url, token: 't' });
  const turn = {
    tenantId: newId(TenantId),
    contactId: newId(ContactId),
    runId: newId(RunId),
    replyMessageId: newId(MessageId),
    text: 'hello',
    instructions: '',
  };
  try {
    return await Array.fromAsync(
      streamTurn({
        connection,
        turn,
        writer: createRunWriter(turn),
        silenceMs: 60_000,
        signal: new AbortController().signal,
        isStopped: () => false,
      }),
    );
  } finally {
    connection.close();
    gateway.close();
  }
}

test.each([
  ['nothing that is known', { status: 'elsewhere', runId: 'r' }],
  ['no object', 'yes'],
  ['nothing', null],
  [
    'impossible counts',
    { status: 'ok', runId: 'r', result: { meta: { agentMeta: { usage: { input: -1, output: 0 } } } } },
  ],
])('a gateway that answers %s costs its run, and not the process', async (_, payload) => {
  expect(await turnOn(payload)).toMatchObject([{ type: EventType.RUN_ERROR, code: 'MODEL_FAILED' }]);
});

test('a gateway that has the run already is asked for it, not taken for one that failed', async () => {
  await expect(turnOn({ status: 'in_flight', runId: 'r' })).rejects.toThrow(RuntimeLost);
});
