import type { Caller } from '@friendsai/butler';
import {
  auditLog,
  contactFacts,
  contacts,
  type Database,
  interactions,
  memories,
  reminders,
  toolCalls,
  verifyAudit,
  withTenant,
} from '@friendsai/db';
import type { EventLog } from '@friendsai/redis';
import { cursorOf, EventType, type FriendsEvent, ToolCallView } from '@friendsai/schema';
import { and, asc, eq } from 'drizzle-orm';
import { expect } from 'vitest';

/** A tool call that writes, with a text of its own that its effect can be known by. */
export type Wish = { tool: (typeof WRITING)[number]; text: string };

const WRITING = ['reminder_create', 'note_add', 'interaction_log', 'memory_write', 'contact_update'] as const;

const INPUTS: Record<Wish['tool'], (text: string) => object> = {
  reminder_create: (text) => ({ text, on: '2027-03-01' }),
  note_add: (text) => ({ text }),
  interaction_log: (text) => ({ kind: 'call', on: '2026-11-20', summary: text }),
  memory_write: (text) => ({ name: 'habits', text }),
  contact_update: (text) => ({ changes: [{ label: 'likes', value: text, because: text }] }),
};

/** The nth wish: the writing tools in turn. */
export function wishOf(n: number): Wish {
  return { tool: WRITING[n % WRITING.length] ?? 'note_add', text: `wish ${n}` };
}

export const inputOf = ({ tool, text }: Wish): object => INPUTS[tool](text);

/** Holds all that a tenant asked for through tools against the ledger, the stream and the audit log: each wish had its effect once. */
export async function expectOnce(
  { db, log }: { db: Database; log: EventLog },
  caller: Caller,
  wishes: readonly Wish[],
): Promise<void> {
  const ledger = await withTenant(db, caller, async (tx) => ({
    reminders: await tx.select().from(reminders),
    contacts: await tx.select().from(contacts),
    interactions: await tx.select().from(interactions),
    memories: await tx.select().from(memories),
    facts: await tx.select().from(contactFacts).orderBy(asc(contactFacts.createdAt)),
    calls: await tx.select().from(toolCalls),
    done: await tx.select().from(auditLog).where(eq(auditLog.action, 'tool.succeeded')),
    asked: await tx.select().from(auditLog).where(eq(auditLog.action, 'tool.asked')),
    verdict: await verifyAudit(tx, caller),
  }));
  const linesOf = (text: string | null | undefined) => text?.split('\n') ?? [];
  const likes = ledger.facts.filter(({ label }) => label === 'likes');
  const effects: Record<Wish['tool'], (string | null)[]> = {
    reminder_create: ledger.reminders.map(({ text }) => text),
    note_add: ledger.contacts.flatMap(({ note }) => linesOf(note)),
    interaction_log: ledger.interactions.map(({ summary }) => summary),
    memory_write: ledger.memories.flatMap(({ text }) => linesOf(text)),
    contact_update: likes.map(({ value }) => value),
  };
  for (const tool of WRITING) {
    const wanted = wishes.filter((wish) => wish.tool === tool).map(({ text }) => text);
    expect(effects[tool].toSorted(), tool).toEqual(wanted.toSorted());
  }
  // One is so now, and the others are its history, each what the next one was told in place of.
  expect(likes.map(({ state }) => state)).toEqual(
    likes.map((_, index) => (index === likes.length - 1 ? 'current' : 'superseded')),
  );
  expect(likes.map(({ was }) => was)).toEqual(
    [null, ...likes.map(({ value }) => value)].slice(0, likes.length),
  );

  expect(ledger.calls.map(({ tool, state }) => `${tool} ${state}`).toSorted()).toEqual(
    wishes.map(({ tool }) => `${tool} succeeded`).toSorted(),
  );
  const once = ledger.calls.map(({ id, revision }) => `${id} ${revision}`).toSorted();
  expect(ledger.done.map(({ subject }) => subject).toSorted()).toEqual(
    ledger.calls.map(({ id }) => `tool-call:${id}`).toSorted(),
  );
  expect(ledger.asked).toEqual([]);
  expect(ledger.verdict).toMatchObject({ ok: true });

  const told = (await streamOf(log, caller)).flatMap(cardOf).map(({ id, revision }) => `${id} ${revision}`);
  expect(told.toSorted()).toEqual(once);
}

/** Whether a call of that id of the caller's has had its effect. */
export async function isDone(db: Database, caller: Caller, callKey: string): Promise<boolean> {
  const rows = await withTenant(db, caller, (tx) =>
    tx
      .select({ id: toolCalls.id })
      .from(toolCalls)
      .where(and(eq(toolCalls.tenantId, caller.tenantId), eq(toolCalls.callKey, callKey))),
  );
  return rows.length > 0;
}

function cardOf({ event }: FriendsEvent): ToolCallView[] {
  return event.type === EventType.CUSTOM && event.name === 'card' ? [ToolCallView.parse(event.value)] : [];
}

async function streamOf(log: EventLog, { tenantId }: Caller): Promise<FriendsEvent[]> {
  const head = await log.head(tenantId);
  const page = await log.readAfter(tenantId, cursorOf({ epoch: head.epoch, seq: 0 }), head.seq);
  if (page === 'unknown-cursor') throw new Error('the tail lost something');
  return page.events;
}
