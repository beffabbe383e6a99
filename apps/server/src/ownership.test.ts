import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { agentIdOf, cellToken, createOpenClawAdapter, type RuntimeTurn } from '@friendsai/runtime';
import { ContactId, EventType, MessageId, newId, RunId } from '@friendsai/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filesWith, walk } from './testing/disk.ts';
import { type House, openHouse, type Person, until } from './testing/house.ts';

let house: House;
let adapter: ReturnType<typeof createOpenClawAdapter>;
let ann: Person;
beforeAll(async () => {
  house = await openHouse();
  await house.startCells();
  adapter = createOpenClawAdapter({
    ledger: house.ledger,
    tokenOf: (cellId) => cellToken(house.env.OPENCLAW_TOKEN, cellId),
    silenceMs: 60_000,
  });
  ann = await house.newPerson();
});
afterAll(async () => {
  await adapter.close();
  await house.close();
});

/** A word that nobody says but this person; what they say, and what their tools answer. */
const saidBy = ({ caller }: Person) => `said${caller.tenantId.replaceAll('-', '')}`;
const keptFor = ({ caller }: Person) => `kept${caller.tenantId.replaceAll('-', '')}`;

async function ask(person: Person, contactId: string, text: string): Promise<string> {
  const { runId } = await person.api.chat.send.mutate({ contactId, text, clientMessageId: randomUUID() });
  await house.services.butler.engine.idle();
  const { messages } = await person.api.chat.history.query({ contactId });
  return messages.find((message) => message.role === 'butler' && message.runId === runId)?.text ?? '';
}

const turnOf = (person: Person, text: string): RuntimeTurn => ({
  tenantId: person.caller.tenantId,
  contactId: newId(ContactId),
  runId: newId(RunId),
  replyMessageId: newId(MessageId),
  text,
  instructions: `You are the butler of ${saidBy(person)}.`,
});
const run = (turn: RuntimeTurn) => Array.fromAsync(adapter.start(turn, new AbortController().signal));

/** A turn that is in the middle of its answer, and goes on when the hold is released. */
async function held(turn: RuntimeTurn) {
  const hold = house.model.control.hold((asked) => asked.includes(turn.text), 3);
  const events = run(turn);
  await reachedBefore(hold, events);
  return { hold, events };
}

/** Resolves when the model answers; throws when what should have led there has ended without. */
async function reachedBefore(hold: { reached: Promise<void> }, ended: Promise<unknown>): Promise<void> {
  const tooSoon = ended.then((end) => {
    throw new Error(`the model was not asked: ${JSON.stringify(end)}`);
  });
  await Promise.race([hold.reached, tooSoon]);
}

/** Whatever may leave something on the disk: tools, a tool that is none, a failing provider, a run that is stopped. */
async function use(person: Person): Promise<{ contactId: string }> {
  const { id: contactId } = await person.api.contacts.create.mutate({
    name: 'Mei',
    note: `${keptFor(person)} is in the profile`,
  });
  await ask(person, contactId, `The cat is called Biscuit, ${saidBy(person)}`);
  house.model.control.callToolNext('contact_get', {});
  await ask(person, contactId, `Who is that again, ${saidBy(person)}`);
  house.model.control.callToolNext('contact_erase', { why: saidBy(person) });
  await run(turnOf(person, `There is no such tool, ${saidBy(person)}`));
  house.model.control.callToolNext('contact_get', { [saidBy(person)]: { not: 'an input' } });
  await run(turnOf(person, `The input is none, ${saidBy(person)}`));
  house.model.control.failNext(500, 20);
  await run(turnOf(person, `The provider fails, ${saidBy(person)}`));
  house.model.control.forget();
  const stopped = turnOf(person, `Stop it, ${saidBy(person)}`);
  const { hold, events } = await held(stopped);
  await adapter.cancel(stopped);
  expect((await events).at(-1)).toMatchObject({ outcome: { type: 'cancelled' } });
  hold.release();
  return { contactId };
}

async function inCell(name: string): Promise<string> {
  const [cell] = await house.ledger.cells();
  return join(house.env.CELLS_DIR, cell?.id ?? '', name);
}
const pidOf = async () => readFileSync(await inCell('gateway.pid'), 'utf8');

