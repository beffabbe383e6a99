import { describe, expect, test } from 'vitest';
import { mediaTypeOf } from './sniff.ts';
import { zipOf } from './testing/zip.ts';

const latin = (text: string) => Buffer.from(text, 'latin1');
const padded = (start: string) => Buffer.concat([latin(start), Buffer.alloc(5_000)]);
/** What an upload sees: the first bytes, and a way to the others. */
const kind = (bytes: Buffer, name: string) =>
  mediaTypeOf(bytes.subarray(0, 4_100), name, async (at, length) => bytes.subarray(at, at + length)).catch(
    (error: Error & { code?: string }) => error.code ?? error.message,
  );

const REFUSED = 'FILE_TYPE_REFUSED';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const PPTX = 'application/vnd.openxmlformats-officedocument.presentationml.presentation';
const PNG = padded('\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00');
const JPEG = padded('\xff\xd8\xff\xe0\x00\x10JFIF\x00');
const contentTypes = (main: string) =>
  `<Types><Override PartName="/x" ContentType="application/vnd.${main}.main+xml"/></Types>`;
const openXml = (main: string, folder: string) =>
  zipOf({ '[Content_Types].xml': contentTypes(main), '_rels/.rels': '<r/>', [`${folder}/x.xml`]: '<x/>' });

/** A compound file whose directory stands in its last sector, with a root entry of that class. */
function compound(classId: number[]): Buffer {
  const file = Buffer.alloc(512 * 20);
  latin('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1').copy(file);
  file.writeUInt16LE(9, 30);
  file.writeUInt32LE(18, 48);
  Buffer.from(classId).copy(file, 19 * 512 + 80);
  return file;
}
const WORD = [0x06, 0x09, 0x02, 0x00];
const INSTALLER = [0x84, 0x10, 0x0c, 0x00];

describe('what is taken in, by its bytes', () => {
  test.each<[string, Buffer, string, string]>([
    ['a JPEG', JPEG, 'IMG_1.JPG', 'image/jpeg'],
    ['a PNG', PNG, 'a.png', 'image/png'],
    ['a GIF', padded('GIF89a\x10\x00\x10\x00\x80\x00\x00'), 'a.gif', 'image/gif'],
    ['a WebP', padded('RIFF\x24\x00\x00\x00WEBPVP8 '), 'a.webp', 'image/webp'],
    ['a HEIC', padded('\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic'), 'a.heic', 'image/heic'],
    ['an AVIF', padded('\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1'), 'a.avif', 'image/avif'],
    ['a PDF', padded('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'), 'a.pdf', 'application/pdf'],
    ['a PDF that begins with text only', latin('%PDF-1.4\n1 0 obj\n'), 'a.pdf', 'application/pdf'],
    ['an RTF', latin('{\\rtf1\\ansi hello}'), 'a.rtf', 'application/rtf'],
    [
      'a Word document',
      openXml('openxmlformats-officedocument.wordprocessingml.document', 'word'),
      'a.docx',
      DOCX,
    ],
    [
      'one whose list of parts comes last',
      zipOf({ '_rels/.rels': '<r/>', 'word/document.xml': 'x'.repeat(9_000), '[Content_Types].xml': '' }),
      'a.docx',
      DOCX,
    ],
    [
      'one whose list of parts is long',
      zipOf({ '[Content_Types].xml': 'x'.repeat(9_000), 'ppt/a.xml': '' }),
      'a.pptx',
      PPTX,
    ],
    [
      'a sheet under another name',
      openXml('openxmlformats-officedocument.spreadsheetml.sheet', 'xl'),
      'a.bin',
      XLSX,
    ],
    [
      'an OpenDocument',
      zipOf({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '' }),
      'a.odt',
      'application/vnd.oasis.opendocument.text',
    ],
    ['an old Word document', compound(WORD), 'a.doc', 'application/msword'],
    ['text', Buffer.from('Grüße, 你好 🦊\n'), 'a.txt', 'text/plain'],
    ['text without an ending', Buffer.from('hello'), 'README', 'text/plain'],
    ['text named after an address', Buffer.from('hello'), 'www.example.com', 'text/plain'],
    ['nothing at all', Buffer.alloc(0), 'a.txt', 'text/plain'],
    ['text that begins as a program does', Buffer.from('MZ is what we called her.'), 'a.txt', 'text/plain'],
    [
      'text that begins as a picture does',
      Buffer.from('BM stands for Bike Marathon.'),
      'a.txt',
      'text/plain',
    ],
    ['text cut within a letter', Buffer.from(`${'x'.repeat(4_099)}🦊`), 'a.txt', 'text/plain'],
    ['GB 18030', Buffer.from('c4e3bac3a3acc3c0c3c0a3a1', 'hex'), 'a.txt', 'text/plain'],
    ['Latin-1', latin('Gr\xfc\xdfe aus M\xfcnchen'), 'a.txt', 'text/plain'],
    ['UTF-16 with its mark', Buffer.from('\ufeff你好, Mei\r\n', 'utf16le'), 'a.txt', 'text/plain'],
    [
      'UTF-16, the other way round',
      Buffer.from('\ufeff你好, Mei\r\n', 'utf16le').swap16(),
      'a.txt',
      'text/plain',
    ],
    ['a table', Buffer.from('name,city\nMei,Shanghai\n'), 'a.CSV', 'text/csv'],
    ['Markdown', Buffer.from('# Mei\n'), 'a.md', 'text/markdown'],
    ['JSON', Buffer.from('{"a":1}'), 'a.json', 'application/json'],
    ['words named JSON', Buffer.from('no json at all'), 'a.json', 'text/plain'],
    ['a calendar', Buffer.from('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n'), 'invite', 'text/calendar'],
    ['a card', Buffer.from('\ufeffBEGIN:VCARD\r\nVERSION:3.0\r\n'), 'mei.vcf', 'text/vcard'],
    ['words named a card', Buffer.from('hello'), 'mei.vcf', 'text/plain'],
    ['a mail', Buffer.from('From: a@example.com\r\nTo: b@example.com\r\n\r\nhi'), 'a.eml', 'message/rfc822'],
  ])('%s', async (_, bytes, name, expected) => {
    expect(await kind(bytes, name)).toBe(expected);
  });
});

