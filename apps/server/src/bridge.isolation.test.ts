import { randomUUID } from 'node:crypto';
import type { SignedCall } from '@friendsai/openclaw-plugin/signature';
import { agentIdOf, sessionKeyOf } from '@friendsai/runtime';
import { JOURNAL, newId, RunId, TenantId } from '@friendsai/schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bridgeCall, bring } from './testing/bridge.ts';
import { type Hoard, hoard } from './testing/canaries.ts';
import { type House, openHouse, type Person } from './testing/house.ts';
import { talk } from './testing/talk.ts';

/** Two tenants, each with a run in progress: whatever a call says, it reaches what its own run may reach. */
let house: House;
let mallory: Person;
let victim: Person;
let mine: Hoard;
let theirs: Hoard;
let myRun: RunId;
let theirRun: RunId;
let myEndedRun: RunId;
let release: () => void;

beforeAll(async () => {
  house = await openHouse();
  await house.startCells();
  mallory = await house.newPerson();
  victim = await house.newPerson();
  mine = await hoard(house, mallory);
  theirs = await hoard(house, victim);
  const ended = (await mallory.api.chat.history.query({ contactId: mine.contactId })).runs[0];
  if (!ended) throw new Error('no run');
  myEndedRun = ended.id;
  house.model.control.forget();
  const holds = ['hold mine', 'hold theirs'].map((text) =>
    house.model.control.hold((said) => said.includes(text), 0),
  );
  release = () => {
    for (const hold of holds) hold.release();
  };
  myRun = (await send(mallory, mine, 'hold mine')).runId;
  theirRun = (await send(victim, theirs, 'hold theirs')).runId;
  await Promise.all(holds.map((hold) => hold.reached));
});
afterAll(async () => {
  release();
  await house.close();
});

const send = (person: Person, { contactId }: Hoard, text: string) =>
  person.api.chat.send.mutate({ contactId, text, clientMessageId: randomUUID() });

const myCall = (tool: string, input: unknown = {}): SignedCall =>
  bridgeCall({ tenantId: mallory.caller.tenantId, contactId: mine.contactId, runId: myRun }, tool, input);
const theirKey = () => sessionKeyOf(victim.caller.tenantId, theirs.contactId);

test('a call that is as it should be is answered', async () => {
  const { status, body } = await bring(house, myCall('contact_get'));
  expect(status).toBe(200);
  expect(body).toContain(mine.canary);
});

/** Signed with the right secret, as by a plugin that was talked into it. */
const forgeries: [string, (call: SignedCall) => SignedCall][] = [
  ["my agent, the other's session", (call) => ({ ...call, sessionKey: theirKey() })],
  ["the other's agent, my session", (call) => ({ ...call, agentId: agentIdOf(victim.caller.tenantId) })],
  [
    'my journal, where no run is',
    (call) => ({ ...call, sessionKey: sessionKeyOf(mallory.caller.tenantId, JOURNAL) }),
  ],
  ["the other's journal", (call) => ({ ...call, sessionKey: sessionKeyOf(victim.caller.tenantId, JOURNAL) })],
  ['a run that has ended', (call) => ({ ...call, runId: myEndedRun })],
  ['an agent that is nobody’s', (call) => ({ ...call, agentId: agentIdOf(newId(TenantId)) })],
  ['the agent that warms', (call) => ({ ...call, agentId: 'main' })],
  ['an agent in capitals', (call) => ({ ...call, agentId: call.agentId.toUpperCase() })],
  ['no agent', (call) => ({ ...call, agentId: '' })],
  ['no session', (call) => ({ ...call, sessionKey: '' })],
  ['a session in capitals', (call) => ({ ...call, sessionKey: call.sessionKey.toUpperCase() })],
  ['a session with a tail', (call) => ({ ...call, sessionKey: `${call.sessionKey}:x` })],
  ['a session with a head', (call) => ({ ...call, sessionKey: `x:${call.sessionKey}` })],
  [
    'both contacts in one session',
    (call) => ({ ...call, sessionKey: `${call.sessionKey}:direct:${theirs.contactId.replaceAll('-', '')}` }),
  ],
  [
    'a session of a contact that is not',
    (call) => ({
      ...call,
      sessionKey: call.sessionKey.replace(/[0-9a-f]{32}$/, randomUUID().replaceAll('-', '')),
    }),
  ],
  ['a tool that is none', (call) => ({ ...call, toolName: 'exec' })],
  ['a tool of the language', (call) => ({ ...call, toolName: 'constructor' })],
  ['a tool of its prototype', (call) => ({ ...call, toolName: '__proto__' })],
];

