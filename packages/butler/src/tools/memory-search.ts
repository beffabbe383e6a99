import { z } from 'zod';
import { searchMemories } from '../memory/memory-row.ts';
import { ledgerTool } from './tool.ts';

export const memorySearch = ledgerTool({
  name: 'memory_search',
  description:
    'Looks through your own memory for words, Chinese or English. Gives names and the lines that fit; memory_read gives the whole.',
  risk: 'read',
  input: z.strictObject({ query: z.string().min(1).max(200) }),
  details: () => [],
  async execute({ tx, tenantId }, { query }) {
    const found = await searchMemories(tx, tenantId, query, 10);
    return { result: { memories: found.map(({ name, excerpt }) => ({ name, excerpt })) } };
  },
});
