import { FriendsError, MemoryName } from '@friendsai/schema';
import { z } from 'zod';
import { lockMemoryNamed } from '../memory/memory-row.ts';
import { ledgerTool } from './tool.ts';

export const memoryRead = ledgerTool({
  name: 'memory_read',
  description: 'Gives one memory whole, by its name.',
  risk: 'read',
  input: z.strictObject({ name: MemoryName }),
  details: () => [],
  async execute({ tx, tenantId }, { name }) {
    const row = await lockMemoryNamed(tx, tenantId, name);
    if (!row) throw new FriendsError('NOT_FOUND');
    return { result: { name: row.name, text: row.text } };
  },
});
