import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { auditLog, channels, messages, runs, withTenant } from '@friendsai/db';
import {
  type ContactId,
  type Cursor,
  Cursor as CursorSchema,
  cursorOf,
  EventType,
  type FriendsEvent,
  type SendResult,
} from '@friendsai/schema';
import { asc, eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Resident, Site } from './site.ts';
import { follow } from './stream.ts';

/** One operation of a client and what it was told. */
type Operation = { contactId: ContactId; text: string; clientMessageId: string; answers: SendResult[] };

const isFinal = ({ event }: FriendsEvent) =>
  event.type === EventType.RUN_FINISHED || event.type === EventType.RUN_ERROR;

/**
 * A client that notes everything it does and is told, and afterwards holds it against the ledger, the stream and the files.
 * It behaves as ours do: what was not answered is sent again under its id, and a broken stream is resumed, elsewhere.
 */
export function createWitness(site: Site, resident: Resident) {
  const { caller, apis, token } = resident;
  const operations: Operation[] = [];
  const followed: FriendsEvent[] = [];
  const stop = new AbortController();
  let waiting: { isWanted: (event: FriendsEvent) => boolean; found: () => void }[] = [];

  async function watch(): Promise<void> {
    let cursor: Cursor | null = null;
    for (let turn = 1; !stop.signal.aborted; turn += 1) {
      const url = site.stack.serverUrls[turn % site.stack.serverUrls.length] ?? '';
      try {
        for await (const event of follow(url, token, cursor, stop.signal)) {
          followed.push(event);
          cursor = cursorOf(event);
          for (const each of waiting) if (each.isWanted(event)) each.found();
        }
      } catch {
        // A server that is gone: the next one.
      }
      await delay(50);
    }
  }
  const watching = watch();

  return {
    /** Sends, and sends again until it is told that it was taken. */
    async send(contactId: ContactId, text: string, server = 0): Promise<SendResult> {
      const operation: Operation = { contactId, text, clientMessageId: randomUUID(), answers: [] };
      operations.push(operation);
      const { clientMessageId } = operation;
      for (let turn = server; ; turn += 1) {
        const api = apis[turn % apis.length];
        const answer = await api?.chat.send.mutate({ contactId, text, clientMessageId }).catch(() => null);
        if (answer) {
          operation.answers.push(answer);
          return answer;
        }
        await delay(50);
      }
    },

    /** Resolves at the next event that is as wanted. */
    seen(isWanted: (event: FriendsEvent) => boolean): Promise<void> {
      return new Promise((resolve) => {
        const each = {
          isWanted,
          found: () => {
            waiting = waiting.filter((other) => other !== each);
            resolve();
          },
        };
        waiting.push(each);
      });
    },

    /** Waits until every run has ended and its end is told everywhere, then holds all against all. */
    async check(): Promise<void> {
      const read = () =>
        withTenant(site.db, caller, async (tx) => ({
          messages: await tx.select().from(messages).orderBy(asc(messages.channelId), asc(messages.position)),
          runs: await tx.select().from(runs),
          channels: await tx.select().from(channels),
        }));
      let ledger = await read();
      while (!ledger.runs.every(({ settled }) => settled)) {
        await delay(200);
        ledger = await read();
      }

      // Acknowledged is in the ledger, once, as it was acknowledged, however often it was sent.
      for (const { clientMessageId, text, answers } of operations) {
        const stored = ledger.messages.filter((message) => message.clientMessageId === clientMessageId);
        expect(stored).toHaveLength(1);
        for (const answer of answers) {
          expect(stored[0]).toMatchObject({ id: answer.messageId, position: answer.position, text });
        }
      }
      expect(ledger.messages.filter(({ role }) => role === 'user')).toHaveLength(operations.length);

      // One answer at most for each message, and positions without a gap.
      for (const channel of ledger.channels) {
        const own = ledger.messages.filter((message) => message.channelId === channel.id);
        expect(own.map(({ position }) => position)).toEqual(own.map((_, index) => index + 1));
      }
      const whole = ledger.messages.filter(({ role, state }) => role === 'butler' && state === 'complete');
      const answered = whole.map(({ runId }) => ledger.runs.find(({ id }) => id === runId)?.messageId);
      expect(new Set(answered).size).toBe(answered.length);

      await checkStream(ledger);
      await checkFiles(ledger);
      await checkAudit();
    },

    async close(): Promise<void> {
      stop.abort();
      await watching;
    },

    /** In the order in which they were asked for. */
    runsOf: () => withTenant(site.db, caller, (tx) => tx.select().from(runs).orderBy(asc(runs.createdAt))),
  };

  type Ledger = { messages: (typeof messages.$inferSelect)[]; runs: (typeof runs.$inferSelect)[] } & {
    channels: (typeof channels.$inferSelect)[];
  };

  async function checkStream(ledger: Ledger): Promise<void> {
    const head = await site.log.head(caller.tenantId);
    const stream: FriendsEvent[] = [];
    let after = cursorOf({ epoch: head.epoch, seq: 0 });
    while (after !== cursorOf(head)) {
      const page = await site.log.readAfter(caller.tenantId, after, 1_000);
      if (page === 'unknown-cursor') throw new Error('the tail lost something');
      stream.push(...page.events);
      after = CursorSchema.parse(cursorOf(page.events.at(-1) ?? head));
    }
    expect(stream.map(({ seq }) => seq)).toEqual(stream.map((_, index) => index + 1));

    for (const run of ledger.runs) {
      const own = stream.filter(({ runId }) => runId === run.id);
      // A run that ended in an earlier epoch has nothing in this one.
      if (own.length === 0 && head.epoch > 1) continue;
      expect(own.filter(isFinal), `final events of ${run.id}`).toHaveLength(1);
      expect(own.filter(({ event }) => event.type === EventType.RUN_STARTED)).toHaveLength(1);
      expect(own.at(-1)).toSatisfy(isFinal);
      const text = own
        .map(({ event }) => (event.type === EventType.TEXT_MESSAGE_CONTENT ? event.delta : ''))
        .join('');
      expect(text).toBe(ledger.messages.find(({ id }) => id === run.replyMessageId)?.text ?? '');
    }

    // What the follower was given, across all its connections: dense in each epoch but for where a snapshot took over.
    for (const [index, event] of followed.entries()) {
      const before = followed[index - 1];
      if (!before || event.event.type === EventType.STATE_SNAPSHOT) continue;
      expect([event.epoch, event.seq]).toEqual([before.epoch, before.seq + 1]);
    }
  }

  async function checkFiles(ledger: Ledger): Promise<void> {
    for (const channel of ledger.channels) {
      const lines = ledger.messages
        .filter((message) => message.channelId === channel.id)
        .map(({ position, id, role, text, state, runId, createdAt }) =>
          JSON.stringify({ position, id, role, text, state, runId, at: createdAt.toISOString() }),
        );
      if (lines.length === 0 || channel.contactId === null) continue;
      const file = join(
        site.stack.workspacesDir,
        caller.tenantId,
        'contacts',
        channel.contactId,
        'thread.jsonl',
      );
      expect(await readFile(file, 'utf8')).toBe(`${lines.join('\n')}\n`);
    }
  }

  async function checkAudit(): Promise<void> {
    const rows = await withTenant(site.db, caller, (tx) =>
      tx
        .select({
          seq: auditLog.seq,
          hash: auditLog.hash,
          prevHash: auditLog.prevHash,
          right: sql<boolean>`${auditLog.hash} = audit_hash(${auditLog})`,
        })
        .from(auditLog)
        .where(eq(auditLog.tenantId, caller.tenantId))
        .orderBy(asc(auditLog.seq)),
    );
    expect(rows.every(({ right }) => right)).toBe(true);
    expect(rows.slice(1).map(({ prevHash }) => prevHash)).toEqual(rows.slice(0, -1).map(({ hash }) => hash));
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
  }
}
export type Witness = ReturnType<typeof createWitness>;
