import type { ToolCallView } from '@friendsai/schema';
import { isShown } from '../cards/index.ts';
import { byTime, inOrder, type LiveChannel, type LiveMessage, type LiveRun } from '../live/index.ts';
import { readNote } from './note.ts';

/** One thing in a conversation, from above to below. */
export type Entry =
  /** The day, said above its first message. */
  | { kind: 'day'; key: string; at: string }
  | { kind: 'message'; key: string; message: LiveMessage }
  /** What the user decided, as the butler was told. */
  | { kind: 'note'; key: string; yes: number; no: number }
  /** What a run did. `fresh`: nothing has been said to the butler since. */
  | { kind: 'cards'; key: string; calls: readonly ToolCallView[]; fresh: boolean }
  /** What a run is at, or how it ended. */
  | { kind: 'status'; key: string; run: LiveRun; speaking: boolean };

/**
 * A channel as it is read. Below each answer what its run did, then how the run stands; while there is no answer, below what is to be
 * answered.
 */
export function entriesOf(channel: LiveChannel): Entry[] {
  const messages = inOrder(channel);
  const below = cardsBelow(channel, messages);
  const ofReply = new Map(
    Object.values(channel.runs)
      .filter((run) => channel.messages[run.messageId])
      .map((run) => [run.replyMessageId, run]),
  );
  const lastSaid = messages.findLast(({ role }) => role === 'user');
  // By time: an answer that goes on stands below what was said meanwhile.
  const isFresh = ({ messageId, at }: ToolCallView) =>
    channel.outgoing.length === 0 && (!lastSaid || messageId === lastSaid.id || at >= lastSaid.at);
  const entries: Entry[] = [];
  let dayBefore: string | null = null;
  for (const [index, message] of messages.entries()) {
    const note = message.role === 'system' ? readNote(message.text) : null;
    // What the user decided stands on the cards right above, unless something has been said since.
    const before = messages[index - 1];
    const told = before !== undefined && (below.get(before.id)?.length ?? 0) > 0;
    if (!note || !told) {
      const day = new Date(message.at).toDateString();
      if (day !== dayBefore) entries.push({ kind: 'day', key: `day-${message.id}`, at: message.at });
      dayBefore = day;
      if (message.role !== 'system') entries.push({ kind: 'message', key: message.id, message });
      else if (note) entries.push({ kind: 'note', key: message.id, ...note });
    }
    for (const [key, calls] of grouped(below.get(message.id) ?? []))
      entries.push({ kind: 'cards', key, calls, fresh: calls.some(isFresh) });
    const run = statusAt(channel, message, ofReply);
    if (run)
      entries.push({
        kind: 'status',
        key: `status-${run.id}`,
        run,
        speaking: message.role === 'butler' && message.state === 'streaming',
      });
  }
  return entries;
}

/** The run whose state is said below a message: the one that said it, or the one that has yet to answer it. */
function statusAt(
  channel: LiveChannel,
  message: LiveMessage,
  ofReply: ReadonlyMap<LiveMessage['id'] | null, LiveRun>,
): LiveRun | undefined {
  if (message.role === 'butler') return ofReply.get(message.id);
  const own = channel.runs[message.id];
  const answered = own && own.replyMessageId !== null && channel.messages[own.replyMessageId];
  return answered ? undefined : own;
}

/** Under which message each call stands: its run's answer, else what that answers, else what was last said before it. */
function cardsBelow(channel: LiveChannel, messages: readonly LiveMessage[]) {
  const answers = new Map(
    messages.filter(({ role }) => role === 'butler').map((message) => [message.runId, message.id]),
  );
  const below = new Map<LiveMessage['id'], ToolCallView[]>();
  for (const call of Object.values(channel.toolCalls).filter(isShown).sort(byTime)) {
    const asked = call.messageId !== null && channel.messages[call.messageId] ? call.messageId : undefined;
    const place =
      (call.runId !== null ? answers.get(call.runId) : undefined) ??
      asked ??
      messages.findLast(({ at }) => at <= call.at)?.id;
    if (place !== undefined) below.set(place, [...(below.get(place) ?? []), call]);
  }
  return below;
}

/** One slip for each run, or for all that came from outside a conversation. */
function grouped(calls: readonly ToolCallView[]): Map<string, ToolCallView[]> {
  const groups = new Map<string, ToolCallView[]>();
  for (const call of calls) {
    const key = `cards-${call.runId ?? calls[0]?.id}`;
    groups.set(key, [...(groups.get(key) ?? []), call]);
  }
  return groups;
}
