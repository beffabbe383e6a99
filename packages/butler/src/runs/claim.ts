import { channels, contacts, type Database, messages, runs, type Tx, withTenant } from '@friendsai/db';
import {
  type Attachment,
  type ChannelId,
  type ChannelRef,
  ContactId,
  type Cursor,
  errorCodeOf,
  FriendsError,
  JOURNAL,
  MessageId,
  RunId,
  type TenantId,
} from '@friendsai/schema';
import { and, asc, eq, inArray, lt, sql } from 'drizzle-orm';
import { factsOf } from '../contacts/facts.ts';
import { attachmentsOf } from '../files/attachments.ts';
import { markTold, untoldCalls, wordOf } from '../tool-calls/untold.ts';
import type { Ended } from './events.ts';
import { instructionsFor } from './instructions.ts';

/** How long whoever ended a run has for telling it everywhere before somebody else looks after that. */
const SETTLED_WITHIN_MS = 4_000;

/** A run that this process may work on as long as no newer fencing token has been given out. */
export type ClaimedRun = {
  tenantId: TenantId;
  channelId: ChannelId;
  contactId: ChannelRef;
  runId: RunId;
  messageId: MessageId;
  replyMessageId: MessageId;
  attempt: number;
  /** Fencing token: a write with an older one than the channel's is refused. */
  fence: number;
  /** Whose message it answers: the user's, or a note of the system's on what they have decided. */
  role: 'user' | 'system';
  text: string;
  /** Position of the message in its channel. */
  position: number;
  clientMessageId: string | null;
  attachments: Attachment[];
  instructions: string;
  /** When it was first given to a runtime; null when it was withdrawn before. */
  startedAt: Date | null;
  /** The stream's head when it was first taken. */
  streamFrom: string | null;
  /** Somebody has had it before, and what they had it say stands in the stream. */
  orphaned: boolean;
  /** How it ended, when only the telling is left to do. */
  ended: Ended | null;
};

type Place = { tenantId: TenantId; channelId: ChannelId };

/**
 * Takes a channel and the first work on it: an end that was not told, else a run that lost its owner, else the first queued
 * one. The caller holds the channel's lease. Null when there is nothing to do.
 *
 * @param streamFrom the stream's head: what a run says that begins now will stand after it.
 */
export function takeChannel(db: Database, place: Place, streamFrom: Cursor): Promise<ClaimedRun | null> {
  return withTenant(db, place, async (tx) => {
    // The channel first, as everywhere: two transactions that took both rows in different order would wait for each other.
    const [[channel], unsettled, unfinished] = await Promise.all([
      tx.select().from(channels).where(isChannel(place)).for('update'),
      findUnsettled(tx, place),
      findUnfinished(tx, place),
    ]);
    const next = unsettled ?? unfinished;
    if (!channel || !next) return null;
    const fence = channel.fence + 1;
    const [run] = await Promise.all([
      claim(tx, place, next, fence, streamFrom),
      tx.update(channels).set({ fence }).where(isChannel(place)),
    ]);
    return run;
  });
}

/** Takes the next run of a channel that is held already, within the transaction that ends the one before. */
export async function claimNext(
  tx: Tx,
  place: Place,
  fence: number,
  streamFrom: Cursor,
): Promise<ClaimedRun | null> {
  const next = await findUnfinished(tx, place);
  return next ? claim(tx, place, next, fence, streamFrom) : null;
}

const isChannel = ({ tenantId, channelId }: Place) =>
  and(eq(channels.tenantId, tenantId), eq(channels.id, channelId));

function runsOf(tx: Tx) {
  return tx
    .select({ run: runs, message: messages, contact: contacts, channelContactId: channels.contactId })
    .from(runs)
    .innerJoin(messages, and(eq(messages.tenantId, runs.tenantId), eq(messages.id, runs.messageId)))
    .innerJoin(channels, and(eq(channels.tenantId, runs.tenantId), eq(channels.id, runs.channelId)))
    .leftJoin(contacts, and(eq(contacts.tenantId, channels.tenantId), eq(contacts.id, channels.contactId)));
}
type Found = Awaited<ReturnType<typeof findUnfinished>>;

