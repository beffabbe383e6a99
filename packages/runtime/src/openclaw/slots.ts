import type { TenantId } from '@friendsai/schema';

/** `starting`: not for traffic yet. `ready`: warmed. `stopped`: gone on purpose or given up. */
export type CellState = 'starting' | 'ready' | 'stopped';

/** One OpenClaw gateway process. */
export type Cell = {
  id: string;
  /** WebSocket address on loopback, `ws://127.0.0.1:port`. */
  url: string;
  state: CellState;
};

/**
 * One agent that a cell has before anybody needs it. Its id is minted with the slot and becomes the id of the tenant
 * that takes it, so that the agent's workspace can lie in the tenant's folder although the gateway was
 * configured before the tenant came (a change of configuration holds up everybody's runs).
 */
export type Slot = { id: TenantId; agentId: string; cellId: string | null; bound: boolean };

/**
 * Where cells and slots are written down. Control-plane rows, not a tenant's: they tell which agent runs where and
 * nothing about anybody. Implemented by `packages/db`; handed in by whoever composes the process.
 */
export interface CellLedger {
  cells(): Promise<Cell[]>;
  /** Writes the cell (`starting`) and its slots: first every bound slot that has no cell yet, then new free ones, up to `slotCount`. */
  createCell(cell: { id: string; url: string; slotCount: number }): Promise<Slot[]>;
  /** A restarted cell may come back on another port. */
  updateCell(id: string, change: { state?: CellState; url?: string }): Promise<void>;
  slotsOf(cellId: string): Promise<Slot[]>;
  /** Free slots in ready cells, and bound slots still without a cell. */
  supply(): Promise<{ free: number; waiting: number }>;
  /** The tenant's slot, or null before it is bound. */
  slotOf(tenantId: TenantId): Promise<(Slot & { cell: Cell | null }) | null>;
  /** Gives the tenant a slot of its own id (it has been registered without one being ready). Idempotent. */
  bind(tenantId: TenantId): Promise<Slot>;
  /** Marks the slot as used up: an agent id is never given to a second tenant. */
  retire(tenantId: TenantId): Promise<void>;
  /** Slots that were retired and of whose tenants something may still lie in a cell. */
  retired(): Promise<Slot[]>;
  /** Nothing of the slot's tenant is left in any cell. */
  purged(tenantId: TenantId): Promise<void>;
}

/** One tenant, one agent, for good: the id is the tenant's own, without dashes (the gateway lowers case). */
export function agentIdOf(tenantId: TenantId): string {
  return `t-${tenantId.replaceAll('-', '')}`;
}
