import { FriendsError } from '@friendsai/schema';
import { describe, expect, test } from 'vitest';
import { FileUnreadable } from '../file-reader.ts';
import { docx, pdf, zipBomb } from '../testing/documents.ts';
import { textOf } from '../testing/given-file.ts';

const MIB = 1024 ** 2;
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const OLD_WORD = Buffer.from('d0cf11e0a1b11ae1', 'hex');

async function refusalOf(name: string, content: string | Uint8Array): Promise<string> {
  const error = await textOf(name, content).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof FriendsError)) throw error;
  return error.cause instanceof FileUnreadable ? error.cause.reason : error.code;
}

describe('files that are not what they say', () => {
  test.each([
    ['picture.png', PNG, 'picture'],
    ['picture.txt', PNG, 'binary'],
    ['old.doc', OLD_WORD, 'kind'],
    ['locked.docx', OLD_WORD, 'encrypted'],
    ['text.docx', 'plain text', 'damaged'],
    ['empty.xlsx', '', 'damaged'],
    ['other.pptx', docx(['x']), 'damaged'],
    ['text.pdf', 'plain text', 'damaged'],
    ['scanned.pdf', pdf(''), 'scan'],
    ['text.rtf', 'plain text', 'damaged'],
    ['files.zip', docx(['x']), 'archive'],
  ])('%s', async (name, content, reason) => {
    expect(await refusalOf(name, content)).toBe(reason);
  });
});

describe('archives made to harm', () => {
  test('a bomb that says how large it is, is not lit', async () => {
    const bomb = zipBomb(100 * MIB, 100 * MIB);
    expect(bomb.length).toBeLessThan(MIB);
    expect(await refusalOf('bomb.docx', bomb)).toBe('SANDBOX_LIMIT');
  });

  test('one that lies about it gets the room it asked for and no more', async () => {
    const bomb = zipBomb(100 * MIB, 10);
    expect(await textOf('bomb.docx', bomb)).toMatchObject({ text: '', truncated: false });
  });

  test('names that lead out of it lead nowhere', async () => {
    const archive = docx(['inside'], {
      '../../../../../../scratch/x': 'x',
      '/program.mjs': 'x',
      'word/../../y': 'y',
    });
    expect(await textOf('slip.docx', archive)).toMatchObject({ text: 'inside' });
  });

  test('entities that multiply are not followed, nor those that name files', async () => {
    const lol = Array.from(
      { length: 12 },
      (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`,
    );
    const xml = `<!DOCTYPE x [<!ENTITY l0 "lol">${lol.join('')}<!ENTITY f SYSTEM "file:///etc/passwd">]>
      <w:document><w:body><w:p><w:r><w:t>a &l12; &f; b</w:t></w:r></w:p></w:body></w:document>`;
    const { text } = await textOf('laughs.docx', docx([], { 'word/document.xml': xml }));
    expect(text.length).toBeLessThan(100);
    expect(text).not.toContain('root:');
  });

  test('a long text that a sheet names over and over is not written out', async () => {
    const cells = '<c t="s"><v>0</v></c>'.repeat(100);
    const rows = `<row>${cells}</row>`.repeat(10);
    const shared = `<sst><si><t>${'x'.repeat(MIB)}</t></si></sst>`;
    expect(await refusalOf('echo.xlsx', workbook(rows, shared))).toBe('SANDBOX_LIMIT');
  });

  test('a sheet of far cells does not fill the way there', async () => {
    const rows = Array.from({ length: 3_000 }, (_, row) => `<row><c r="XFD${row + 1}"><v>1</v></c></row>`);
    expect(await textOf('far.xlsx', workbook(rows.join('')))).toMatchObject({ truncated: true });
  });
});

function workbook(rows: string, shared = '<sst/>'): Uint8Array {
  return docx([], {
    'xl/workbook.xml': '<workbook><sheets><sheet name="s" r:id="r"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="r" Target="worksheets/s.xml"/></Relationships>',
    'xl/sharedStrings.xml': shared,
    'xl/worksheets/s.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
  });
}
