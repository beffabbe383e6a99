import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryFileName } from './memory-names.ts';

/** Any text, and texts that are alike: in case, width, composition, and in what an escape looks like. */
const names = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.string({
    unit: fc.constantFrom(
      ...[
        'a',
        'A',
        'ａ',
        'e',
        'é',
        'e\u0301',
        '\u0301',
        'ß',
        'ẞ',
        's',
        'S',
        'ſ',
        'K',
        'k',
        'K',
        'i',
        'I',
        'İ',
        'ı',
      ],
      ...[
        '%',
        '5',
        '4',
        '1',
        'f',
        'F',
        '~',
        '.',
        '/',
        '\\',
        '\0',
        ' ',
        '-',
        '_',
        '\u200d',
        '\ufe0f',
        'が',
        'か\u3099',
      ],
      ...['가', '가', '李', '金', '\ufdfa', '\u0130', 'Σ', 'σ', 'ς', '.md', '\u1160', '\u3164', '🦊'],
    ),
    maxLength: 120,
  }),
);
/** Names that begin alike for longer than a file's name may be. */
const longNames = fc
  .tuple(fc.constantFrom('x', '李', 'Ü'), names, names)
  .map(([letter, a, b]) => [`${letter.repeat(300)}${a}`, `${letter.repeat(300)}${b}`] as const);
/** A name, and one that somebody could take it for. */
const likeness = fc.constantFrom<(name: string) => string>(
  (name) => name.toUpperCase(),
  (name) => name.toLowerCase(),
  (name) => name.normalize('NFD'),
  (name) => name.normalize('NFKC'),
  (name) => `${name}\u200d`,
  (name) => encodeURIComponent(name),
  (name) => memoryFileName(name).slice(0, -'.md'.length),
);
const likeNames = fc
  .tuple(
    fc.oneof(
      names,
      longNames.map(([name]) => name),
    ),
    likeness,
  )
  .map(([name, like]) => [name, like(name)] as const);
const pairs = fc.oneof(fc.tuple(names, names), longNames, likeNames);

/** What the most forgiving disk makes of a name: composition, case, width and what is invisible do not count. */
function folded(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  return plain.toUpperCase().toLowerCase().normalize('NFKD');
}

test('different names have different files, whatever the disk takes for the same', () => {
  fc.assert(
    fc.property(pairs, ([a, b]) => {
      const same = a.normalize('NFC') === b.normalize('NFC');
      expect(folded(memoryFileName(a)) === folded(memoryFileName(b))).toBe(same);
    }),
    { numRuns: 2_000 },
  );
});

test('letters that differ in case, width, composition or sight alone are told apart one by one', () => {
  const files = new Map<string, number>();
  // All that have a case or are composed are below.
  for (let code = 0; code <= 0x1ffff; code += 1) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const letter = String.fromCodePoint(code);
    if (letter !== letter.normalize('NFC')) continue;
    const file = folded(memoryFileName(`x${letter}`));
    if (files.has(file)) expect.fail(`${code.toString(16)} and ${files.get(file)?.toString(16)}: ${file}`);
    files.set(file, code);
  }
  expect(files.size).toBeGreaterThan(100_000);
});

test('a file’s name is one composed name of at most 255 bytes, neither hidden nor a draft’s', () => {
  fc.assert(
    fc.property(names, fc.nat(400), (text, times) => {
      const file = memoryFileName(text.repeat(1 + (times % 7)));
      expect(Buffer.byteLength(file)).toBeLessThanOrEqual(255);
      expect(file).toBe(file.normalize('NFC'));
      expect(file).toMatch(/^[^./\\\0A-Z][^./\\\0A-Z]*\.md$/u);
      expect(memoryFileName(text)).toBe(memoryFileName(text.normalize('NFD')));
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ['preferences', 'preferences.md'],
  ['李雷的家人', '李雷的家人.md'],
  ['Anna', '%41nna.md'],
  ['../../etc/passwd', '%2e%2e%2f%2e%2e%2fetc%2fpasswd.md'],
  ['', '~e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855.md'],
])('%j is kept in %s: a change would orphan the files that there are', (name, file) => {
  expect(memoryFileName(name)).toBe(file);
});

test('a name of just 255 bytes is whole, one of a byte more is shortened between letters', () => {
  expect(memoryFileName('李'.repeat(84))).toBe(`${'李'.repeat(84)}.md`);
  expect(memoryFileName('x'.repeat(252))).toBe(`${'x'.repeat(252)}.md`);
  expect(memoryFileName('x'.repeat(253))).toMatch(/^x{187}~[0-9a-f]{64}\.md$/);
  expect(memoryFileName('李'.repeat(85))).toMatch(/^李{62}~[0-9a-f]{64}\.md$/);
  expect(memoryFileName('Ü'.repeat(85))).toMatch(/^(%c3%9c){31}~[0-9a-f]{64}\.md$/);
});

test('half a surrogate pair is refused: two of them would be the same bytes', () => {
  for (const name of ['\ud800', 'x\udfff', '\udc00\ud800'])
    expect(() => memoryFileName(name)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
});
