import { ContactId, type ContactProfile, type Fact, FactId, MessageId, newId } from '@friendsai/schema';
import { expect, test } from 'vitest';
import { knownOf } from './known.ts';

const AT = '2026-11-01T08:00:00.000Z';

const person = (facts: Fact[], fields: Partial<ContactProfile> = {}): ContactProfile => ({
  id: newId(ContactId),
  name: 'Mei Lin',
  sortKey: 'mei lin',
  indexLetter: 'M',
  relation: null,
  organization: null,
  title: null,
  location: null,
  birthday: null,
  note: null,
  createdAt: AT,
  updatedAt: AT,
  archivedAt: null,
  lastMessageAt: null,
  lastMessageText: null,
  facts,
  ...fields,
});

const fact = (label: string, value: string): Fact => ({
  id: newId(FactId),
  label,
  value,
  because: `she said ${value}`,
  messageId: newId(MessageId),
  author: 'butler',
  at: AT,
});

test('a field carries the fact that says it, and no older one', () => {
  const now = fact('location', 'Shanghai');
  const [location] = knownOf(person([now, fact('location', 'Beijing')], { location: 'Shanghai' }));
  expect(location).toMatchObject({ field: 'location', value: 'Shanghai', source: now });
});

test('what the user wrote over a fact has no source any more', () => {
  const [location] = knownOf(person([fact('location', 'Beijing')], { location: 'Chengdu' }));
  expect(location).toMatchObject({ value: 'Chengdu', source: null });
});

test('words of the user’s own come after the fields, each value for itself', () => {
  const facts = [fact('daughter', 'Lili'), fact('location', 'Shanghai'), fact('daughter', 'Nana')];
  const known = knownOf(person(facts, { location: 'Shanghai', relation: 'sister' }));
  expect(known.map(({ label, value }) => `${label}: ${value}`)).toEqual([
    'relation: sister',
    'location: Shanghai',
    'daughter: Lili',
    'daughter: Nana',
  ]);
  expect(new Set(known.map(({ key }) => key)).size).toBe(known.length);
});

test('nothing known is nothing', () => expect(knownOf(person([]))).toEqual([]));
