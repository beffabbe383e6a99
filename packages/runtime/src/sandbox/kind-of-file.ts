import type { FileKind, Reason } from './extract/answers.ts';

const BY_ENDING: Record<string, FileKind> = {
  ...{
    txt: 'text',
    text: 'text',
    log: 'text',
    xml: 'text',
    yaml: 'text',
    yml: 'text',
    md: 'markdown',
    markdown: 'markdown',
  },
  ...{
    csv: 'csv',
    tsv: 'tsv',
    json: 'json',
    html: 'html',
    htm: 'html',
    vcf: 'vcard',
    ics: 'calendar',
    eml: 'email',
  },
  ...{ pdf: 'pdf', docx: 'docx', xlsx: 'xlsx', pptx: 'pptx', odt: 'odt', rtf: 'rtf' },
};
const BY_MEDIA_TYPE: Record<string, FileKind> = {
  'text/plain': 'text',
  'text/markdown': 'markdown',
  'text/csv': 'csv',
  'text/tab-separated-values': 'tsv',
  'application/json': 'json',
  'text/html': 'html',
  'text/vcard': 'vcard',
  'text/calendar': 'calendar',
  'message/rfc822': 'email',
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/rtf': 'rtf',
  'text/rtf': 'rtf',
};

/**
 * How to read a file, by the ending of its name, else by its media type; or why not to try. Both are what the sender says:
 * a wrong word leads to a program that finds nothing in it, inside the sandbox.
 */
export function kindOfFile(name: string, mediaType: string): { kind: FileKind } | { reason: Reason } {
  const ending = /\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const type = mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
  const kind = own(BY_ENDING, ending) ?? own(BY_MEDIA_TYPE, type);
  if (kind) return { kind };
  if (/^image\//.test(type) || /^(png|jpe?g|gif|webp|heic|bmp|tiff?|svg)$/.test(ending))
    return { reason: 'picture' };
  if (/^(audio|video)\//.test(type)) return { reason: 'media' };
  if (/zip|tar|compressed|rar|7z/.test(type) || /^(zip|rar|7z|t?gz|tar|bz2|xz)$/.test(ending))
    return { reason: 'archive' };
  return { reason: 'kind' };
}

function own<Value>(table: Record<string, Value>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
