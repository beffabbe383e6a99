import type { Database } from '@friendsai/db';
import type { EventHub, EventLog, Leases, Limiter, Nonces } from '@friendsai/redis';
import type { RuntimeAdapter } from '@friendsai/runtime';
import { type Account, type ContactId, customEvent, type Notice, type TenantId } from '@friendsai/schema';
import type { Workspaces } from '@friendsai/workspace';
import type { Logger } from 'pino';
import { createAccounts } from './accounts/accounts.ts';
import { createRemoval } from './accounts/removal.ts';
import { createSignInLimits } from './accounts/sign-in-limits.ts';
import { createAudit } from './audit/audit.ts';
import { createChat } from './chat/chat.ts';
import { createContacts } from './contacts/contacts.ts';
import { createFiles } from './files/files.ts';
import type { FileReader } from './files/parts.ts';
import { createMemory } from './memory/memory.ts';
import { createMemoryProjection } from './projections/memory.ts';
import { createProfileProjection } from './projections/profile.ts';
import { createThreadProjection } from './projections/thread.ts';
import { createReminders } from './reminders/reminders.ts';
import { createEngine } from './runs/engine.ts';
import { createStream } from './stream.ts';
import { createToolCalls } from './tool-calls/tool-calls.ts';
import { createRegistry } from './tools/registry.ts';
import type { Tool } from './tools/tool.ts';

export type ButlerDeps = {
  db: Database;
  log: EventLog;
  hub: EventHub;
  leases: Leases;
  limiter: Limiter;
  nonces: Nonces;
  /** Removes every key of a tenant's in Redis. */
  purgeKeys: (tenantId: TenantId) => Promise<void>;
  workspaces: Workspaces;
  adapter: RuntimeAdapter;
  reader: FileReader;
  tools: readonly Tool[];
  model: Account['model'];
  logger: Logger;
};

/** The business of FriendsAI, put together. The interface layer calls it; nothing in it knows of HTTP. */
export function createButler(deps: ButlerDeps) {
  const { db, log, hub, leases, limiter, workspaces, adapter, model, logger } = deps;
  const thread = createThreadProjection({ db, workspaces });
  const profile = createProfileProjection({ db, workspaces });
  const memoryFiles = createMemoryProjection({ db, workspaces });
  const engine = createEngine({ db, log, leases, adapter, thread, logger });
  const registry = createRegistry(deps.tools);

  /** Tells the tenant's devices that something changed. The ledger has it already, so a failure costs freshness only. */
  async function notify({ tenantId }: { tenantId: TenantId }, notice: Notice): Promise<void> {
    const draft = {
      at: new Date().toISOString(),
      contactId: 'contactId' in notice ? notice.contactId : null,
      runId: null,
      taskId: null,
      event: customEvent('notice', notice),
    };
    await log
      .append(tenantId, [draft])
      .catch((error: unknown) => logger.warn({ err: error, tenantId }, 'a notice could not be appended'));
  }

  /** A projection that cannot be written holds up nobody: it can be written again from the ledger. */
  async function project(what: string, work: Promise<void>): Promise<void> {
    await work.catch((error: unknown) => logger.error({ err: error }, `${what} could not be written`));
  }

  async function contactChanged(tenantId: TenantId, contactId: ContactId): Promise<void> {
    await project('profile.json', profile.project(tenantId, contactId));
    await notify({ tenantId }, { kind: 'contact.changed', contactId });
  }

  async function memoryChanged(tenantId: TenantId, names: readonly string[]): Promise<void> {
    for (const name of names) await project('a memory', memoryFiles.project(tenantId, name));
    await notify({ tenantId }, { kind: 'memory.changed' });
  }

  const files = createFiles({ db, workspaces, reader: deps.reader, notify, logger });
  const toolCalls = createToolCalls({
    db,
    log,
    engine,
    registry,
    nonces: deps.nonces,
    limiter,
    files: files.reading,
    contactChanged,
    memoryChanged,
    notify: (tenantId, notice) => notify({ tenantId }, notice),
    logger,
  });
  const removal = createRemoval({ db, adapter, workspaces, purgeKeys: deps.purgeKeys, logger });

  return {
    accounts: createAccounts({
      db,
      limits: createSignInLimits(limiter),
      model,
      removal,
      announce: (caller) => notify(caller, { kind: 'account.changed' }),
    }),
    audit: createAudit({ db }),
    contacts: createContacts({
      db,
      changed: ({ tenantId }, contactId) => contactChanged(tenantId, contactId),
    }),
    chat: createChat({ db, log, engine, adapter, notify, logger }),
    files,
    memory: createMemory({ db, changed: ({ tenantId }, names) => memoryChanged(tenantId, names) }),
    reminders: createReminders({ db, notify }),
    stream: createStream({ db, log, hub }),
    toolCalls,
    engine,
    /** Begins to look for what was left undone. */
    start(): void {
      engine.start();
      removal.start();
    },
    /** Finishes what is in hand, or leaves it to others. */
    async drain(): Promise<void> {
      await Promise.all([engine.drain(), removal.stop(), files.close(), toolCalls.idle()]);
    },
  };
}
/** An interface, so that types made of it name it instead of spelling it out. */
export interface Butler extends ReturnType<typeof createButler> {}
