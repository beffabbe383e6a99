import type { EventLog } from '@friendsai/redis';
import { type ContactId, customEvent, type Notice, RunId, type TenantId } from '@friendsai/schema';
import type { Logger } from 'pino';
import type { ToolPlace } from '../tools/tool.ts';
import { isShown, type ToolCallRow, viewOf } from './call-row.ts';

export type TellDeps = {
  log: EventLog;
  /** Writes a person's profile.json again and tells the tenant's devices. Never throws. */
  contactChanged: (tenantId: TenantId, contactId: ContactId) => Promise<void>;
  /** Writes a memory's file again and tells the tenant's devices. Never throws. */
  memoryChanged: (tenantId: TenantId, names: readonly string[]) => Promise<void>;
  notify: (tenantId: TenantId, notice: Notice) => Promise<void>;
  logger: Logger;
};

/**
 * Tells the tenant's devices how a call stands, each revision once, and has written what follows from what it did. The ledger has it all
 * already: what fails here costs freshness only, and is done again when the call is asked for again.
 */
export function createTell({ log, contactChanged, memoryChanged, notify, logger }: TellDeps) {
  const following = new Set<Promise<void>>();

  /** Resolves when the devices are told. Files are written behind: no model waits for a disk. */
  async function tell(
    { tenantId, contactId }: Pick<ToolPlace, 'tenantId' | 'contactId'>,
    row: ToolCallRow,
  ): Promise<void> {
    if (!isShown(row)) return;
    const view = viewOf(row, contactId);
    const draft = {
      at: new Date().toISOString(),
      contactId,
      runId: row.runId === null ? null : RunId.parse(row.runId),
      taskId: null,
      event: customEvent(row.asksBecause === null ? 'card' : 'tool.confirmation', view),
    };
    const writer = { name: `tool.${row.id}.${row.revision}`, batch: 1 };
    const work = follow(tenantId, row).finally(() => following.delete(work));
    following.add(work);
    await log
      .appendGuarded(tenantId, [draft], { writer })
      .catch((error: unknown) => logger.warn({ err: error, toolCallId: row.id }, 'not told yet'));
  }

  async function follow(tenantId: TenantId, { card }: ToolCallRow): Promise<void> {
    if (card?.kind === 'profile-diff' || card?.kind === 'interaction')
      await contactChanged(tenantId, card.contactId);
    if (card?.kind === 'memory') await memoryChanged(tenantId, [card.name]);
    if (card?.kind === 'reminder') await notify(tenantId, { kind: 'reminders.changed' });
  }

  return {
    tell,
    /** Resolves when nothing is being written behind. */
    async idle(): Promise<void> {
      await Promise.all(following);
    },
  };
}
export type Tell = ReturnType<typeof createTell>['tell'];
