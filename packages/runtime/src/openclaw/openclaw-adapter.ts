import type { TenantId } from '@friendsai/schema';
import {
  type Attachment,
  type RunRef,
  type RuntimeAdapter,
  type RuntimeEvent,
  type RuntimeHealth,
  RuntimeLost,
  type RuntimeTurn,
} from '../adapter.ts';
import { createRunWriter } from '../run-writer.ts';
import { attachRun } from './attach.ts';
import { failureCode } from './failure.ts';
import { createConnections } from './gateway/connections.ts';
import type { CellLedger } from './slots.ts';
import { abortRun, abortSession, streamTurn } from './turn.ts';

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

  /** Runs that were found again: the gateway may know them under another id. */
  const found = new Set<string>();

  async function cellOf(tenantId: TenantId) {
    const cell = (await ledger.slotOf(tenantId))?.cell;
    // One that is starting answers before it is warm.
    return cell?.state === 'ready' ? cell : null;
  }

  const reach = (tenantId: TenantId, signal: AbortSignal) =>
    connections.reach(
      tenantId,
      () => cellOf(tenantId),
      AbortSignal.any([AbortSignal.timeout(connectWithinMs), signal]),
    );

  async function* start(turn: RuntimeTurn, signal: AbortSignal): AsyncGenerator<RuntimeEvent> {
    const writer = createRunWriter(turn);
    waiting.set(turn.runId, false);
    yield* writer.started();
    try {
      const connection = await reach(turn.tenantId, signal).catch(() => null);
      const withdrawn = waiting.get(turn.runId);
      waiting.delete(turn.runId);
      if (withdrawn) yield* writer.cancelled();
      else if (!connection) yield* writer.failed('RUNTIME_UNAVAILABLE');
      else yield* streamTurn({ connection, turn, writer, silenceMs, signal });
    } catch (error) {
      if (error instanceof RuntimeLost) throw error;
      yield* writer.failed(failureCode(error));
    } finally {
      waiting.delete(turn.runId);
    }
  }

  async function attach(ref: RunRef, signal: AbortSignal): Promise<Attachment> {
    try {
      const connection = await reach(ref.tenantId, signal);
      const attachment = await attachRun({ connection, ref, silenceMs, signal });
      if (attachment.kind !== 'known') return attachment;
      found.add(ref.runId);
      return { kind: 'known', events: until(attachment.events, () => found.delete(ref.runId)) };
    } catch {
      return { kind: 'lost' };
    }
  }

  return {
    name: 'openclaw',
    start,
    attach,
    async cancel(ref): Promise<void> {
      if (waiting.has(ref.runId)) {
        waiting.set(ref.runId, true);
        return;
      }
      const cell = await cellOf(ref.tenantId);
      if (!cell) return;
      const connection = await connections.connect(cell);
      await (found.has(ref.runId) ? abortSession : abortRun)(connection, ref);
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

async function* until<Item>(items: AsyncIterable<Item>, ended: () => void): AsyncGenerator<Item> {
  try {
    yield* items;
  } finally {
    ended();
  }
}
