import type { Database } from '@friendsai/db';
import type { EventHub, EventLog, Leases, Limiter } from '@friendsai/redis';
import type { RuntimeAdapter } from '@friendsai/runtime';
import { type Account, customEvent, type Notice } from '@friendsai/schema';
import type { Workspaces } from '@friendsai/workspace';
import type { Logger } from 'pino';
import { createAccounts } from './accounts/accounts.ts';
import { createSignInLimits } from './accounts/sign-in-limits.ts';
import type { Caller } from './caller.ts';
import { createChat } from './chat/chat.ts';
import { createContacts } from './contacts/contacts.ts';
import { createProfileProjection } from './projections/profile.ts';
import { createThreadProjection } from './projections/thread.ts';
import { createEngine } from './runs/engine.ts';
import { createStream } from './stream.ts';
import { createToolBridge } from './tools/bridge.ts';

export type ButlerDeps = {
  db: Database;
  log: EventLog;
  hub: EventHub;
  leases: Leases;
  limiter: Limiter;
  workspaces: Workspaces;
  adapter: RuntimeAdapter;
  model: Account['model'];
  logger: Logger;
};

/** The business of FriendsAI, put together. The interface layer calls it; nothing in it knows of HTTP. */
export function createButler(deps: ButlerDeps) {
  const { db, log, hub, leases, limiter, workspaces, adapter, model, logger } = deps;
  const thread = createThreadProjection({ db, workspaces });
  const profile = createProfileProjection({ db, workspaces });
  const engine = createEngine({ db, log, leases, adapter, thread, logger });

  /** Tells the tenant's devices that something changed. The ledger has it already, so a failure costs freshness only. */
  async function notify({ tenantId }: Caller, notice: Notice): Promise<void> {
    const draft = {
      at: new Date().toISOString(),
      contactId: notice.kind === 'account.changed' ? null : notice.contactId,
      runId: null,
      taskId: null,
      event: customEvent('notice', notice),
    };
    await log
      .append(tenantId, [draft])
      .catch((error: unknown) => logger.warn({ err: error, tenantId }, 'a notice could not be appended'));
  }

  return {
    accounts: createAccounts({
      db,
      limits: createSignInLimits(limiter),
      model,
      announce: (caller) => notify(caller, { kind: 'account.changed' }),
    }),
    contacts: createContacts({
      db,
      changed: async (caller, contactId) => {
        await profile
          .project(caller.tenantId, contactId)
          .catch((error: unknown) =>
            logger.error({ err: error, contactId }, 'profile.json could not be written'),
          );
        await notify(caller, { kind: 'contact.changed', contactId });
      },
    }),
    chat: createChat({ db, log, engine, adapter, notify, logger }),
    stream: createStream({ db, log, hub }),
    toolBridge: createToolBridge(db),
    engine,
  };
}
/** An interface, so that types made of it name it instead of spelling it out. */
export interface Butler extends ReturnType<typeof createButler> {}
