import { errorOf } from '@friendsai/api/client/error-of';
import type {
  Attachment,
  ChannelRef,
  Cursor,
  FriendsEvent,
  MessageId,
  ToolCallView,
} from '@friendsai/schema';
import { createStore } from 'zustand/vanilla';
import type { Api } from '../trpc/api.ts';
import { type Acts, createActs } from './acts.ts';
import { applyEvent } from './apply-event.ts';
import { applyHistory } from './apply-history.ts';
import type { Outbox, Queued } from './outbox.ts';
import { createSender, type SendingState } from './sender.ts';
import { channelOf, type LiveState, NOTHING, withChannel } from './state.ts';
import { withToolCalls } from './tool-calls.ts';

export type Connection = 'connecting' | 'live' | 'reconnecting' | 'offline';

export type LiveStoreState = LiveState & { connection: Connection; acts: Acts };

const PAGE = 50;

/**
 * All that this device knows of the tenant's conversations, kept by one subscription and by the pages of history that were
 * asked for.
 */
export function createLiveStore(api: Api, outbox: Outbox) {
  const store = createStore<LiveStoreState>(() => ({ ...NOTHING, connection: 'connecting', acts: {} }));
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

  function setOutgoing(
    { contactId, clientMessageId, text, attachments, at }: Queued,
    sending: SendingState,
  ): void {
    change((state) =>
      withChannel(state, contactId, (channel) => {
        // The stream may have shown it already, while its answer is still on the way.
        const arrived = Object.values(channel.messages).some(
          (message) => message.clientMessageId === clientMessageId,
        );
        const others = channel.outgoing.filter((other) => other.clientMessageId !== clientMessageId);
        if (arrived) return { ...channel, outgoing: others };
        const outgoing = [...others, { clientMessageId, text, attachments, at, ...sending }];
        return { ...channel, outgoing: outgoing.sort((a, b) => a.at.localeCompare(b.at)) };
      }),
    );
  }

  const isOutgoing = ({ contactId, clientMessageId }: Queued) =>
    channelOf(store.getState(), contactId).outgoing.some(
      (other) => other.clientMessageId === clientMessageId,
    );

  const sender = createSender({
    outbox,
    deliver: async ({ contactId, text, clientMessageId, attachments }) => {
      await api.chat.send.mutate({
        contactId,
        text,
        clientMessageId,
        attachments: attachments.map(({ id }) => id),
      });
    },
    codeOf: (error) => errorOf(error)?.code ?? null,
    onState: setOutgoing,
    // Usually the stream has shown it already; where it has not, the history will.
    onSent: (message) => {
      if (isOutgoing(message) && store.getState().connection !== 'live')
        void read(message.contactId, false).catch(() => {});
    },
    alone: aloneOnDevice,
  });

  /** Keeps the message on the device and sends it as soon as it can be, once, whatever the network does to the answer. */
  function send(contactId: ChannelRef, text: string, attachments: readonly Attachment[]): void {
    const at = new Date().toISOString();
    void sender.add({ clientMessageId: crypto.randomUUID(), contactId, text, attachments, at });
  }

  function onCalls(calls: readonly ToolCallView[]): void {
    change((state) =>
      calls.reduce(
        (after, call) => withChannel(after, call.contactId, (channel) => withToolCalls(channel, [call])),
        state,
      ),
    );
  }

  const acts = createActs({
    decide: (input) => api.chat.decideTool.mutate(input),
    undo: (input) => api.contacts.undo.mutate(input),
    codeOf: (error) => errorOf(error)?.code ?? null,
    acts: () => store.getState().acts,
    onActs: (next) => store.setState({ acts: next }),
    onCalls,
  });

  function discard(contactId: ChannelRef, clientMessageId: string): void {
    void sender.discard(clientMessageId);
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
    sendAgain: sender.retry,
    discard,
    decide: acts.decide,
    undo: acts.undo,
    trust: (contactId: ChannelRef) => api.chat.trust.mutate({ contactId }),
    /** Sends what waits; for when the network may be back. */
    flush: sender.flush,
    /** Takes up what an earlier page left unsent; gives what stops it. */
    resumeSending: () => {
      void sender.resume();
      return sender.stop;
    },
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
/** Where a browser has no locks, pages of one device may send at the same time: each message is stored once all the same. */
async function aloneOnDevice(work: () => Promise<void>): Promise<void> {
  if ('locks' in navigator) await navigator.locks.request('friendsai-sending', work);
  else await work();
}

export type LiveStore = ReturnType<typeof createLiveStore>;
