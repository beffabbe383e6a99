import { randomUUID } from 'node:crypto';
import { type BaseEvent, HttpAgent } from '@ag-ui/client';
import { type ContactId, EventType } from '@friendsai/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, openHouse, type Person } from './testing/house.ts';

let house: House;
let ann: Person;
let contactId: ContactId;
beforeAll(async () => {
  house = await openHouse();
  await house.startCells();
  ann = await house.newPerson();
  contactId = (await ann.api.contacts.create.mutate({ name: 'Mei' })).id;
});
afterAll(() => house.close());

/** The stock agent, which verifies the order of events by itself and rejects a stream that breaks it. */
function agentWith(text: string, id = randomUUID(), token = ann.token, channel: string = contactId) {
  return new HttpAgent({
    url: `${house.url}/agui/${channel}`,
    headers: { authorization: `Bearer ${token}` },
    threadId: channel,
    initialMessages: [{ id, role: 'user', content: text }],
  });
}

async function run(agent: HttpAgent) {
  const events: BaseEvent[] = [];
  const { newMessages } = await agent.runAgent({}, { onEvent: ({ event }) => void events.push(event) });
  return { types: events.map(({ type }) => type), newMessages };
}

test('the stock AG-UI agent has a conversation', async () => {
  const first = await run(agentWith('good morning'));
  expect(first.types[0]).toBe(EventType.RUN_STARTED);
  expect(first.types.at(-1)).toBe(EventType.RUN_FINISHED);
  const { messages } = await ann.api.chat.history.query({ contactId });
  expect(first.newMessages).toMatchObject([
    { role: 'assistant', content: messages.at(-1)?.text, id: messages.at(-1)?.id },
  ]);
  expect(messages.map(({ role }) => role)).toEqual(['user', 'butler']);
});

test('the same message again is the same run: told while it goes on, and told after it has ended', async () => {
  const id = randomUUID();
  const hold = house.model.control.hold((asked) => asked.includes('twice'), 4);
  const one = run(agentWith('say it twice', id));
  await hold.reached;
  const two = run(agentWith('say it twice', id));
  hold.release();
  const three = await run(agentWith('say it twice', id)).then(async () => run(agentWith('say it twice', id)));
  const told = [await one, await two, three].map(({ newMessages }) => newMessages);
  expect(told[1]).toEqual(told[0]);
  expect(told[2]).toEqual(told[0]);
  const { messages } = await ann.api.chat.history.query({ contactId });
  expect(messages.filter(({ text }) => text === 'say it twice')).toHaveLength(1);
});

test('a tool call is told whole', async () => {
  house.model.control.callToolNext('contact_get', {});
  house.model.control.respondNext('She is Mei.');
  const { types } = await run(agentWith('who is she'));
  const calls = types.filter((type) => type.startsWith('TOOL_CALL'));
  expect(calls).toEqual(['TOOL_CALL_START', 'TOOL_CALL_ARGS', 'TOOL_CALL_END', 'TOOL_CALL_RESULT']);
});

test.each([
  ['a token that is none', { token: 'nobody' }, 401, 'UNAUTHORIZED'],
  ['a contact that is none', { channel: randomUUID() }, 404, 'NOT_FOUND'],
  ['what is no channel', { channel: 'elsewhere' }, 404, 'NOT_FOUND'],
  ['an empty message', { text: ' ' }, 400, 'INVALID_INPUT'],
])('%s is refused in clear words', async (_, { text, token, channel }: Refused, status, code) => {
  const response = await fetch(`${house.url}/agui/${channel ?? contactId}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token ?? ann.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      threadId: 't',
      runId: 'r',
      state: {},
      messages: [{ id: randomUUID(), role: 'user', content: text ?? 'hello' }],
      tools: [],
      context: [],
      forwardedProps: {},
    }),
  });
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ error: { code } });
});
type Refused = { text?: string; token?: string; channel?: string };

test('another tenant’s contact is nobody’s', async () => {
  const bob = await house.newPerson();
  await expect(run(agentWith('hello', randomUUID(), bob.token))).rejects.toThrow('404');
});