test.each(forgeries)('%s: NOT_FOUND, and nothing is said', async (_, forge) => {
  const { status, body } = await bring(house, forge(myCall('contact_get')));
  expect(status).toBe(404);
  expect(body).not.toMatch(/canary/);
});

test.each([
  ["the other's run", () => theirRun],
  ['a run that is nobody’s', () => newId(RunId)],
  ['no run', () => ''],
])('%s, with my agent and session, is not mine: it is not answered', async (_, runOf) => {
  // Only of a run that was looked for after a crash it would be believed that the gateway has it under such an id.
  const { status, body } = await bring(house, { ...myCall('contact_get'), runId: runOf() });
  expect(status).toBe(503);
  expect(body).not.toContain('canary');
});

const tampered: [string, Partial<SignedCall>][] = [
  ['the tool', { toolName: 'memory_read' }],
  ['the run', { runId: newId(RunId) }],
  ['the call id', { toolCallId: 'another' }],
  ['the body', { body: '{"contactId":"x"}' }],
  ['the nonce', { nonce: randomUUID() }],
  ['the time', { at: new Date(Date.now() + 1000).toISOString() }],
];
describe('what the signature does not fit is UNAUTHORIZED', () => {
  test.each(tampered)('%s changed on the way', async (_, change) => {
    const call = myCall('contact_get');
    expect((await bring(house, { ...call, ...change }, { signed: call })).status).toBe(401);
  });
  test.each(['agentId', 'sessionKey'] as const)('%s changed on the way', async (part) => {
    const call = myCall('contact_get');
    const other = bridgeCall(
      { tenantId: victim.caller.tenantId, contactId: theirs.contactId, runId: theirRun },
      'contact_get',
      {},
    );
    expect((await bring(house, { ...call, [part]: other[part] }, { signed: call })).status).toBe(401);
  });
  test('another secret', async () => {
    expect((await bring(house, myCall('contact_get'), { secret: 'x'.repeat(72) })).status).toBe(401);
  });
  test('seen before, to the letter', async () => {
    const call = myCall('contact_get');
    expect((await bring(house, call)).status).toBe(200);
    expect((await bring(house, call)).status).toBe(401);
  });
  test.each([
    ['too old', -120_000],
    ['from the future', 120_000],
  ])('%s', async (_, offsetMs) => {
    const at = new Date(Date.now() + offsetMs).toISOString();
    expect((await bring(house, { ...myCall('contact_get'), at })).status).toBe(401);
  });
  test('no signature at all', async () => {
    const response = await fetch(`${house.url}/internal/tools/contact_get`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(401);
  });
});

/** What only the other has, by its ids and names, asked for in my own run. */
const reaches = (): [string, string, unknown][] => [
  ['their contact', 'contact_get', { contactId: theirs.contactId }],
  ['their timeline', 'timeline_read', { contactId: theirs.contactId }],
  ['their reminders', 'reminder_list', { contactId: theirs.contactId }],
  ['their reminder', 'reminder_complete', { reminderId: theirs.reminderId }],
  ['their files', 'file_list', { contactId: theirs.contactId }],
  ['their file', 'file_read', { fileId: theirs.fileId }],
  ['their file in figures', 'analyse_file', { fileId: theirs.fileId }],
  ['their memory', 'memory_read', { name: `plans ${theirs.canary}` }],
  ['a note on their contact', 'note_add', { contactId: theirs.contactId, text: 'mine now' }],
  [
    'a fact on their contact',
    'contact_update',
    { contactId: theirs.contactId, changes: [{ label: 'note', value: 'mine', because: 'x' }] },
  ],
  ['a draft to their contact', 'draft_propose', { contactId: theirs.contactId, text: 'hi' }],
  ['their contact in my journal', 'journal_concerns', { contactIds: [theirs.contactId] }],
];
test('ids and names of the other in the input reach nothing', async () => {
  for (const [what, tool, input] of reaches()) {
    const { status, body } = await bring(house, myCall(tool, input));
    expect([what, status]).toEqual([what, 200]);
    expect(body, what).toMatch(/NOT_FOUND/);
    expect(body, what).not.toContain('canary');
  }
});

test.each(['memory_search', 'contact_find'])('%s finds nothing of the other’s', async (tool) => {
  for (const query of [theirs.canary, 'canary', '%', '_', "' or 1=1 --", '*']) {
    const { body } = await bring(house, myCall(tool, { query }));
    expect(body).not.toContain(theirs.canary);
  }
});

test.each([
  ['../../etc/passwd'],
  ['..%2f..%2fetc%2fpasswd'],
  ['/etc/passwd'],
  ['memory/../../x'],
  ['\u0000'],
  ['C:\\windows'],
])('a path in the place of a name reads no file: %s', async (name) => {
  const asMemory = await bring(house, myCall('memory_read', { name }));
  const asFile = await bring(house, myCall('file_read', { fileId: name }));
  expect(`${asMemory.body}${asFile.body}`).not.toMatch(/root:|canary/);
  expect(asFile.status).toBe(200);
  expect(JSON.parse(JSON.parse(asFile.body).text)).toMatchObject({ status: 'failed' });
});

test.each([
  ['a tool with a path', 'contact_get/../memory_read'],
  ['dots', '..'],
  ['percent', '%2e%2e%2fcontact_get'],
])('%s in the address is no tool', async (_, toolName) => {
  const call = myCall('contact_get');
  const response = await fetch(`${house.url}/internal/tools/${toolName}`, {
    method: 'POST',
    body: call.body,
  });
  expect(response.status).toBeGreaterThanOrEqual(400);
});

test('one call id with two inputs is a conflict, and the first stands', async () => {
  const call = myCall('note_add', { text: 'first' });
  expect((await bring(house, call)).status).toBe(200);
  const other = { ...call, body: JSON.stringify({ text: 'second' }), nonce: randomUUID() };
  expect((await bring(house, other)).status).toBe(409);
  const { note } = await mallory.api.contacts.get.query({ id: mine.contactId });
  expect([note?.includes('first'), note?.includes('second')]).toEqual([true, false]);
});

test('a megabyte is too much, and what is no JSON is the model’s mistake', async () => {
  expect((await bring(house, myCall('note_add', { text: 'x'.repeat(1_000_000) }))).status).toBe(413);
  const { body } = await bring(house, { ...myCall('note_add'), body: '{"text":' });
  expect(body).toContain('INVALID_INPUT');
});

test('when the run has ended its calls come too late, and a stopped run calls no tool', async () => {
  release();
  await house.services.butler.engine.idle();
  expect((await bring(house, myCall('contact_get'))).status).toBe(404);
  const hold = house.model.control.hold((said) => said.includes('stop me'), 0);
  const { runId } = await send(mallory, mine, 'stop me');
  await hold.reached;
  const call = bridgeCall(
    { tenantId: mallory.caller.tenantId, contactId: mine.contactId, runId },
    'note_add',
    { text: 'after the stop' },
  );
  await mallory.api.chat.cancel.mutate({ runId });
  expect([404, 409]).toContain((await bring(house, call)).status);
  hold.release();
  await house.services.butler.engine.idle();
  expect((await mallory.api.contacts.get.query({ id: mine.contactId })).note).not.toContain('after the stop');
});

test("the other's agent and session with my run reach nothing either", async () => {
  const hold = house.model.control.hold((said) => said.includes('hold them again'), 0);
  await send(victim, theirs, 'hold them again');
  await hold.reached;
  const call = {
    ...myCall('contact_get'),
    agentId: agentIdOf(victim.caller.tenantId),
    sessionKey: theirKey(),
  };
  const { status, body } = await bring(house, call);
  expect(status).toBe(503);
  expect(body).not.toContain('canary');
  hold.release();
  await house.services.butler.engine.idle();
});

test('what the other has is as it was', async () => {
  const { note, facts } = await victim.api.contacts.get.query({ id: theirs.contactId });
  expect(note).toBe(`the note: ${theirs.canary}`);
  expect(facts.map(({ label }) => label)).toEqual(['secret']);
  expect((await victim.api.reminders.list.query({})).reminders).toHaveLength(1);
  await talk(house, victim, theirs.contactId, 'still here');
});
