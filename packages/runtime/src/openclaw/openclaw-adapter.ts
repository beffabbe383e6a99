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
import { dropSessions } from './drop-sessions.ts';
import { failureCode } from './failure.ts';
import { createConnections } from './gateway/connections.ts';
import type { CellLedger } from './slots.ts';
import { abortRun, abortSession, streamTurn } from './turn.ts';

export type OpenClawAdapterDeps = {
  ledger: CellLedger;
  tokenOf: (cellId: string) => string;
  /** How long a run may show no sign of life, its cell's coming up, or back, included. */
  silenceMs: number;
};

/** Runs on OpenClaw gateways, each tenant's on the cell of its agent. */
export function createOpenClawAdapter(
  deps: OpenClawAdapterDeps,
): RuntimeAdapter & { close(): Promise<void> } {
  const { ledger, tokenOf, silenceMs } = deps;
  const connections = createConnections(tokenOf);
  /** Runs of this process that the gateway does not have yet, and what withdraws them. */
  const waiting = new Map<string, AbortController>();
  /** Runs that the gateway was told to stop: what it then says of them, in whatever words, is that. */
  const stopped = new Set<string>();
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
      AbortSignal.any([AbortSignal.timeout(silenceMs), signal]),
    );

  async function* start(turn: RuntimeTurn, signal: AbortSignal): AsyncGenerator<RuntimeEvent> {
    const writer = createRunWriter(turn);
    const withdrawal = new AbortController();
    waiting.set(turn.runId, withdrawal);
    yield* writer.started();
    try {
      const patience = AbortSignal.any([withdrawal.signal, signal]);
      const connection = await reach(turn.tenantId, patience).catch(() => null);
      waiting.delete(turn.runId);
      if (withdrawal.signal.aborted) yield* writer.cancelled();
      else if (!connection) yield* writer.failed('RUNTIME_UNAVAILABLE');
      else {
        const isStopped = () => stopped.has(turn.runId);
        yield* streamTurn({ connection, turn, writer, silenceMs, signal, isStopped });
      }
    } catch (error) {
      if (error instanceof RuntimeLost) throw error;
      yield* writer.failed(failureCode(error));
    } finally {
      waiting.delete(turn.runId);
      stopped.delete(turn.runId);
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
      const withdrawal = waiting.get(ref.runId);
      if (withdrawal) return withdrawal.abort();
      const cell = await cellOf(ref.tenantId);
      if (!cell) return;
      const connection = await connections.connect(cell);
      stopped.add(ref.runId);
      await (found.has(ref.runId) ? abortSession : abortRun)(connection, ref);
    },
    async bindTenant(tenantId) {
      const { agentId } = await ledger.bind(tenantId);
      return { tenantId, agentId };
    },
    async unbindTenant(tenantId) {
      const slot = await ledger.slotOf(tenantId);
      // First, so that nothing begins any more; from here on the cell's keeper erases, also when we do not get any further.
      await ledger.retire(tenantId);
      connections.forget(tenantId);
      const { agentId, cell } = slot ?? {};
      if (!agentId || cell?.state !== 'ready') return;
      await dropSessions({ url: cell.url, token: tokenOf(cell.id), agentId }).catch(() => {});
    },
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
