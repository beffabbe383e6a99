import type { EventLog } from '@friendsai/redis';
import type { TenantId } from '@friendsai/schema';
import {
  type MessageRef,
  type RunPlaceRef,
  runCancelled,
  runDraft,
  runStarted,
  userMessageDrafts,
} from './events.ts';

/** Tells the tenant's devices of a message that the ledger has: once, however many try. Errors: DEPENDENCY_UNAVAILABLE. */
export async function announceMessage(
  log: EventLog,
  message: MessageRef & { tenantId: TenantId },
): Promise<void> {
  const writer = { name: `message.${message.messageId}`, batch: 1 };
  await log.appendGuarded(message.tenantId, userMessageDrafts(message), { writer });
}

/** Tells the tenant's devices of a run that was withdrawn before it began: once, however many try. Errors: DEPENDENCY_UNAVAILABLE. */
export async function announceWithdrawal(
  log: EventLog,
  run: RunPlaceRef & { tenantId: TenantId },
): Promise<void> {
  const writer = { name: `withdrawn.${run.runId}`, batch: 1 };
  const drafts = [runStarted(run), runCancelled(run)].map((event) => runDraft(run, event));
  await log.appendGuarded(run.tenantId, drafts, { writer });
}
