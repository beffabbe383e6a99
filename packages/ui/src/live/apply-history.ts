import type { ChannelRef, HistoryPage, MessageId, RunView } from '@friendsai/schema';
import { type LiveMessage, type LiveRun, type LiveState, withChannel } from './state.ts';
import { withToolCalls } from './tool-calls.ts';

const ENDED = new Set<LiveRun['state']>(['finished', 'failed', 'cancelled']);

/** Takes a page of the ledger into the state. The ledger's words stand over what was streamed. */
export function applyHistory(
  state: LiveState,
  contactId: ChannelRef,
  page: HistoryPage,
  isNewest: boolean,
): LiveState {
  return withChannel(state, contactId, (channel) => {
    const messages: Record<MessageId, LiveMessage> = { ...channel.messages };
    for (const message of page.messages) {
      const { createdAt, ...same } = message;
      messages[message.id] = { ...same, at: createdAt };
    }
    const runs: Record<MessageId, LiveRun> = { ...channel.runs };
    for (const view of page.runs) runs[view.messageId] = newer(runs[view.messageId], view);
    const arrived = new Set(page.messages.map((message) => message.clientMessageId));
    return {
      ...withToolCalls(channel, page.toolCalls),
      messages,
      runs,
      outgoing: channel.outgoing.filter((sending) => !arrived.has(sending.clientMessageId)),
      nextBefore:
        isNewest && channel.nextBefore !== undefined && !channel.stale ? channel.nextBefore : page.nextBefore,
      stale: isNewest ? false : channel.stale,
    };
  });
}

/** The page may be older than what the stream has said since it was read. Run ids sort by time. */
function newer(live: LiveRun | undefined, view: RunView): LiveRun {
  if (live && (live.id > view.id || (live.id === view.id && ENDED.has(live.state)))) return live;
  const tool = live?.id === view.id ? live.tool : null;
  return { ...view, tool };
}
