'use client';

import { AuditTrail, RemoveAccount } from '@friendsai/ui/account';
import { useTranslations } from '@friendsai/ui/i18n';
import { signOut } from 'next-auth/react';
import { Place } from './place.tsx';

/** What was done to the user's books, and how to take all of them away. */
export function DataPage() {
  const t = useTranslations('audit');
  return (
    <Place title={t('pageTitle')}>
      <AuditTrail />
      <div className="border-hairline border-t pt-8">
        <RemoveAccount onRemoved={() => void signOut({ callbackUrl: '/sign-in' })} />
      </div>
    </Place>
  );
}
