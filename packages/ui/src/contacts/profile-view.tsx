'use client';

import type { ContactProfile, Fact, MessageId } from '@friendsai/schema';
import { Plus } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { Avatar } from '../components/avatar.tsx';
import { Button } from '../components/button.tsx';
import { FileList } from '../files/file-list.tsx';
import { birthdayWords, dayLabel } from '../i18n/dates.ts';
import { ReminderForm } from '../reminders/reminder-form.tsx';
import { ReminderList } from '../reminders/reminder-list.tsx';
import { type Known, knownOf } from './known.ts';
import { SourceLink } from './source-link.tsx';
import { Timeline } from './timeline.tsx';

/**
 * What is known of a person and from where, what they are to be reminded of, their files, and what happened.
 *
 * @param onSource is told that the reader goes to the message that something comes from: what covers it should make way.
 */
export function ProfileView({
  contact,
  onSource,
}: {
  contact: ContactProfile;
  onSource?: (messageId: MessageId) => void;
}) {
  const t = useTranslations('contacts');
  const profile = useTranslations('profile');
  const known = knownOf(contact);
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-col items-center gap-3 pt-2 text-center">
        <Avatar name={contact.name} large />
        <p dir="auto" className="line-clamp-4 max-w-full font-semibold text-xl [overflow-wrap:anywhere]">
          {contact.name}
        </p>
      </div>
      {known.length === 0 ? (
        <p className="text-center text-soft text-sm">{t('nothingKnown')}</p>
      ) : (
        <dl className="divide-y divide-hairline border-hairline border-y">
          {known.map((each) => (
            <KnownLine key={each.key} known={each} onSource={onSource} />
          ))}
        </dl>
      )}
      <RemindersOf contact={contact} />
      <Section title={profile('files')}>
        <FileList contactId={contact.id} />
      </Section>
      <Section title={profile('timeline')}>
        <Timeline contactId={contact.id} onSource={onSource} />
      </Section>
    </div>
  );
}

function KnownLine({
  known: { field, label, value, source },
  onSource,
}: {
  known: Known;
  onSource: ((messageId: MessageId) => void) | undefined;
}) {
  const t = useTranslations('contacts');
  const locale = useLocale();
  return (
    <div className="grid grid-cols-[88px_1fr] gap-x-3 py-2.5">
      <dt
        dir="auto"
        className="text-[13px] text-soft leading-6 [overflow-wrap:anywhere] first-letter:uppercase"
      >
        {field === null ? label : t(field)}
      </dt>
      <dd className="min-w-0">
        <p dir="auto" className="whitespace-pre-wrap leading-6 [overflow-wrap:anywhere]">
          {field === 'birthday' ? birthdayWords(value, locale) : value}
        </p>
        {source && <Source fact={source} onSource={onSource} />}
      </dd>
    </div>
  );
}

/** From where something is known: the words that say so, which lead to their message. What the user wrote in needs no reason. */
function Source({ fact, onSource }: { fact: Fact; onSource: ((messageId: MessageId) => void) | undefined }) {
  const t = useTranslations('profile');
  const locale = useLocale();
  const { because, messageId, author } = fact;
  const when = dayLabel(new Date(fact.at), new Date(), locale);
  if (because === '') {
    return author === 'butler' ? (
      <p className="text-[13px] text-soft">
        {when} · {t('byButler')}
      </p>
    ) : null;
  }
  const words = (
    <span dir="auto" className="line-clamp-3 [overflow-wrap:anywhere]">
      {when} · {t('because', { words: because })}
    </span>
  );
  return messageId === null ? (
    <p className="text-[13px] text-soft">{words}</p>
  ) : (
    <SourceLink
      messageId={messageId}
      title={t('toSource', { words: because })}
      className="-mb-2.5 flex min-h-11 items-start pb-2.5 text-[13px] text-soft underline decoration-hairline underline-offset-4 hover:text-accent hover:decoration-accent sm:min-h-0"
      onSource={onSource}
    >
      {words}
    </SourceLink>
  );
}

function RemindersOf({ contact }: { contact: ContactProfile }) {
  const t = useTranslations('profile');
  const reminders = useTranslations('reminders');
  const [adding, setAdding] = useState(false);
  return (
    <Section
      title={t('reminders')}
      action={
        !adding && (
          <Button
            kind="quiet"
            size="touch"
            className="-my-2.5 -mr-2 text-accent"
            aria-label={reminders('add')}
            title={reminders('add')}
            onClick={() => setAdding(true)}
          >
            <Plus className="size-5" aria-hidden />
          </Button>
        )
      }
    >
      {adding && (
        <div className="mt-2 mb-3">
          <ReminderForm
            contactId={contact.id}
            onSaved={() => setAdding(false)}
            onCancel={() => setAdding(false)}
          />
        </div>
      )}
      <ReminderList contactId={contact.id} />
    </Section>
  );
}

function Section({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <div className="flex items-center justify-between border-hairline border-b pb-2">
        <h3 id={id} className="font-medium text-[13px] text-soft">
          {title}
        </h3>
        {action}
      </div>
      {children}
    </section>
  );
}
