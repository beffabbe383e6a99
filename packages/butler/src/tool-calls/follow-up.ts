import { channels, type Database, messages, runs, withTenant } from '@friendsai/db';
import type { EventLog } from '@friendsai/redis';
import { type ChannelId, type ChannelRef, MessageId, newId, RunId } from '@friendsai/schema';
import { and, eq } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { Caller } from '../caller.ts';
import { announceMessage } from '../runs/announce.ts';
import type { Engine } from '../runs/engine.ts';
import type { MessageRef } from '../runs/events.ts';
import { markTold, untoldCalls, wordOf } from './untold.ts';

export type FollowUpDeps = { db: Database; log: EventLog; engine: Engine; logger: Logger };

/** How the butler is told of decisions: a note that nobody but our server writes, with what the tools gave. */
const noteOf = (decisions: readonly object[]): string => `[FriendsAI] ${JSON.stringify({ decisions })}`;

/**
 * Starts the run in which the butler goes on from what the user has approved in a channel: a note in the channel and its run, in one
 * transaction with the mark that it has been told, so that each decision is told once. What was only rejected waits for the next
 * run, whatever leads to it.
 */
export function createFollowUp({ db, log, engine, logger }: FollowUpDeps) {
  return async function followUp(caller: Caller, channelId: ChannelId, contactId: ChannelRef): Promise<void> {
    try {
      const note = await write(caller, channelId, contactId);
      if (!note) return;
      engine.kick(caller.tenantId, channelId);
      await announceMessage(log, { ...note, tenantId: caller.tenantId });
    } catch (error) {
      // The decisions stand; the next decision or the next run in the channel tells of them.
      logger.warn({ err: error, channelId }, 'the butler was not told of decisions yet');
    }
  };

  function write(caller: Caller, channelId: ChannelId, contactId: ChannelRef): Promise<MessageRef | null> {
    const { tenantId } = caller;
    const isChannel = and(eq(channels.tenantId, tenantId), eq(channels.id, channelId));
    return withTenant(db, caller, async (tx) => {
      const [channel] = await tx.select().from(channels).where(isChannel).for('update');
      const rows = await untoldCalls(tx, { tenantId, channelId });
      if (!channel || rows.every(({ state }) => state === 'rejected')) return null;
      const messageId = newId(MessageId);
      const runId = newId(RunId);
      const position = channel.lastPosition + 1;
      const text = noteOf(rows.map(wordOf));
      await tx.insert(messages).values({
        tenantId,
        id: messageId,
        channelId,
        position,
        role: 'system',
        text,
        state: 'complete',
        runId,
        clientMessageId: null,
      });
      await tx.insert(runs).values({
        tenantId,
        id: runId,
        channelId,
        messageId,
        replyMessageId: newId(MessageId),
        state: 'queued',
      });
      await tx.update(channels).set({ lastPosition: position }).where(isChannel);
      await markTold(tx, tenantId, rows);
      return {
        role: 'system',
        contactId,
        messageId,
        runId,
        text,
        position,
        clientMessageId: null,
        attachments: [],
      };
    });
  }
}
