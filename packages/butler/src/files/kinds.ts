/**
 * The kinds of file that are taken in, as their bytes say. What is not here is refused: archives hide what is in them, and
 * nothing in this house has a use for sound, film or programs.
 */

/** Told by their bytes alone. */
export const BY_BYTES: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'image/apng',
  'image/webp',
  'image/gif',
  'image/heic',
  'image/heif',
  'image/avif',
  'application/pdf',
  'application/rtf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
]);

/** Office documents whose container is all that the first bytes show: the name says which of them it is. */
export const OPEN_XML: ReadonlyMap<string, string> = new Map([
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['pptx', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
]);

/** The same of the offices before 2007. */
export const COMPOUND: ReadonlyMap<string, string> = new Map([
  ['doc', 'application/msword'],
  ['xls', 'application/vnd.ms-excel'],
  ['ppt', 'application/vnd.ms-powerpoint'],
]);

/**
 * Names at which a computer would run a file, or follow it, when somebody opens what they downloaded: refused whatever is
 * inside. (`com` is not among them: too many files are called after a web address, and real programs are known by their bytes.)
 */
export const PROGRAM_NAMES: ReadonlySet<string> = new Set(
  (
    'exe scr pif cpl msi msp msc bat cmd ps1 psm1 vbs vbe js jse mjs ws wsf wsh hta chm jar lnk url scf reg inf ' +
    'sh bash zsh fish csh command run desktop apk ipa dmg pkg deb rpm appimage xll'
  ).split(' '),
);

/** What a name ends with, in lower case: as Windows reads it, to which dots and blanks at the end are nothing. */
export function extensionOf(name: string): string {
  return /\.([^.]+)$/.exec(name.replace(/[. ]+$/, ''))?.[1]?.toLowerCase() ?? '';
}
