'use client';

import { classes } from '@friendsai/ui/components';
import { useTranslations } from '@friendsai/ui/i18n';
import { useParams } from 'next/navigation';
import type { ReactNode } from 'react';
import { PeopleList } from './people-list.tsx';

/** The list, and beside it whoever is chosen; on a narrow screen one of the two. */
export function PeopleLayout({ children }: { children: ReactNode }) {
  const t = useTranslations('nav');
  const { contactId } = useParams<{ contactId?: string }>();
  const chosen = contactId ?? null;
  return (
    <>
      <section
        aria-label={t('people')}
        className={classes(
          'min-h-0 w-full shrink-0 flex-col border-hairline border-r sm:flex sm:w-72 lg:w-80',
          chosen ? 'hidden' : 'flex',
        )}
      >
        <PeopleList chosen={chosen} />
      </section>
      <div className={classes('min-h-0 min-w-0 flex-1', chosen ? 'flex' : 'hidden sm:flex')}>{children}</div>
    </>
  );
}
