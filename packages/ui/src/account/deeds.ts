import type { AuditEntryView } from '@friendsai/schema';
import { en } from '../i18n/messages/en.ts';

type Deed = keyof typeof en.audit.deeds;

const DEEDS: ReadonlySet<string> = new Set(Object.keys(en.audit.deeds));
const isDeed = (key: string): key is Deed => DEEDS.has(key);

/** Under which name the words for an action of the audit trail stand (a dot would end a name); null for one that has none. */
export function deedOf(action: string): Deed | null {
  const key = action.replaceAll(/[.-]/gu, '_');
  return isDeed(key) ? key : null;
}

/** Who did it: the user themselves, the butler on their behalf, or the house. */
export function doerOf(actor: AuditEntryView['actor']): 'you' | 'butler' | 'server' {
  if (actor.startsWith('user:')) return 'you';
  return actor.startsWith('butler') ? 'butler' : 'server';
}
