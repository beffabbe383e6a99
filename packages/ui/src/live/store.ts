import type { ChannelRef, Cursor, FriendsEvent, MessageId } from '@friendsai/schema';
import { createStore } from 'zustand/vanilla';
import { type Api, errorOf } from '../trpc/api.ts';
import { applyEvent } from './apply-event.ts';
import { applyHistory } from './apply-history.ts';
import { channelOf, type LiveState, NOTHING, type Outgoing, withChannel } from './state.ts';

export type Connection = 'connecting' | 'live' | 'reconnecting' | 'offline';

export type LiveStoreState = LiveState & { connection: Connection };

const PAGE = 50;

/**
 * All that this device knows of the tenant's conversations, kept by one subscription and by the pages of history that were
 * asked for.
 */
export function createLiveStore(api: Api) {
  const store = createStore<LiveStoreState>(() => ({ ...NOTHING, connection: 'connecting' }));
  const change = (next: (state: LiveState) => LiveState) => store.setState((state) => next(state));
  const reading = new Set<ChannelRef>();

  /** Reads the newest page, or the next older one. Errors are the caller's to show. */
  async function read(contactId: ChannelRef, older: boolean): Promise<void> {
    const { nextBefore } = channelOf(store.getState(), contactId);
    if (reading.has(contactId) || (older && nextBefore == null)) return;
    reading.add(contactId);
    try {
      const page = await api.chat.history.query({
        contactId,
        limit: PAGE,
        ...(older && nextBefore != null ? { before: nextBefore } : {}),
      });
      change((state) => applyHistory(state, contactId, page, !older));
    } finally {
      reading.delete(contactId);
    }
  }

  function setOutgoing(contactId: ChannelRef, sending: Outgoing): void {
    change((state) =>
      withChannel(state, contactId, (channel) => ({
        ...channel,
        outgoing: [
          ...channel.outgoing.filter((other) => other.clientMessageId !== sending.clientMessageId),
          sending,
        ].sort((a, b) => a.at.localeCompare(b.at)),
      })),
    );
  }

  /** Sends, or sends again under the same id, so that it is stored once whatever the network did to the answer. */
  async function send(contactId: ChannelRef, text: string, again?: Outgoing): Promise<void> {
    const sending: Outgoing = again
      ? { ...again, errorCode: null }
      : { clientMessageId: crypto.randomUUID(), text, at: new Date().toISOString(), errorCode: null };
    setOutgoing(contactId, sending);
    try {
      await api.chat.send.mutate({ contactId, text: sending.text, clientMessageId: sending.clientMessageId });
      // Usually the stream has shown it already; where it has not, the history will.
      const waits = channelOf(store.getState(), contactId).outgoing.some(
        (other) => other.clientMessageId === sending.clientMessageId,
      );
      if (waits && store.getState().connection !== 'live') await read(contactId, false);
    } catch (error) {
      setOutgoing(contactId, { ...sending, errorCode: errorOf(error)?.code ?? 'UNREACHABLE' });
    }
  }

  function discard(contactId: ChannelRef, clientMessageId: string): void {
    change((state) =>
      withChannel(state, contactId, (channel) => ({
        ...channel,
        outgoing: channel.outgoing.filter((other) => other.clientMessageId !== clientMessageId),
      })),
    );
  }

  return {
    store,
    read,
    send,
    discard,
    cancel: (messageId: MessageId, contactId: ChannelRef) => {
      const run = channelOf(store.getState(), contactId).runs[messageId];
      return run ? api.chat.cancel.mutate({ runId: run.id }) : Promise.resolve();
    },
    retry: async (messageId: MessageId, contactId: ChannelRef): Promise<void> => {
      const run = channelOf(store.getState(), contactId).runs[messageId];
      if (run) await api.chat.retry.mutate({ runId: run.id });
    },
    receive: (event: FriendsEvent) => change((state) => applyEvent(state, event)),
    setConnection: (connection: Connection) => store.setState({ connection }),
    cursor: (): Cursor | null => store.getState().cursor,
  };
}
export type LiveStore = ReturnType<typeof createLiveStore>;
