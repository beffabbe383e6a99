import type { TenantId } from '@friendsai/schema';
import type { RunRef, RuntimeAdapter, RuntimeEvent, RuntimeHealth, RuntimeTurn } from '../adapter.ts';
import { createRunWriter } from '../run-writer.ts';
import { failureCode } from './failure.ts';
import { createConnections } from './gateway/connections.ts';
import type { CellLedger } from './slots.ts';
import { abortRun, streamTurn } from './turn.ts';

export type OpenClawAdapterDeps = {
  ledger: CellLedger;
  tokenOf: (cellId: string) => string;
  /** How long a run may show no sign of life. */
  silenceMs: number;
  /** How long a run waits for its cell to come up, or back. */
  connectWithinMs: number;
};

/** Runs on OpenClaw gateways, each tenant's on the cell of its agent. */
export function createOpenClawAdapter(
  deps: OpenClawAdapterDeps,
): RuntimeAdapter & { close(): Promise<void> } {
  const { ledger, tokenOf, silenceMs, connectWithinMs } = deps;
  const connections = createConnections(tokenOf);
  /** Runs of this process that the gateway does not have yet; true for one that was cancelled meanwhile. */
  const waiting = new Map<string, boolean>();

  async function cellOf(tenantId: TenantId) {
    const cell = (await ledger.slotOf(tenantId))?.cell;
    // One that is starting answers before it is warm.
    return cell?.state === 'ready' ? cell : null;
  }

  const reach = (tenantId: TenantId) =>
    connections.insist(() => cellOf(tenantId), AbortSignal.timeout(connectWithinMs));

  async function* start(turn: RuntimeTurn, signal: AbortSignal): AsyncGenerator<RuntimeEvent> {
    const writer = createRunWriter(turn);
    waiting.set(turn.runId, false);
    yield* writer.started();
    try {
      const connection = await reach(turn.tenantId).catch(() => null);
      const withdrawn = waiting.get(turn.runId);
      waiting.delete(turn.runId);
      if (withdrawn) yield* writer.cancelled();
      else if (!connection) yield* writer.failed('RUNTIME_UNAVAILABLE');
      else yield* streamTurn({ connection, turn, writer, silenceMs, signal });
    } catch (error) {
      yield* writer.failed(failureCode(error));
    } finally {
      waiting.delete(turn.runId);
    }
  }

  return {
    name: 'openclaw',
    start,
    // Picking up a run of a process that died is the durable runs' work; until then it ends as interrupted.
    attach: () => null,
    async cancel(ref: RunRef): Promise<void> {
      if (waiting.has(ref.runId)) {
        waiting.set(ref.runId, true);
        return;
      }
      const cell = await cellOf(ref.tenantId);
      if (cell) await abortRun(await connections.connect(cell), ref);
    },
    async bindTenant(tenantId) {
      const { agentId } = await ledger.bind(tenantId);
      return { tenantId, agentId };
    },
    unbindTenant: (tenantId) => ledger.retire(tenantId),
    async health(): Promise<RuntimeHealth> {
      const ready = (await ledger.cells()).filter((cell) => cell.state === 'ready');
      const answers = await Promise.allSettled(ready.map((cell) => connections.connect(cell)));
      const up = answers.filter((answer) => answer.status === 'fulfilled').length;
      return { ok: up > 0 && up === ready.length, detail: `${up} of ${ready.length} cells answer` };
    },
    close: () => connections.close(),
  };
}
