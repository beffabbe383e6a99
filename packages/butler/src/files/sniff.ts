import { FriendsError } from '@friendsai/schema';
import { fileTypeFromBuffer } from 'file-type';
import { BY_BYTES, COMPOUND, extensionOf, OPEN_XML, PROGRAM_NAMES } from './kinds.ts';
import { textIn, textKind } from './text-kind.ts';

/** A part of a file, as far as there is one. */
export type ReadAt = (position: number, lengthBytes: number) => Promise<Buffer>;

/** What a writer of Office Open XML may put first into its container. */
const OPEN_XML_FIRST = /^(\[Content_Types\]\.xml|_rels\/|docProps\/|customXml\/|word\/|xl\/|ppt\/)/;

/** Installers of Windows, their patches and their transforms: class ids that begin so, in the bytes' own order. */
const INSTALLER_CLASSES = [0x82, 0x84, 0x86].map((first) => Buffer.from([first, 0x10, 0x0c, 0x00]));

/**
 * What kind of file it is, from its bytes; what a client says it is is not asked. Text is looked for first, because words can
 * begin as the marks of other kinds do ("MZ…", "BM…").
 *
 * @param head the file's first 4100 bytes, or all of a shorter one.
 * @throws FILE_TYPE_REFUSED for programs, archives and all that is not on the list in `kinds.ts`.
 */
export async function mediaTypeOf(head: Buffer, name: string, readAt: ReadAt): Promise<string> {
  const mediaType = await kindOf(head, extensionOf(name), readAt);
  if (mediaType === null) throw new FriendsError('FILE_TYPE_REFUSED');
  return mediaType;
}

async function kindOf(head: Buffer, extension: string, readAt: ReadAt): Promise<string | null> {
  if (PROGRAM_NAMES.has(extension)) return null;
  const text = textIn(head);
  if (text !== null) return textKind(text, extension);
  const found = (await fileTypeFromBuffer(head))?.mime ?? '';
  if (BY_BYTES.has(found)) return found;
  if (found === 'application/zip') return openXmlKind(head, extension);
  if (found === 'application/x-cfb' && !(await isInstaller(head, readAt)))
    return COMPOUND.get(extension) ?? null;
  return null;
}

/** The list of a large document's parts does not end within the head; then its first part and its name have to do. */
function openXmlKind(head: Buffer, extension: string): string | null {
  if (head.length < 30) return null;
  const first = head.subarray(30, 30 + head.readUInt16LE(26)).toString('latin1');
  return OPEN_XML_FIRST.test(first) ? (OPEN_XML.get(extension) ?? null) : null;
}

/** Where a compound file's directory is stands in its header; the first entry there has the class of the whole. */
async function isInstaller(head: Buffer, readAt: ReadAt): Promise<boolean> {
  if (head.length < 512) return false;
  const sectorBytes = 2 ** Math.min(head.readUInt16LE(30), 16);
  const root = await readAt((head.readUInt32LE(48) + 1) * sectorBytes, 128);
  return INSTALLER_CLASSES.some((start) => root.subarray(80, 84).equals(start));
}
