import { contacts } from '@friendsai/db';
import { and, asc, eq, isNull, like } from 'drizzle-orm';
import { z } from 'zod';
import { likePatternsOf } from '../contacts/sort-key.ts';
import { ledgerTool } from './tool.ts';

export const contactFind = ledgerTool({
  name: 'contact_find',
  description:
    'Finds people whom the user knows by words of their name (pinyin too), relation, organization or place. Gives ids for the other tools.',
  risk: 'read',
  input: z.strictObject({
    query: z.string().min(1).max(200),
    limit: z.int().min(1).max(50).default(10),
  }),
  details: () => [],
  async execute({ tx, tenantId }, { query, limit }) {
    const found = await tx
      .select({
        id: contacts.id,
        name: contacts.name,
        relation: contacts.relation,
        organization: contacts.organization,
        location: contacts.location,
      })
      .from(contacts)
      .where(
        and(
          eq(contacts.tenantId, tenantId),
          isNull(contacts.archivedAt),
          ...likePatternsOf(query).map((pattern) => like(contacts.searchText, pattern)),
        ),
      )
      .orderBy(asc(contacts.sortKey), asc(contacts.id))
      .limit(limit);
    return { result: { contacts: found } };
  },
});
