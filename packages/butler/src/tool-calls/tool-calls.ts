import type { Database } from '@friendsai/db';
import type { EventLog, Limiter, Nonces } from '@friendsai/redis';
import {
  type DecideInput,
  type DecideResult,
  FriendsError,
  type ToolCallView,
  type UndoInput,
  type WaitingCalls,
} from '@friendsai/schema';
import type { Logger } from 'pino';
import type { Caller } from '../caller.ts';
import type { Engine } from '../runs/engine.ts';
import type { Registry } from '../tools/registry.ts';
import type { FileReading } from '../tools/tool.ts';
import { type BridgeCall, placeOfBridge, tenantOf } from './bridge.ts';
import { callTool } from './call.ts';
import { decideCalls } from './decide.ts';
import { createFollowUp } from './follow-up.ts';
import { createMcpCalls } from './mcp.ts';
import { createTell, type TellDeps } from './tell.ts';
import { undoCall } from './undo.ts';
import { listWaiting } from './waiting.ts';

export type ToolCallsDeps = Omit<TellDeps, 'log' | 'logger'> & {
  db: Database;
  log: EventLog;
  engine: Engine;
  registry: Registry;
  nonces: Nonces;
  limiter: Limiter;
  files: FileReading;
  logger: Logger;
};

/** Longer than a signature counts, to both sides of now. */
const NONCE_KEPT_MS = 120_000;

/** Tool calls, through whatever door they come, and what their owner says about them. */
export function createToolCalls(deps: ToolCallsDeps) {
  const { db, log, engine, registry, nonces, limiter, files, logger } = deps;
  const { tell, idle } = createTell(deps);
  const followUp = createFollowUp({ db, log, engine, logger });
  const calling = { db, files, tell };

  return {
    /**
     * A call that the plugin in a cell carries here; gives the tool's answer, text for the model. The door has checked its
     * signature. Errors: UNAUTHORIZED for one that was seen before; NOT_FOUND, RUN_ENDED, TOOL_CALL_CONFLICT, DEPENDENCY_UNAVAILABLE.
     */
    async ofBridge(call: BridgeCall): Promise<string> {
      const tool = registry.find(call.toolName);
      if (!tool) throw new FriendsError('NOT_FOUND');
      const tenantId = tenantOf(call);
      if (!(await nonces.spend(tenantId, call.nonce, NONCE_KEPT_MS))) throw new FriendsError('UNAUTHORIZED');
      return callTool(calling, {
        tenantId,
        door: 'bridge',
        tool,
        input: call.input,
        place: (tx) => placeOfBridge(tx, call, tenantId),
        keyIn: ({ runId }) => `run:${runId}:${call.toolCallId}`,
        actor: 'butler',
      });
    },

    /** The calls of outside agents. */
    ofMcp: createMcpCalls({ calling, registry, limiter, logger }),

    decide: (caller: Caller, input: DecideInput): Promise<DecideResult> =>
      decideCalls({ ...calling, registry, followUp }, caller, input),

    /** Errors: NOT_FOUND, UNDO_CONFLICT. */
    undo: (caller: Caller, input: UndoInput): Promise<ToolCallView> =>
      undoCall({ db, registry, tell }, caller, input),

    /** Resolves when nothing that follows from a call is being written. */
    idle,

    waiting: (caller: Caller): Promise<WaitingCalls> => listWaiting(db, caller),
  };
}
