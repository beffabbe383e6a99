import {
  appendAudit,
  channels,
  contacts,
  type Database,
  isUniqueViolation,
  messages,
  runs,
  type Tx,
  withTenant,
} from '@friendsai/db';
import {
  type Attachment,
  ChannelId,
  FriendsError,
  JOURNAL,
  MessageId,
  newId,
  RunId,
  type SendInput,
  type SendResult,
} from '@friendsai/schema';
import { and, asc, eq } from 'drizzle-orm';
import { actorOf, type Caller } from '../caller.ts';
import { attachmentsOf, requireFiles } from '../files/attachments.ts';
import { type ChannelRow, lockChannel } from './channel-row.ts';
import { bringsWordsOfOthers } from './foreign-words.ts';
import { previewOf } from './preview.ts';

export type Accepted = SendResult & {
  /** False when this send repeats one that had been accepted before. */
  isNew: boolean;
  channelId: ChannelId;
  /** The files that go with it, as they are told of. */
  files: Attachment[];
};

/**
 * Accepts a message: the message, its run and the audit row in one transaction, or nothing. The channel's row lock
 * puts sends of one channel in order, so that the look for an earlier send of the same id cannot be overtaken.
 * Errors: NOT_FOUND, MESSAGE_CONFLICT.
 */
export async function acceptMessage(db: Database, caller: Caller, input: SendInput): Promise<Accepted> {
  try {
    return await withTenant(db, caller, (tx) => accept(tx, caller, input));
  } catch (error) {
    // The same id sent to another channel at the same moment: the unique key decided.
    if (isUniqueViolation(error, 'messages_client_message_id')) {
      throw new FriendsError('MESSAGE_CONFLICT', { cause: error });
    }
    throw error;
  }
}

async function accept(tx: Tx, caller: Caller, input: SendInput): Promise<Accepted> {
  const { tenantId } = caller;
  const channel = await lockChannel(tx, tenantId, input.contactId);
  const earlier = await earlierSend(tx, caller, input, channel);
  if (earlier) return earlier;
  const channelId = ChannelId.parse(channel.id);
  await requireFiles(tx, tenantId, channelId, input.attachments);
  const files = await attachmentsOf(tx, tenantId, input.attachments);

  const createdAt = new Date();
  const messageId = newId(MessageId);
  const runId = newId(RunId);
  const position = channel.lastPosition + 1;
  const untrustedAt = bringsWordsOfOthers(input.text) ? createdAt : null;
  // Given to the database all at once and in this order: one way there and back instead of five.
  await Promise.all([
    tx.insert(messages).values({
      tenantId,
      id: messageId,
      channelId: channel.id,
      position,
      role: 'user',
      text: input.text,
      state: 'complete',
      runId,
      clientMessageId: input.clientMessageId,
      attachments: input.attachments,
      createdAt,
    }),
    tx.insert(runs).values({
      tenantId,
      id: runId,
      channelId: channel.id,
      messageId,
      replyMessageId: newId(MessageId),
      state: 'queued',
      untrustedAt,
      createdAt,
    }),
    tx
      .update(channels)
      // Who writes has read what stands above.
      .set({
        lastPosition: position,
        lastReadPosition: position,
        untrustedSince: channel.untrustedSince ?? untrustedAt,
      })
      .where(and(eq(channels.tenantId, tenantId), eq(channels.id, channel.id))),
    input.contactId === JOURNAL
      ? null
      : tx
          .update(contacts)
          .set({ lastMessageAt: createdAt, lastMessageText: previewOf(input.text), activeAt: createdAt })
          .where(and(eq(contacts.tenantId, tenantId), eq(contacts.id, input.contactId))),
    appendAudit(tx, caller, {
      actor: actorOf(caller),
      action: 'message.sent',
      subject: `message:${messageId}`,
      requestId: caller.requestId,
      detail: { runId, position },
    }),
  ]);
  return {
    messageId,
    runId,
    position,
    createdAt: createdAt.toISOString(),
    isNew: true,
    channelId,
    files,
  };
}

async function earlierSend(
  tx: Tx,
  { tenantId }: Caller,
  input: SendInput,
  channel: ChannelRow,
): Promise<Accepted | null> {
  const [message] = await tx
    .select()
    .from(messages)
    .where(and(eq(messages.tenantId, tenantId), eq(messages.clientMessageId, input.clientMessageId)));
  if (!message) return null;
  const isSame =
    message.channelId === channel.id &&
    message.text === input.text &&
    message.attachments.join() === input.attachments.join();
  if (!isSame) throw new FriendsError('MESSAGE_CONFLICT');
  const [run] = await tx
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.tenantId, tenantId), eq(runs.messageId, message.id)))
    .orderBy(asc(runs.attempt))
    .limit(1);
  if (!run) throw new FriendsError('INTERNAL');
  return {
    messageId: MessageId.parse(message.id),
    runId: RunId.parse(run.id),
    position: message.position,
    createdAt: message.createdAt.toISOString(),
    isNew: false,
    channelId: ChannelId.parse(channel.id),
    files: [],
  };
}
