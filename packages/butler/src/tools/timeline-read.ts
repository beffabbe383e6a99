import { z } from 'zod';
import { readTimeline } from '../contacts/timeline.ts';
import { contactIdInput, personOf } from './person.ts';
import { ledgerTool } from './tool.ts';

export const timelineRead = ledgerTool({
  name: 'timeline_read',
  description:
    'Gives what happened with a person, newest first: meetings and calls, what was learnt and when, reminders, entries of the journal about them.',
  risk: 'read',
  input: z.strictObject({ contactId: contactIdInput, limit: z.int().min(1).max(100).default(30) }),
  details: () => [],
  async execute(context, { contactId, limit }) {
    const { tx, tenantId } = context;
    const entries = await readTimeline(tx, { tenantId, contactId: personOf(context, contactId), limit });
    return { result: { entries: entries.map(({ on, kind, text }) => ({ on, kind, text })) } };
  },
});
