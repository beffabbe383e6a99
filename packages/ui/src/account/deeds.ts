import type { AuditEntryView } from '@friendsai/schema';
import { en } from '../i18n/messages/en.ts';

type Deed = `deeds.${keyof typeof en.audit.deeds}` | `tools.${keyof typeof en.audit.tools}`;

const { deeds, tools } = en.audit;
const has = <Words extends object>(words: Words, key: string): key is string & keyof Words =>
  Object.hasOwn(words, key);

/** Under which key the words for an entry of the audit trail stand (a dot would end a name); null for one that has none. */
export function deedOf({ action, tool }: Pick<AuditEntryView, 'action' | 'tool'>): Deed | null {
  if (action === 'tool.succeeded' && tool !== null && has(tools, tool)) return `tools.${tool}`;
  const key = action.replaceAll(/[.-]/gu, '_');
  return has(deeds, key) ? `deeds.${key}` : null;
}

/** Who did it: the user themselves, the butler on their behalf, a program that has a token of the user's, or the house. */
export function doerOf(actor: AuditEntryView['actor']): 'you' | 'butler' | 'program' | 'server' {
  if (actor.startsWith('user:')) return 'you';
  if (actor.startsWith('token:')) return 'program';
  return actor === 'butler' ? 'butler' : 'server';
}
