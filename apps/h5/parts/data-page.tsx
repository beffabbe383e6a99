'use client';

import { AuditTrail, RemoveAccount } from '@friendsai/ui/account';
import { useTranslations } from '@friendsai/ui/i18n';
import { signOut } from 'next-auth/react';
import { Place, PlaceBody } from './place.tsx';

/** What was done to the user's books, and how to take all of them away. */
export function DataPage() {
  const t = useTranslations('audit');
  return (
    <Place title={t('pageTitle')}>
      <PlaceBody>
        <AuditTrail />
        <div className="mt-8 border-hairline border-t pt-8">
          <RemoveAccount onRemoved={() => void signOut({ callbackUrl: '/sign-in' })} />
        </div>
      </PlaceBody>
    </Place>
  );
}