describe('what could run as a page of ours is text and nothing else', () => {
  test.each<[string, Buffer, string]>([
    ['HTML', Buffer.from('<!doctype html><script>alert(1)</script>'), 'a.html'],
    ['HTML named as a picture', Buffer.from('<html><script>alert(1)</script>'), 'holiday.png'],
    ['HTML named as a PDF', Buffer.from('<html>'), 'a.pdf'],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'a.svg'],
    ['SVG that says it is XML', Buffer.from('<?xml version="1.0"?><svg onload="alert(1)"/>'), 'a.svg'],
    ['XHTML with a byte order mark', Buffer.from('\ufeff<?xml version="1.0"?><html/>'), 'a.xhtml'],
    ['HTML in UTF-16', Buffer.from('\ufeff<html><script>', 'utf16le'), 'a.html'],
    [
      'text that is a picture in its first word',
      latin('GIF89a/*'.padEnd(200, ' ').concat('*/=alert(1)')),
      'a.gif',
    ],
  ])('%s', async (_, bytes, name) => {
    expect(await kind(bytes, name)).toBe('text/plain');
  });
});

describe('what is refused, whatever it is called', () => {
  test.each<[string, Buffer, string]>([
    ['a program of Windows named as a PDF', padded('MZ\x90\x00\x03'), 'invoice.pdf'],
    ['a program of Linux named as a picture', padded('\x7fELF\x02\x01\x01'), 'a.jpg'],
    ['a program of macOS', padded('\xcf\xfa\xed\xfe\x07'), 'a.txt'],
    ['a class of Java', padded('\xca\xfe\xba\xbe\x00\x00\x00\x41'), 'a.txt'],
    ['WebAssembly', padded('\x00asm\x01\x00\x00\x00'), 'a.wasm'],
    ['a script', Buffer.from('#!/bin/sh\nrm -rf ~\n'), 'notes.txt'],
    ['a script behind a mark', Buffer.from('\ufeff#!/bin/sh\n'), 'notes.txt'],
    ['PostScript', Buffer.from('%!PS-Adobe-3.0'), 'a.txt'],
    ['commands of Windows', Buffer.from('@echo off\r\ndel *\r\n'), 'a.bat'],
    ['the same, as Windows sees the name', Buffer.from('@echo off\r\n'), 'a.bat. .'],
    ['the same, with a picture in front', JPEG, 'a.jpg.bat'],
    ['a shortcut', Buffer.from('[InternetShortcut]\r\nURL=file://evil/x'), 'a.url'],
    ['an archive', zipOf({ 'a.txt': 'hello' }), 'a.zip'],
    ['an archive named as a document', zipOf({ 'a.txt': 'hello' }), 'a.docx'],
    ['a program of Java named as a document', zipOf({ 'META-INF/MANIFEST.MF': 'Main-Class: x' }), 'a.docx'],
    ['an app of Android named as a document', zipOf({ 'classes.dex': 'x' }), 'a.docx'],
    ['a document with macros', openXml('ms-word.document.macroEnabled', 'word'), 'a.docm'],
    [
      'a document with macros named as one without',
      openXml('ms-word.document.macroEnabled', 'word'),
      'a.docx',
    ],
    ['gzip', padded('\x1f\x8b\x08\x00'), 'a.csv'],
    ['7z', padded("7z\xbc\xaf'\x1c\x00\x04"), 'a.pdf'],
    ['an installer named as a document', compound(INSTALLER), 'a.doc'],
    ['a compound file of no office', compound(WORD), 'a.dat'],
    ['a compound file that is cut off', compound(WORD).subarray(0, 100), 'a.dat'],
    ['sound', padded('ID3\x03\x00'), 'a.mp3'],
    ['film', padded('\x00\x00\x00\x20ftypisom\x00\x00\x02\x00'), 'a.mp4'],
    ['nonsense', Buffer.from(Array.from({ length: 4_100 }, (_, n) => (n * 37) % 256)), 'a.txt'],
    ['UTF-16 without its mark', Buffer.from('hello', 'utf16le'), 'a.txt'],
    ['text with a zero in it', Buffer.from('hello\0world'), 'a.txt'],
    ['a mark with nonsense behind it', Buffer.from('fffe00d800d800d8', 'hex'), 'a.txt'],
  ])('%s', async (_, bytes, name) => {
    expect(await kind(bytes, name)).toBe(REFUSED);
  });
});
