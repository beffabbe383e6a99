'use client';

import type { ChannelRef } from '@friendsai/schema';
import { useLocale } from 'use-intl';
import { BesideMessages, ToolCallCards } from '../cards/index.ts';
import { dayLabel } from '../i18n/dates.ts';
import type { LiveChannel, LiveMessage } from '../live/index.ts';
import { type Entry, entriesOf } from './entries.ts';
import { MessageView } from './message.tsx';
import { NoteLine } from './note-line.tsx';
import { OutgoingView } from './outgoing.tsx';
import { RunStatus } from './run-status.tsx';
import { useMarkRead } from './use-mark-read.ts';

/** Everything that is in a channel, from above to below. */
export function Entries({
  contactId,
  channel,
  messages,
  person,
}: {
  contactId: ChannelRef;
  channel: LiveChannel;
  messages: LiveMessage[];
  person: string | null;
}) {
  const locale = useLocale();
  useMarkRead(contactId, messages);

  function view(entry: Entry) {
    switch (entry.kind) {
      case 'day':
        return (
          <h2 key={entry.key} className="pt-2 text-center font-normal text-[13px] text-soft">
            {dayLabel(new Date(entry.at), new Date(), locale)}
          </h2>
        );
      case 'message':
        return <MessageView key={entry.key} message={entry.message} />;
      case 'note':
        return <NoteLine key={entry.key} yes={entry.yes} no={entry.no} />;
      case 'cards':
        return <ToolCallCards key={entry.key} calls={entry.calls} fresh={entry.fresh} />;
      case 'status':
        return (
          <RunStatus
            key={entry.key}
            run={entry.run}
            contactId={contactId}
            speaking={entry.speaking}
            person={person}
          />
        );
    }
  }

  // One list, so that a card keeps its place on the screen while what it stands below moves.
  return (
    <BesideMessages value={true}>
      {entriesOf(channel).map(view)}
      {channel.outgoing.map((sending) => (
        <OutgoingView key={sending.clientMessageId} sending={sending} contactId={contactId} />
      ))}
    </BesideMessages>
  );
}
