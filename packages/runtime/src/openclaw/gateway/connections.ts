import { setTimeout as delay } from 'node:timers/promises';
import type { TenantId } from '@friendsai/schema';
import type { Cell } from '../slots.ts';
import { connectGateway, type GatewayConnection, GatewayRefusal } from './connection.ts';

const RETRY_EVERY_MS = 250;

/** One connection for each cell, made when it is needed and made again after the gateway came back. */
export function createConnections(tokenOf: (cellId: string) => string) {
  const open = new Map<string, Promise<GatewayConnection>>();
  /** Where a tenant's agent was found, as long as that connection lasts: an agent does not move while its cell runs. */
  const places = new Map<TenantId, GatewayConnection>();

  function connect({ id, url }: Cell): Promise<GatewayConnection> {
    const key = `${id} ${url}`;
    const known = open.get(key);
    if (known) return known;
    const made = connectGateway({ url, token: tokenOf(id) });
    open.set(key, made);
    const forget = () => {
      if (open.get(key) === made) open.delete(key);
    };
    made.then((connection) => connection.signal.addEventListener('abort', forget), forget);
    return made;
  }

  return {
    connect,
    /**
     * A connection to the tenant's cell, which `find` names. It is asked again for each try: a cell may come up, or back on
     * another port, while we wait. Throws the last reason when the signal aborts.
     */
    async reach(
      tenantId: TenantId,
      find: () => Promise<Cell | null>,
      signal: AbortSignal,
    ): Promise<GatewayConnection> {
      const known = places.get(tenantId);
      if (known && !known.signal.aborted) return known;
      while (true) {
        try {
          const cell = await find();
          if (cell) {
            const connection = await connect(cell);
            places.set(tenantId, connection);
            return connection;
          }
          if (signal.aborted) throw new Error('there is no cell for this agent');
        } catch (error) {
          const startingUp = !(error instanceof GatewayRefusal) || error.code === 'UNAVAILABLE';
          if (signal.aborted || !startingUp) throw error;
        }
        await delay(RETRY_EVERY_MS);
      }
    },
    /** The tenant has no place any more. */
    forget(tenantId: TenantId): void {
      places.delete(tenantId);
    },
    async close(): Promise<void> {
      const all = [...open.values()];
      open.clear();
      for (const made of all) await made.then((connection) => connection.close()).catch(() => {});
    },
  };
}
