import type { AguiEvent, ChannelRef, MessageId, RunId, TenantId } from '@friendsai/schema';

/** What executes a run. */
export type RuntimeName = 'openclaw' | 'light';

/** Everything that a runtime needs to answer one message. */
export type RuntimeTurn = {
  tenantId: TenantId;
  contactId: ChannelRef;
  runId: RunId;
  /** The id under which the butler's message streams and is stored. */
  replyMessageId: MessageId;
  /** The user's words. Untrusted: data for the model, never part of `instructions`. */
  text: string;
  /** Who the butler is and what it knows of this channel; trusted text of ours around quoted data. */
  instructions: string;
};

/** Names a run to the runtime that executes it, also after a crash of ours or of the runtime's. */
export type RunRef = Pick<RuntimeTurn, 'tenantId' | 'contactId' | 'runId' | 'replyMessageId' | 'text'> & {
  /** When the run was first given to a runtime: what the runtime knows from before belongs to other runs. */
  startedAt: Date;
};

/**
 * Unified events of one run, in AG-UI's order: RUN_STARTED first; every opened text message and tool call
 * closed; exactly one RUN_FINISHED or RUN_ERROR last, after which the iteration ends. A cancelled run ends in
 * RUN_FINISHED with the outcome `cancelled`. What goes wrong becomes RUN_ERROR with an `ErrorCode` of ours as its code. The
 * iteration throws `RuntimeLost`, and nothing else, when the runtime went out of reach in the middle of the run.
 */
export type RuntimeEvent = AguiEvent;

/** The runtime went out of reach: whether the run goes on there is not known. `attach` finds out. */
export class RuntimeLost extends Error {
  override readonly name = 'RuntimeLost';
}

/**
 * What a runtime knows of a run that was started by somebody who is gone, or before the runtime went out of reach.
 *
 * - `known`: it goes on or has ended; its events from the beginning, as far as the runtime has them.
 * - `absent`: the runtime neither has an answer nor will give one. The turn may be started, and will be answered once.
 * - `lost`: it cannot be told.
 */
export type Attachment =
  | { kind: 'known'; events: AsyncIterable<RuntimeEvent> }
  | { kind: 'absent' }
  | { kind: 'lost' };

/** The one agent of a tenant. */
export type AgentBinding = { tenantId: TenantId; agentId: string };

export type RuntimeHealth = {
  ok: boolean;
  /** One line for a person: what is wrong, or the versions in use. */
  detail: string;
};

/** A runtime behind the house's contract. One contract suite (contract.ts in testing) runs against every adapter. */
export interface RuntimeAdapter {
  readonly name: RuntimeName;
  /** Starts the turn. Aborting the signal only stops listening; `cancel` stops the run. */
  start(turn: RuntimeTurn, signal: AbortSignal): AsyncIterable<RuntimeEvent>;
  /** Finds a run again. Never starts anything; never throws. */
  attach(ref: RunRef, signal: AbortSignal): Promise<Attachment>;
  /** Stops a run; resolves when the runtime has taken note. Idempotent; a run that has ended is no error. Errors: any, when the runtime is out of reach. */
  cancel(ref: Pick<RunRef, 'tenantId' | 'contactId' | 'runId'>): Promise<void>;
  /** Gives the tenant its agent: the one it has, or one from the pool of ready slots. Idempotent. */
  bindTenant(tenantId: TenantId): Promise<AgentBinding>;
  /** Erases what the runtime keeps of the tenant. Idempotent. */
  unbindTenant(tenantId: TenantId): Promise<void>;
  health(): Promise<RuntimeHealth>;
}
