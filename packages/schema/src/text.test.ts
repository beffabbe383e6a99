import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText, lineInput, textInput } from './text.ts';

test('cleaned text can be stored and shown: no control characters, no lone surrogates, and cleaning again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (raw) => {
      const clean = cleanText(raw);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is what is shown
      expect(clean).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
      expect(clean.isWellFormed()).toBe(true);
      expect(cleanText(clean)).toBe(clean);
    }),
  );
});

test('what is joined by joiners stays joined, and right-to-left letters stay', () => {
  for (const text of ['👩‍👩‍👧‍👦', 'می‌خواهم', 'محمد', 'ไทย', '한국어'])
    expect(cleanText(text)).toBe(text.normalize('NFC'));
});

test('a text keeps its lines, a line has none', () => {
  expect(textInput(100).parse(' a\r\nb ')).toBe('a\nb');
  expect(lineInput(100).parse(' a\r\nb ')).toBe('a b');
});

test('what is blank after cleaning is refused', () => {
  expect(textInput(10).safeParse('\u0000 \u202e').success).toBe(false);
});
