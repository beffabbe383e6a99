'use client';

import type { ChannelRef } from '@friendsai/schema';
import { ArrowDown } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { StickToBottom, useStickToBottomContext } from 'use-stick-to-bottom';
import { Button } from '../components/button.tsx';
import { EmptyState, Failure, Skeleton } from '../components/states.tsx';
import {
  inOrder,
  type LiveChannel,
  type LiveMessage,
  type Outgoing,
  useChannel,
  useLive,
  waitingCalls,
} from '../live/index.ts';
import { useErrorText } from '../trpc/use-error-text.ts';
import { Entries } from './entries-view.tsx';
import { useFollowHash } from './use-follow-hash.ts';
import { WaitingBar } from './waiting-bar.tsx';

/**
 * A channel as it is being had: its messages, what the butler did and is at, and older ones above.
 *
 * @param person whom it is about; null in the journal.
 */
export function Conversation({
  contactId,
  person,
  label,
  empty,
}: {
  contactId: ChannelRef;
  person: string | null;
  label: string;
  empty: string;
}) {
  const common = useTranslations('common');
  const t = useTranslations('chat');
  const errorText = useErrorText();
  const { channel, error, reload } = useChannel(contactId);
  useFollowHash(contactId);
  const messages = inOrder(channel);
  const nothing = messages.length === 0 && channel.outgoing.length === 0;
  const waiting = channel.nextBefore === undefined && nothing;

  let body: ReactNode = (
    <Entries contactId={contactId} channel={channel} messages={messages} person={person} />
  );
  if (error !== null && nothing) {
    body = (
      <EmptyState action={<Button onClick={reload}>{common('retry')}</Button>}>
        {t('loadFailed')} {errorText(error)}
      </EmptyState>
    );
  } else if (waiting) body = <Coming />;
  else if (nothing) body = <EmptyState>{empty}</EmptyState>;

  return (
    <>
      <StickToBottom
        key={contactId}
        className="relative min-h-0 flex-1 overflow-hidden"
        initial="instant"
        resize="smooth"
      >
        <StickToBottom.Content
          role="log"
          aria-live="off"
          aria-label={label}
          className="mx-auto flex w-full max-w-3xl flex-col gap-4 px-4 py-6"
        >
          {channel.nextBefore != null && <Older contactId={contactId} />}
          {body}
        </StickToBottom.Content>
        <ToNewest />
        <FollowOwnWords sending={channel.outgoing} />
        <StayAtNewest />
        <Announcer messages={messages} channel={channel} />
      </StickToBottom>
      <WaitingBar channel={channel} label={label} />
    </>
  );
}

function Older({ contactId }: { contactId: ChannelRef }) {
  const t = useTranslations('chat');
  const live = useLive();
  const errorText = useErrorText();
  const { scrollRef } = useStickToBottomContext();
  const [error, setError] = useState<unknown>(null);
  const load = async () => {
    setError(null);
    const pane = scrollRef.current;
    const below = pane ? pane.scrollHeight - pane.scrollTop : 0;
    await live.read(contactId, true).catch(setError);
    // What one was reading stays where it is; the older ones come in above.
    requestAnimationFrame(() => {
      if (pane) pane.scrollTop = pane.scrollHeight - below;
    });
  };
  return (
    <div className="flex flex-col items-center gap-2">
      <Button size="small" kind="quiet" onClick={() => void load()}>
        {t('older')}
      </Button>
      {error !== null && <Failure>{errorText(error)}</Failure>}
    </div>
  );
}

function ToNewest() {
  const t = useTranslations('chat');
  const { isAtBottom, scrollToBottom } = useStickToBottomContext();
  if (isAtBottom) return null;
  return (
    <Button
      size="icon"
      aria-label={t('latest')}
      className="-translate-x-1/2 absolute bottom-3 left-1/2 rounded-full bg-raised shadow-float"
      onClick={() => void scrollToBottom()}
    >
      <ArrowDown className="size-4" aria-hidden />
    </Button>
  );
}

/** What one has just written oneself is worth seeing, and so is that it did not get through, wherever one had scrolled to. */
function FollowOwnWords({ sending }: { sending: readonly Outgoing[] }) {
  const { scrollToBottom } = useStickToBottomContext();
  const newest = sending.at(-1);
  const shown = newest ? `${newest.clientMessageId} ${newest.state}` : null;
  useEffect(() => {
    if (shown !== null) void scrollToBottom('instant');
  }, [shown, scrollToBottom]);
  return null;
}

/** What was last said stays in sight when the keyboard, a file or a question takes room from the conversation. */
function StayAtNewest() {
  const { scrollRef, isAtBottom, scrollToBottom } = useStickToBottomContext();
  const wasAtBottom = useRef(isAtBottom);
  useEffect(() => {
    wasAtBottom.current = isAtBottom;
  }, [isAtBottom]);
  useEffect(() => {
    const pane = scrollRef.current;
    if (!pane) return;
    let height = pane.clientHeight;
    const watch = new ResizeObserver(() => {
      const isLess = pane.clientHeight < height;
      height = pane.clientHeight;
      if (isLess && wasAtBottom.current) void scrollToBottom('instant');
    });
    watch.observe(pane);
    return () => watch.disconnect();
  }, [scrollRef, scrollToBottom]);
  return null;
}

function Coming() {
  return (
    <div className="flex flex-col gap-5">
      <Skeleton className="ml-auto h-11 w-2/5" />
      <Skeleton className="h-20 w-3/5" />
      <Skeleton className="ml-auto h-11 w-1/3" />
      <Skeleton className="h-14 w-1/2" />
    </div>
  );
}

/**
 * Tells a screen reader once that an answer is whole, and how much waits for a yes when that has become more. The words that
 * stream by are not read out as they change.
 */
function Announcer({ messages, channel }: { messages: LiveMessage[]; channel: LiveChannel }) {
  const t = useTranslations('chat');
  const confirm = useTranslations('confirm');
  const [said, setSaid] = useState('');
  const streamed = useRef<string | null>(null);
  const newest = messages.at(-1);
  const count = waitingCalls(channel).length;
  const before = useRef(count);
  useEffect(() => {
    if (newest?.role !== 'butler') return;
    if (newest.state === 'streaming') streamed.current = newest.id;
    else if (streamed.current === newest.id) {
      streamed.current = null;
      setSaid(`${t('answered')} ${newest.text}`);
    }
  }, [newest, t]);
  useEffect(() => {
    if (count > before.current) setSaid(confirm('waiting', { count }));
    before.current = count;
  }, [count, confirm]);
  return (
    <p aria-live="polite" className="sr-only">
      {said}
    </p>
  );
}
