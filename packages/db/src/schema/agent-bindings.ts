import { foreignKey, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, tenantId } from './columns.ts';
import { tenants } from './tenants.ts';

/** The tenant's one agent, for good. Where it runs is a slot's matter. */
export const agentBindings = pgTable(
  'agent_bindings',
  {
    tenantId: tenantId(),
    agentId: text('agent_id').notNull(),
    runtime: text('runtime').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
    uniqueIndex('agent_bindings_agent').on(t.tenantId, t.agentId),
  ],
);
