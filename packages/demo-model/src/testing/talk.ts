import { answer } from '../butler/answer.ts';
import { readContext } from '../butler/context.ts';
import type { Turn } from '../wire.ts';
import { TODAY } from './understood.ts';

export const TOOLS = [
  ...['contact_find', 'contact_get', 'contact_update', 'note_add', 'interaction_log', 'timeline_read'],
  ...[
    'reminder_create',
    'reminder_list',
    'reminder_complete',
    'memory_search',
    'memory_read',
    'memory_write',
  ],
  ...['file_list', 'file_read', 'analyse_file', 'draft_propose', 'journal_concerns'],
];

type Call = { name: string; input: Record<string, unknown> };
/** What a tool answers in a test: a result, or the whole of an answer where it has a `status`. */
type Tools = Record<string, (input: Record<string, unknown>) => object>;

/** A turn of a user with the demo butler, its tools answering: the rounds of calls, and what it says in the end. */
export function talk(
  said: string,
  {
    profile = { name: 'Mei Lin' },
    tools = {},
    offered = TOOLS,
    instructions = '',
    earlier = [],
  }: {
    profile?: object;
    tools?: Tools;
    offered?: readonly string[];
    instructions?: string;
    earlier?: readonly Turn[];
  } = {},
): { rounds: Call[][]; text: string } {
  const turns: Turn[] = [
    {
      role: 'system',
      text: `<contact-profile>${JSON.stringify(profile)}</contact-profile>\n${instructions}`,
    },
    ...earlier,
    { role: 'assistant', text: 'ok' },
    { role: 'user', text: `[Mon ${TODAY} 09:00 UTC] ${said}` },
  ];
  const rounds: Call[][] = [];
  for (let round = 0; round < 10; round += 1) {
    const reply = answer(readContext(turns), offered);
    if ('text' in reply) return { rounds, text: reply.text };
    const calls = reply.toolCalls.map((call, index) => ({ ...call, id: `${round}-${index}` }));
    turns.push({ role: 'assistant', text: '', toolCalls: calls });
    rounds.push(calls.map(({ name, arguments: json }) => ({ name, input: JSON.parse(json) })));
    for (const { id, name, arguments: json } of calls) {
      const result = tools[name]?.(JSON.parse(json)) ?? {};
      const given = 'status' in result ? result : { status: 'done', result };
      turns.push({ role: 'tool', answers: id, text: JSON.stringify(given) });
    }
  }
  throw new Error('the butler goes on calling tools');
}
