import { expect, test } from 'vitest';
import { fieldsOf, readJson, withTexts } from './edit-input.ts';

const update = JSON.stringify({
  contactId: '0198',
  changes: [
    { label: 'location', value: 'Shanghai', because: 'she moved' },
    { label: 'daughter', value: null, because: 'she moved' },
  ],
  limit: 3,
});

test('each text of an input can be changed, and nothing else moves', () => {
  const fields = fieldsOf(update);
  // A thing that is cleared has no text of its own to be changed.
  expect(fields?.map(({ name, value }) => `${name}: ${value}`)).toEqual(['location: Shanghai']);
  const changed = withTexts(update, [{ path: ['changes', 0, 'value'], value: 'Suzhou' }]);
  expect(JSON.parse(changed)).toEqual({
    contactId: '0198',
    changes: [
      { label: 'location', value: 'Suzhou', because: 'she moved' },
      { label: 'daughter', value: null, because: 'she moved' },
    ],
    limit: 3,
  });
  expect(withTexts(update, fields ?? [])).toBe(update);
});

test.each([
  ['no JSON', '{"text": '],
  ['a list', '["a"]'],
  ['a text', '"a"'],
  ['nothing but numbers and ids', '{"limit":3,"contactId":"0198","contactIds":["a"],"id":"b"}'],
  ['more than can be looked over', JSON.stringify({ texts: Array.from({ length: 13 }, () => 'a') })],
])('%s has no fields', (_, input) => {
  expect(fieldsOf(input)).toBeNull();
});

test('what is no JSON is told from what is', () => {
  expect(readJson('{"a":1}')).toEqual({ a: 1 });
  expect(readJson('{a:1}')).toBeUndefined();
});
