import { describe, expect, test } from 'vitest';
import { docx, odt, pdf, pptx, xlsx } from '../testing/documents.ts';
import { figuresOf, textOf } from '../testing/given-file.ts';

/** 你好，世界 in GBK. */
const GBK_HELLO = Buffer.from('c4e3bac3a3accac0bde7', 'hex');

describe('text', () => {
  test.each([
    ['note.txt', '\uFEFFLine one\r\n第二行', 'Line one\n第二行'],
    ['gbk.txt', GBK_HELLO, '你好，世界'],
    ['utf16.txt', Buffer.from('\uFEFF你好', 'utf16le'), '你好'],
    ['note.md', '# 标题\n\ntext', '# 标题\n\ntext'],
    ['table.csv', 'a;b\n"x;1";2\n', 'a\tb\nx;1\t2'],
    ['table.tsv', 'a\tb, c\n', 'a\tb, c'],
    ['data.json', '{"a": "甲"}', '{"a": "甲"}'],
    [
      'page.html',
      '<html><head><title>t</title></head><body><h1>你好</h1><script>alert("no")</script><p>A &amp; <b>B</b><br>C</p></body></html>',
      '你好\n\nA & B\nC',
    ],
    ['card.vcf', 'BEGIN:VCARD\r\nFN:张\r\n 三\r\nEND:VCARD\r\n', 'BEGIN:VCARD\nFN:张三\nEND:VCARD\n'],
    ['day.ics', 'SUMMARY:Long\r\n  line\r\n', 'SUMMARY:Long line\n'],
    ['report.docx', docx(['标题', 'Tom &amp; Jerry']), '标题\nTom & Jerry'],
    ['book.xlsx', xlsx(), '客户\n姓名\t金额\t日期\n王芳\t12.5\t2024-01-01\nLi & Co\t\t2024-12-31'],
    ['talk.pptx', pptx(), '路线图\n\nSay hello\n\nSecond'],
    ['minutes.odt', odt(), '会议\nOne\ttwo\nthree'],
    ['paper.pdf', pdf('Hello from a page'), 'Hello from a page'],
    [
      'letter.rtf',
      "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0 Arial;}}\\f0 Hi \\'c4\\'e3\\par \\u22909?\\{x\\}}",
      'Hi 你\n好{x}',
    ],
  ])('of %s', async (name, content, expected) => {
    const answer = await textOf(name, content);
    expect(answer.text).toBe(expected);
    expect(answer.truncated).toBe(false);
  });

  test('of a letter: its head, its text, and what came with it', async () => {
    const letter = [
      'From: =?utf-8?B?546L6Iqz?= <wang@example.com>',
      'To: me@example.com',
      'Subject: =?gb2312?B?xOO6ww==?=',
      'Content-Type: multipart/mixed; boundary=x',
      '',
      '--x',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<p>See you <b>soon</b></p>',
      '--x',
      'Content-Type: application/pdf; name="plan.pdf"',
      'Content-Disposition: attachment; filename="plan.pdf"',
      '',
      'x',
      '--x--',
    ].join('\r\n');
    const { text, kind } = await textOf('letter.eml', letter);
    expect(kind).toBe('email');
    expect(text).toBe(
      'From: 王芳 <wang@example.com>\nTo: me@example.com\nSubject: 你好\nAttached: plan.pdf\n\nSee you soon\n',
    );
  });

  test('is cut where it is long, and not in the middle of a character', async () => {
    const answer = await textOf('long.txt', `${'a'.repeat(199_999)}😀${'b'.repeat(5)}`);
    expect(answer.truncated).toBe(true);
    expect(answer.text).toBe('a'.repeat(199_999));
  });

  test('goes by the media type where the name says nothing', async () => {
    expect(await textOf('README', '# x', 'text/markdown; charset=utf-8')).toMatchObject({ kind: 'markdown' });
  });
});

describe('figures', () => {
  test('of a table: its columns, and what is in them', async () => {
    const { tables } = await figuresOf(
      '客户.csv',
      '姓名,金额,加入,电话\n张三,"1,200.50",2024-03-01,013800138000\n李四,¥99.5,2023/1/5,\n王五,,,\n',
    );
    const column = { blank: 0, min: null, max: null, sum: null };
    expect(tables).toEqual([
      {
        name: '',
        rows: 3,
        columns: 4,
        hasHeader: true,
        figures: [
          { ...column, name: '姓名', type: 'text' },
          { name: '金额', type: 'number', blank: 1, min: 99.5, max: 1200.5, sum: 1300 },
          { ...column, name: '加入', type: 'date', blank: 1, min: '2023-01-05', max: '2024-03-01' },
          // A number that begins with 0 is not one to add up.
          { ...column, name: '电话', type: 'text', blank: 2 },
        ],
      },
    ]);
  });

  test('of a workbook: its sheets, with dates as dates', async () => {
    const { tables } = await figuresOf('book.xlsx', xlsx());
    expect(tables).toMatchObject([{ name: '客户', rows: 2, columns: 3, hasHeader: true }]);
    expect(tables[0]?.figures.map(({ type, blank, min, max, sum }) => [type, blank, min, max, sum])).toEqual([
      ['text', 0, null, null, null],
      ['number', 1, 12.5, 12.5, 12.5],
      ['date', 0, '2024-01-01', '2024-12-31', null],
    ]);
  });

  test('of a text: lines, words, headings, and whom and when it names', async () => {
    const figures = await figuresOf(
      'note.md',
      '# Plan\n\nWrite to a.b+c@mail.example.com or 王@例子, call +86 138-0013-8000 by 2024-05-06.\n## 下一步\n见 https://example.com/x?y=1，2024年6月7日\n',
    );
    expect(figures).toEqual({
      kind: 'markdown',
      characters: expect.any(Number),
      lines: 5,
      words: expect.any(Number),
      headings: ['Plan', '下一步'],
      emails: { count: 1, values: ['a.b+c@mail.example.com'] },
      phones: { count: 1, values: ['+86 138-0013-8000'] },
      urls: { count: 1, values: ['https://example.com/x?y=1'] },
      dates: { count: 2, values: ['2024-05-06', '2024年6月7日'] },
      tables: [],
    });
  });

  test('count words, a Chinese character as one', async () => {
    expect(await figuresOf('a.txt', "Tom's 3 cats 喜欢鱼")).toMatchObject({ words: 6, lines: 1 });
  });

  test('of documents: their headings', async () => {
    expect(await figuresOf('report.docx', docx(['标题', 'text']))).toMatchObject({ headings: ['标题'] });
    expect(await figuresOf('talk.pptx', pptx())).toMatchObject({ headings: ['路线图'] });
    expect(await figuresOf('page.html', '<h2>One <i>two</i></h2>')).toMatchObject({ headings: ['One two'] });
  });

  test('are of everything, though only the first are listed', async () => {
    const many = Array.from({ length: 120 }, (_, index) => `p${index}@example.com`).join('\n');
    const { emails } = await figuresOf('many.txt', many);
    expect(emails.count).toBe(120);
    expect(emails.values).toHaveLength(50);
  });
});
