import type { z } from 'zod';
import type { ToolAnswer } from '../tool-answers.ts';
import { callKey } from '../tool-answers.ts';
import { CONTACTS, resultOf } from './results.ts';

type Contact = z.infer<typeof CONTACTS>['contacts'][number];

/** Who a name is, as far as it has been looked up. */
export type Known =
  | { is: 'one'; contact: Contact }
  | { is: 'several'; contacts: Contact[] }
  | { is: 'nobody' }
  | { is: 'unread' }
  | { is: 'unasked' };

const parts = (name: string) => name.toLowerCase().split(/[\s·]+/u);
/** Whether somebody is called so: by the whole name, a part of it, or in Chinese without the family name. */
function isCalled(contact: Contact, name: string): boolean {
  const own = contact.name.toLowerCase();
  const wanted = name.toLowerCase();
  if (own === wanted) return true;
  if (/^\p{Script=Han}+$/u.test(wanted)) return own.includes(wanted);
  return parts(name).every((part) => parts(contact.name).includes(part));
}

/** Who is meant by a name: one whose whole name it is before others. */
export function knownBy(name: string, answers: readonly ToolAnswer[]): Known {
  const input = { query: name };
  if (!answers.some(({ key }) => key === callKey('contact_find', input))) return { is: 'unasked' };
  const found = resultOf(answers, 'contact_find', input, CONTACTS);
  if (!found) return { is: 'unread' };
  const called = found.contacts.filter((contact) => isCalled(contact, name));
  const exact = called.filter((contact) => contact.name.toLowerCase() === name.toLowerCase());
  const [only, ...others] = exact.length === 1 ? exact : called;
  if (!only) return { is: 'nobody' };
  return others.length === 0 ? { is: 'one', contact: only } : { is: 'several', contacts: called };
}