/** Kills the gateway in the middle of an answer; the run goes on when it is back. */
async function restart(person: Person, contactId: string): Promise<void> {
  const text = `A long story for the restart, ${saidBy(person)}`;
  const hold = house.model.control.hold((asked) => asked.includes(text), 3);
  const before = await pidOf();
  const answer = ask(person, contactId, text);
  await reachedBefore(hold, answer);
  process.kill(Number(before.split(' ')[0]), 'SIGKILL');
  hold.release();
  await answer;
  expect(await pidOf()).not.toBe(before);
}

type Row = { pattern: RegExp; isTenants: boolean };

/** The second table of docs/ownership.md. */
function readTable(): Row[] {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/ownership.md'), 'utf8');
  const rows = page
    .slice(page.indexOf('## The paths there are'))
    .matchAll(/^\| `([^`]+)` +\| (tenant|shared) /gm);
  return Array.from(rows, ([, path = '', owner]) => ({
    pattern: new RegExp(
      `^${path
        .replace(/[.]/g, '\\.')
        .replace('<cell>', 'cells/[^/]+')
        .replace('<workspaces>', 'workspaces')
        .replace('<agentId>', 't-[0-9a-f]{32}')
        .replace('<tenantId>', '[0-9a-f-]{36}')
        .replace(/<\w+>/g, '[^/]+')
        .replace('**', '.*')}$`,
    ),
    isTenants: owner === 'tenant',
  }));
}

/** A gateway comes up twice, and two or three people talk. */
const LONG = { timeout: 240_000 };

test(
  'every path of a used gateway is somebody’s, and what is everybody’s holds nobody’s words',
  LONG,
  async () => {
    const people = [ann, await house.newPerson()];
    for (const person of people) {
      const { contactId } = await use(person);
      if (person === ann) await restart(person, contactId);
    }
    const table = readTable();
    const root = join(house.env.CELLS_DIR, '..');
    const classOf = (path: string) =>
      new Set(table.filter(({ pattern }) => pattern.test(path)).map(({ isTenants }) => isTenants));
    const paths = walk(root);
    expect(paths.filter((path) => classOf(path).size !== 1)).toEqual([]);
    for (const person of people) {
      const files = filesWith(root, [saidBy(person), keptFor(person)]);
      // Somebody’s words are where they belong; the run was looked for in the right place.
      expect(files.some((path) => path.includes(`/agents/${agentIdOf(person.caller.tenantId)}/`))).toBe(true);
      expect(files.filter((path) => !classOf(path).has(true))).toEqual([]);
      const own = [agentIdOf(person.caller.tenantId), person.caller.tenantId];
      expect(files.filter((path) => !own.some((id) => path.includes(`/${id}/`)))).toEqual([]);
    }
  },
);

test(
  'who leaves in the middle of an answer leaves nothing in the cells, also after a restart; others go on and remember',
  LONG,
  async () => {
    const { id: contactId } = await ann.api.contacts.create.mutate({ name: 'Wei' });
    await ask(ann, contactId, 'The dog is called Crumb');
    const cal = await house.newPerson();
    await use(cal);
    const words = [saidBy(cal), keptFor(cal)];
    const agentId = agentIdOf(cal.caller.tenantId);
    expect(filesWith(house.env.CELLS_DIR, words)).not.toEqual([]);
    const { hold, events } = await held(turnOf(cal, `Still talking, ${saidBy(cal)}`));

    await adapter.unbindTenant(cal.caller.tenantId);
    await adapter.unbindTenant(cal.caller.tenantId);
    const end = (await events).at(-1);
    expect(end?.type === EventType.RUN_ERROR || end?.type === EventType.RUN_FINISHED).toBe(true);
    await until(async () => (await house.ledger.retired()).length === 0);
    hold.release();
    expect(filesWith(house.env.CELLS_DIR, words)).toEqual([]);
    expect(walk(house.env.CELLS_DIR).filter((path) => path.includes(`/agents/${agentId}`))).toEqual([]);

    expect(await ask(ann, contactId, 'What is the dog called?')).toContain('Crumb');
    await restart(ann, contactId);
    expect(filesWith(house.env.CELLS_DIR, words)).toEqual([]);
    expect(readFileSync(await inCell('openclaw.json'), 'utf8')).not.toContain(agentId);
    expect(await ask(ann, contactId, 'And what is the dog called?')).toContain('Crumb');
  },
);
