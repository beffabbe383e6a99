import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { callServer } from '@friendsai/openclaw-plugin/call-server';
import type { ContactId, RunId } from '@friendsai/schema';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { bridgeCall } from './testing/bridge.ts';
import { expectOnce, inputOf, isDone, type Wish, wishOf } from './testing/effects.ts';
import { type House, openHouse, type Person, until } from './testing/house.ts';
import { type ServerProcesses, startServerProcesses } from './testing/server-processes.ts';
import { callOf, script, talk } from './testing/talk.ts';
import { type Cut, openWire, type Wire } from './testing/wire.ts';

/**
 * A run is in progress in a real gateway, and its tool calls go to servers that are killed while they answer. What carries the calls
 * is the plugin's own code. The house keeps the run, so that it is not handed on with every kill.
 */
const KILLS = 100;
const KILLS_BEFORE = 10;
/** Well below the silence after which a run that says nothing is given up. */
const RUN_AGE_MS = 30_000;
/** Of a call, as the plugin has it. */
const PATIENCE_MS = 60_000;
/** For a hundred servers to start in, one after the other, on such a machine. */
const WITHIN_MS = 3_000_000;

const DONE = /^{"status":"done",/;

let target: () => string | null;
let wire: Wire;
let house: House;
let ann: Person;
let mei: ContactId;

beforeAll(async () => {
  wire = await openWire(() => target());
  house = await openHouse({ SERVER_URL: wire.url });
  await house.startCells();
});
afterAll(async () => {
  await house.close();
  wire.close();
});
beforeEach(async () => {
  ann = await house.newPerson();
  mei = (await ann.api.contacts.create.mutate({ name: 'Mei' })).id;
});

type HeldRun = { runId: RunId; startedAt: number; end(): Promise<void> };

async function holdRun(): Promise<HeldRun> {
  const mark = randomUUID();
  const { reached, release } = house.model.control.hold((text) => text.includes(mark), 0);
  const message = { contactId: mei, text: `tell me of ${mark}`, clientMessageId: randomUUID() };
  const { runId } = await ann.api.chat.send.mutate(message);
  const stateOf = async () => {
    const { runs } = await ann.api.chat.history.query({ contactId: mei });
    return runs.find(({ id }) => id === runId)?.state;
  };
  const hasEnded = async () => ['finished', 'failed'].includes(`${await stateOf()}`);
  let isHeld = false;
  reached.then(() => {
    isHeld = true;
  });
  await until(async () => isHeld || (await hasEnded()));
  if (!isHeld) throw new Error('the run ended before the model was asked');
  return {
    runId,
    startedAt: Date.now(),
    async end() {
      release();
      await until(hasEnded);
      expect(await stateOf()).toBe('finished');
    },
  };
}

let servers: ServerProcesses | null = null;
afterEach(async () => {
  await servers?.close();
  servers = null;
});

/**
 * Has tools called, each call's server killed once.
 *
 * @param momentOf of the nth kill; `isSeen`: the effect is in the ledger.
 */
async function callAndKill(
  times: number,
  momentOf: (n: number, isSeen: () => Promise<boolean>) => Cut,
): Promise<Wish[]> {
  const killing = await startServerProcesses(house.env);
  servers = killing;
  target = killing.url;
  const wishes: Wish[] = [];
  let run = await holdRun();
  for (let n = 0; n < times; n += 1) {
    await killing.ready();
    if (Date.now() - run.startedAt > RUN_AGE_MS) {
      await run.end();
      run = await holdRun();
    }
    const wish = wishOf(n);
    const call = bridgeCall(
      { tenantId: ann.caller.tenantId, contactId: mei, runId: run.runId },
      wish.tool,
      inputOf(wish),
    );
    const isSeen = () => isDone(house.db, ann.caller, `run:${call.runId}:${call.toolCallId}`);
    const moment = momentOf(n, isSeen);
    const cut = wire.cutNext(async (answering) => {
      await moment(answering);
      await killing.killCurrent();
    });
    const answer = callServer(
      call,
      { url: wire.url, secret: house.env.BRIDGE_SECRET },
      { patience: AbortSignal.timeout(PATIENCE_MS), stop: undefined },
    );
    await cut;
    expect(await answer).toMatch(DONE);
    wishes.push(wish);
  }
  await run.end();
  expect(killing.killed()).toBe(times);
  return wishes;
}

test(
  'killed between the effect and its answer, a hundred times: each effect happened once',
  async () => {
    const wishes = await callAndKill(KILLS, (n, isSeen) => async (answering) => {
      // When all is done but the answer; or as soon as it is in the ledger, where it is looked for until it is.
      if (n % 2 === 0) await answering;
      await until(() => isSeen().catch(() => false));
    });
    await expectOnce(house, ann.caller, wishes);
  },
  WITHIN_MS,
);

test(
  'killed at any moment before that: each effect happened once',
  async () => {
    const wishes = await callAndKill(KILLS_BEFORE, (n) => () => delay(n * 2));
    await expectOnce(house, ann.caller, wishes);
  },
  WITHIN_MS,
);

test('an answer that is lost on the way to the gateway: the plugin asks again, and the run has what it asked for', async () => {
  target = () => house.url;
  const wish: Wish = { tool: 'reminder_create', text: 'call her' };
  script(house, [{ name: wish.tool, input: inputOf(wish) }]);
  const cut = wire.cutNext((answering) => answering);
  const page = await talk(house, ann, mei, 'remind me');
  await cut;
  expect(callOf(page, wish.tool).state).toBe('succeeded');
  expect(page.runs.map(({ state }) => state)).toEqual(['finished']);
  const told = house.model.requests.at(-1)?.turns.findLast(({ role }) => role === 'tool')?.text ?? '';
  expect(told).toMatch(DONE);
  await expectOnce(house, ann.caller, [wish]);
});
