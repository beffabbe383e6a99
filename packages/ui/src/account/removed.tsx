'use client';

import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';

const KEY = 'friendsai-removed';
/** What a device keeps of an account, by the beginning of its name. */
const OWN = ['friendsai-draft', 'friendsai-draft-files', 'friendsai-memory'];

/** Forgets on this device all that belonged to whoever was here, and keeps that they are gone for the page that comes. */
export function forgetDevice(userId: string): void {
  for (const key of Object.keys(localStorage)) {
    if (OWN.some((name) => key.startsWith(`${name}:${userId}`))) localStorage.removeItem(key);
  }
  sessionStorage.setItem(KEY, 'yes');
  indexedDB.deleteDatabase(`friendsai-outbox-${userId}`);
}

/** The last word to somebody whose account is gone, on the page where one would sign in. */
export function Farewell() {
  const t = useTranslations('removal');
  const [removed, setRemoved] = useState(false);
  useEffect(() => {
    if (sessionStorage.getItem(KEY) !== null) setRemoved(true);
    sessionStorage.removeItem(KEY);
  }, []);
  return (
    <p role="status" className="mb-8 border-hairline border-l-2 pl-4 text-soft empty:mb-0 empty:border-0">
      {removed && t('gone')}
    </p>
  );
}
