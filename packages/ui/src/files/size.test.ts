import { FILE_MAX_BYTES, FILES_QUOTA_BYTES } from '@friendsai/schema';
import { expect, test } from 'vitest';
import { sizeWords } from './size.ts';

test('sizes as people say them', () => {
  expect(sizeWords(0, 'en')).toBe('0 bytes');
  expect(sizeWords(1, 'en')).toBe('1 byte');
  expect(sizeWords(1023, 'en')).toBe('1,023 bytes');
  expect(sizeWords(1024, 'en')).toBe('1 kB');
  expect(sizeWords(1_600_000, 'en')).toBe('1.5 MB');
  expect(sizeWords(FILE_MAX_BYTES, 'en')).toBe('25 MB');
  expect(sizeWords(FILES_QUOTA_BYTES, 'zh-CN')).toBe('1 GB');
  expect(sizeWords(3000 * FILES_QUOTA_BYTES, 'en')).toBe('3,000 GB');
});
