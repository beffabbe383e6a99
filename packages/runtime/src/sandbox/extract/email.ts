import PostalMime, { type Address } from 'postal-mime';
import type { Content } from './content.ts';
import { readHtml } from './html.ts';

/** A letter: who wrote to whom, when and about what, its text, and the names of what was attached. */
export async function readEmail(bytes: Uint8Array): Promise<Content> {
  const letter = await PostalMime.parse(bytes, { maxNestingDepth: 20 });
  const body = letter.text ?? (letter.html === undefined ? '' : readHtml(letter.html).text);
  const heads = [
    ['From', letter.from && named([letter.from])],
    ['To', named(letter.to ?? [])],
    ['Cc', named(letter.cc ?? [])],
    ['Date', letter.date],
    ['Subject', letter.subject],
    ['Attached', letter.attachments.flatMap(({ filename }) => filename ?? []).join(', ')],
  ].flatMap(([head, value]) => (value ? `${head}: ${value}` : []));
  return { text: `${heads.join('\n')}\n\n${body.trim()}\n` };
}

function named(addresses: Address[]): string {
  return addresses
    .flatMap((address) => address.group ?? [address])
    .map(({ name, address }) => (name && address ? `${name} <${address}>` : name || address))
    .join(', ');
}
