'use client';

import type { Contact } from '@friendsai/schema';
import { useLocale, useTranslations } from 'use-intl';
import { Avatar } from '../components/avatar.tsx';

const FIELDS = ['relation', 'organization', 'title', 'location', 'birthday', 'note'] as const;

/** A birthday as people say it, with the year when it is known. */
function birthdayText(birthday: string, locale: string): string {
  const hasYear = !birthday.startsWith('-');
  // Read as a day and not as a moment, so that no time zone moves it.
  const date = new Date(`${hasYear ? birthday : `2024${birthday.slice(1)}`}T00:00:00Z`);
  const day = { month: 'long', day: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(locale, hasYear ? { ...day, year: 'numeric' } : day).format(date);
}

/** What is known of a person, to be read. */
export function ProfileView({ contact }: { contact: Contact }) {
  const t = useTranslations('contacts');
  const locale = useLocale();
  const known = FIELDS.flatMap((field) => {
    const value = contact[field];
    return value === null
      ? []
      : [{ field, value: field === 'birthday' ? birthdayText(value, locale) : value }];
  });
  return (
    <div className="flex flex-col gap-6">
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
          {known.map(({ field, value }) => (
            <div key={field} className="grid grid-cols-[96px_1fr] gap-3 py-2.5">
              <dt className="text-[13px] text-soft leading-6">{t(field)}</dt>
              <dd dir="auto" className="whitespace-pre-wrap leading-6 [overflow-wrap:anywhere]">
                {value}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
