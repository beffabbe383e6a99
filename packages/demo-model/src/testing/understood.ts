import { readContext } from '../butler/context.ts';
import { readMessage } from '../butler/plan/read.ts';
import type { Wish } from '../butler/plan/wishes.ts';

/** Monday. */
export const TODAY = '2026-11-23';

function line(wish: Wish): string {
  const who = 'who' in wish && wish.who !== null ? `${wish.who}: ` : '';
  if (wish.do === 'change') return `${who}${wish.label} = ${wish.value ?? '(none)'}`;
  if (wish.do === 'log') return `${who}${wish.kind} on ${wish.on}`;
  if (wish.do === 'remind') return `${who}remind on ${wish.on}: ${wish.text}`;
  if (wish.do === 'note' || wish.do === 'remember' || wish.do === 'draft')
    return `${who}${wish.do}: ${wish.text}`;
  if (wish.do === 'recollect' || wish.do === 'find people') return `${wish.do}: ${wish.query}`;
  return `${who}${wish.do}`;
}

/** What a message of a Monday is understood as, a line each, and of which words nothing was made. */
export function understood(text: string, profile: object): { wishes: string[]; left: string[] } {
  const { wishes, ungrasped, beyond, undated, ofOthers } = readMessage(
    readContext([
      { role: 'system', text: `<contact-profile>${JSON.stringify(profile)}</contact-profile>` },
      { role: 'user', text: `[Mon ${TODAY} 09:00 UTC] ${text}` },
    ]),
  );
  const left = [...ungrasped, ...beyond, ...undated, ...ofOthers.map(({ clause }) => clause)];
  return { wishes: wishes.map(line), left };
}
