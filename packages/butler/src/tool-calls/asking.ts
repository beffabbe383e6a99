import { type Tx, tenants } from '@friendsai/db';
import type { TenantId } from '@friendsai/schema';
import { eq } from 'drizzle-orm';
import type { Tool } from '../tools/tool.ts';
import type { ToolCallRow } from './call-row.ts';

/**
 * Why the user has to be asked before a tool does what it does; null when it may do it. What leaves the house is always asked. What
 * writes is asked when words of others have been read (they may have told the model to), or when the user wants to be asked.
 */
export async function asksBecause(
  tx: Tx,
  tool: Pick<Tool, 'risk'>,
  { tenantId, isUntrusted }: { tenantId: TenantId; isUntrusted: boolean },
): Promise<ToolCallRow['asksBecause']> {
  if (tool.risk === 'external') return 'external';
  if (tool.risk === 'read') return null;
  if (isUntrusted) return 'untrusted';
  const [tenant] = await tx
    .select({ confirmWrites: tenants.confirmWrites })
    .from(tenants)
    .where(eq(tenants.id, tenantId));
  return tenant?.confirmWrites ? 'setting' : null;
}