const isIn = ({ tenantId, channelId }: Place) =>
  and(eq(runs.tenantId, tenantId), eq(runs.channelId, channelId));

/** Held until the transaction ends: a wish to stop it comes before or after, not in between. */
async function findUnfinished(tx: Tx, place: Place) {
  const [next] = await runsOf(tx)
    .where(and(isIn(place), inArray(runs.state, ['queued', 'running'])))
    // There is at most one running; it comes before whatever waits.
    .orderBy(asc(runs.startedAt), asc(messages.position), asc(runs.attempt))
    .limit(1)
    .for('update', { of: runs });
  return next;
}

async function findUnsettled(tx: Tx, place: Place): Promise<Found> {
  const [next] = await runsOf(tx)
    .where(
      and(
        isIn(place),
        eq(runs.settled, false),
        lt(runs.endedAt, sql`now() - make_interval(secs => ${SETTLED_WITHIN_MS / 1000})`),
      ),
    )
    .orderBy(asc(runs.endedAt))
    .limit(1);
  return next;
}

async function claim(
  tx: Tx,
  place: Place,
  found: NonNullable<Found>,
  fence: number,
  streamFrom: Cursor,
): Promise<ClaimedRun> {
  const { run, message, contact, channelContactId } = found;
  if (channelContactId !== null && !contact) throw new FriendsError('INTERNAL');
  const isQueued = run.state === 'queued';
  // Under our own token it was taken by a transaction whose answer was lost: nobody has begun it.
  const orphaned = !isQueued && run.fence !== fence;
  const startedAt = isQueued ? new Date() : run.startedAt;
  const isRun = and(eq(runs.tenantId, place.tenantId), eq(runs.id, run.id));
  if (isQueued) {
    await tx
      .update(runs)
      .set({ fence, state: 'running', runtime: 'openclaw', startedAt, streamFrom })
      .where(isRun);
  } else if (run.endedAt === null) {
    await tx.update(runs).set({ fence }).where(isRun);
  }
  const [attachments, untold, facts] = await Promise.all([
    attachmentsOf(tx, place.tenantId, message.attachments),
    // Of a run that only has to be told of, no model hears any more.
    run.endedAt === null ? untoldCalls(tx, place) : [],
    contact ? factsOf(tx, contact) : [],
  ]);
  await markTold(tx, place.tenantId, untold);
  return {
    ...place,
    contactId: contact ? ContactId.parse(contact.id) : JOURNAL,
    runId: RunId.parse(run.id),
    messageId: MessageId.parse(run.messageId),
    replyMessageId: MessageId.parse(run.replyMessageId),
    attempt: run.attempt,
    fence,
    role: message.role === 'system' ? 'system' : 'user',
    text: message.text,
    position: message.position,
    clientMessageId: message.clientMessageId,
    attachments,
    instructions: instructionsFor(contact, { attachments, facts, decisions: untold.map(wordOf) }),
    startedAt,
    streamFrom: isQueued ? streamFrom : run.streamFrom,
    orphaned,
    ended: endedAs(run),
  };
}

/** Writes down that the run's runtime may have it under an id of its own from now on. */
export function markResumed(db: Database, { tenantId, runId }: ClaimedRun): Promise<void> {
  return withTenant(db, { tenantId }, async (tx) => {
    await tx
      .update(runs)
      .set({ resumedAt: new Date() })
      .where(and(eq(runs.tenantId, tenantId), eq(runs.id, runId)));
  });
}

/** How a run ended, as its row has it; null for one that has not. */
export function endedAs({ state, errorCode }: typeof runs.$inferSelect): Ended | null {
  if (state === 'finished' || state === 'cancelled') return { state };
  return state === 'failed' ? { state, errorCode: errorCodeOf(errorCode) } : null;
}
