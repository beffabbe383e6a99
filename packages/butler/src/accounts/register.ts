import {
  agentBindings,
  appendAudit,
  channels,
  type Database,
  type Tx,
  tenants,
  users,
  withNewTenant,
} from '@friendsai/db';
import { agentIdOf } from '@friendsai/runtime';
import { ChannelId, type Locale, newId, type SignedIn, TenantId, UserId } from '@friendsai/schema';

export type NewAccount = {
  email: string;
  name: string;
  locale: Locale;
  passwordHash: string | null;
  requestId: string;
};

/** A slot for somebody who comes when none is free: the next cell will have it. */
function freshSlot(): { id: TenantId; agentId: string } {
  const id = newId(TenantId);
  return { id, agentId: agentIdOf(id) };
}

/**
 * Makes tenant, user, agent binding and journal channel, all or nothing. The tenant's id is that of the slot
 * it takes (docs/architecture.md, "Cells and slots"). Throws the database's unique violation when the address is taken.
 *
 * @param also what else belongs to the same transaction, once the user is there.
 */
export function createTenant(
  db: Database,
  account: NewAccount,
  also: (tx: Tx, tenantId: TenantId, userId: UserId) => Promise<void>,
): Promise<SignedIn> {
  return withNewTenant(db, freshSlot, async (tx, slot) => {
    const tenantId = slot.id;
    const userId = newId(UserId);
    const { email, name, locale, passwordHash, requestId } = account;
    await tx.insert(tenants).values({ id: tenantId });
    await tx.insert(users).values({ tenantId, id: userId, email, name, locale, passwordHash });
    await tx.insert(agentBindings).values({ tenantId, agentId: slot.agentId, runtime: 'openclaw' });
    await tx.insert(channels).values({ tenantId, id: newId(ChannelId), contactId: null });
    await also(tx, tenantId, userId);
    await appendAudit(
      tx,
      { tenantId },
      { actor: `user:${userId}`, action: 'account.registered', subject: null, requestId, detail: {} },
    );
    return { userId, tenantId, name, email, sessionVersion: 1 };
  });
}
