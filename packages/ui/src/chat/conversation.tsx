'use client';

import type { ChannelRef } from '@friendsai/schema';
import { ArrowDown } from 'lucide-react';
import { Fragment, type ReactNode, useEffect, useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { StickToBottom, useStickToBottomContext } from 'use-stick-to-bottom';
import { Button } from '../components/button.tsx';
import { EmptyState, Failure, Skeleton } from '../components/states.tsx';
import { dayLabel } from '../i18n/dates.ts';
import {
  inOrder,
  type LiveChannel,
  type LiveMessage,
  type LiveRun,
  type Outgoing,
  useChannel,
  useLive,
} from '../live/index.ts';
import { useErrorText } from '../trpc/use-error-text.ts';
import { startsDay } from './day.ts';
import { MessageView } from './message.tsx';
import { OutgoingView } from './outgoing.tsx';
import { RunStatus } from './run-status.tsx';
import { useMarkRead } from './use-mark-read.ts';

/** A channel as it is being had: its messages, what the butler is at, and older ones above. */
export function Conversation({
  contactId,
  label,
  empty,
}: {
  contactId: ChannelRef;
  label: string;
  empty: string;
}) {
  const common = useTranslations('common');
  const t = useTranslations('chat');
  const errorText = useErrorText();
  const { channel, error, reload } = useChannel(contactId);
  const messages = inOrder(channel);
  const nothing = messages.length === 0 && channel.outgoing.length === 0;
  const waiting = channel.nextBefore === undefined && nothing;

  let body: ReactNode = <Entries contactId={contactId} channel={channel} messages={messages} />;
  if (error !== null && nothing) {
    body = (
      <EmptyState action={<Button onClick={reload}>{common('retry')}</Button>}>
        {t('loadFailed')} {errorText(error)}
      </EmptyState>
    );
  } else if (waiting) body = <Coming />;
  else if (nothing) body = <EmptyState>{empty}</EmptyState>;

  return (
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
      <Announcer messages={messages} />
    </StickToBottom>
  );
}

function Entries({
  contactId,
  channel,
  messages,
}: {
  contactId: ChannelRef;
  channel: LiveChannel;
  messages: LiveMessage[];
}) {
  const locale = useLocale();
  useMarkRead(contactId, messages);
  const runs = Object.values(channel.runs).filter((run) => channel.messages[run.messageId]);
  const ofReply = new Map(runs.map((run) => [run.replyMessageId, run]));
  const statusOf = (run: LiveRun, speaking: boolean) => (
    <RunStatus key={`status-${run.id}`} run={run} contactId={contactId} speaking={speaking} />
  );
  // A status stands below the answer that it is about, or below its question while there is no answer.
  return (
    <>
      {messages.map((message, index) => {
        const answered = message.role === 'butler' ? ofReply.get(message.id) : undefined;
        const own = message.role === 'user' ? channel.runs[message.id] : undefined;
        const unanswered =
          own && (own.replyMessageId === null || !channel.messages[own.replyMessageId]) ? own : undefined;
        return (
          <Fragment key={message.id}>
            {startsDay(message, messages[index - 1]) && (
              <h2 className="pt-2 text-center font-normal text-[13px] text-soft">
                {dayLabel(new Date(message.at), new Date(), locale)}
              </h2>
            )}
            <MessageView message={message} />
            {answered && statusOf(answered, message.state === 'streaming')}
            {unanswered && statusOf(unanswered, false)}
          </Fragment>
        );
      })}
      {channel.outgoing.map((sending) => (
        <OutgoingView key={sending.clientMessageId} sending={sending} contactId={contactId} />
      ))}
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

/** Tells a screen reader once that an answer is whole. The words that stream by are not read out as they change. */
function Announcer({ messages }: { messages: LiveMessage[] }) {
  const t = useTranslations('chat');
  const [said, setSaid] = useState('');
  const streamed = useRef<string | null>(null);
  const newest = messages.at(-1);
  useEffect(() => {
    if (newest?.role !== 'butler') return;
    if (newest.state === 'streaming') streamed.current = newest.id;
    else if (streamed.current === newest.id) {
      streamed.current = null;
      setSaid(`${t('answered')} ${newest.text}`);
    }
  }, [newest, t]);
  return (
    <p aria-live="polite" className="sr-only">
      {said}
    </p>
  );
}
