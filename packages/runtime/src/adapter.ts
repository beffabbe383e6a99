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

/** Names a run to the runtime that executes it, also after a crash of ours. */
export type RunRef = Pick<RuntimeTurn, 'tenantId' | 'contactId' | 'runId' | 'replyMessageId'>;

/**
 * Unified events of one run, in AG-UI's order: RUN_STARTED first; every opened text message and tool call
 * closed; exactly one RUN_FINISHED or RUN_ERROR last, after which the iteration ends. A cancelled run ends in
 * RUN_FINISHED with the outcome `cancelled`. An adapter never throws out of the iteration: what goes wrong
 * becomes RUN_ERROR with an `ErrorCode` of ours as its code.
 */
export type RuntimeEvent = AguiEvent;

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
  /** Goes on listening to a run that another process started; null when the runtime cannot know of it. */
  attach(ref: RunRef, signal: AbortSignal): AsyncIterable<RuntimeEvent> | null;
  /** Stops a run; resolves when the runtime has taken note. Idempotent; a run that has ended is no error. */
  cancel(ref: RunRef): Promise<void>;
  /** Gives the tenant its agent: the one it has, or one from the pool of ready slots. Idempotent. */
  bindTenant(tenantId: TenantId): Promise<AgentBinding>;
  /** Erases what the runtime keeps of the tenant. Idempotent. */
  unbindTenant(tenantId: TenantId): Promise<void>;
  health(): Promise<RuntimeHealth>;
}
