import { AUDIT_ACTIONS } from '@friendsai/schema';
import { expect, test } from 'vitest';
import { deedOf, doerOf } from './deeds.ts';

test.each(AUDIT_ACTIONS)('%s of the trail has its words', (action) => {
  expect(deedOf({ action, tool: null })).toMatch(/^deeds\./);
});

test('what a tool did is said in words of its own; one that nobody foresaw is said in general', () => {
  expect(deedOf({ action: 'tool.succeeded', tool: 'contact_update' })).toBe('tools.contact_update');
  expect(deedOf({ action: 'tool.succeeded', tool: 'calendar_list' })).toBe('deeds.tool_succeeded');
  expect(deedOf({ action: 'tool.failed', tool: 'contact_update' })).toBe('deeds.tool_failed');
  expect(deedOf({ action: 'moon.landed', tool: null })).toBeNull();
  expect(deedOf({ action: 'constructor', tool: null })).toBeNull();
});

test('who did it', () => {
  expect(doerOf('user:0199')).toBe('you');
  expect(doerOf('butler')).toBe('butler');
  expect(doerOf('token:0199')).toBe('program');
  expect(doerOf('sweep')).toBe('server');
});
