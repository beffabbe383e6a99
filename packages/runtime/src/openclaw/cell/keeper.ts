import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Cell, CellLedger } from '../slots.ts';
import { type CellModel, cellConfig, type ToolManifest } from './cell-config.ts';
import { endGroup, gatewayReady, livingGateway, spawnGateway } from './gateway-process.ts';
import { warmCell } from './warm.ts';
import { writePrivate } from './write-file.ts';

export type CellKeeperDeps = {
  ledger: CellLedger;
  cellsDir: string;
  workspacesDir: string;
  /** The folder of the installed `openclaw` package. */
  openclawDir: string;
  slotsPerCell: number;
  /** A further cell is started when no more free slots than this are left. */
  lowWater: number;
  model: CellModel;
  bridge: { url: string; secret: string; pluginDir: string };
  tools: readonly ToolManifest[];
  tokenOf: (cellId: string) => string;
  log: { info(fields: object, message: string): void; error(fields: object, message: string): void };
};

const LOOK_EVERY_MS = 500;
const STOP_GRACE_MS = 5_000;
const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;

/**
 * Keeps the cells: starts those it knows, starts them again when they die, and starts a further one when free slots run low.
 * A cell that runs is never touched by another one's coming. One keeper for each `cellsDir`.
 */
export function createCellKeeper(deps: CellKeeperDeps) {
  const { ledger, cellsDir, log } = deps;
  const stopping = new AbortController();
  const kept = new Map<string, Promise<void>>();
  let watching: Promise<void> = Promise.resolve();

  const dirOf = (cellId: string) => join(cellsDir, cellId);

  async function configure(cell: Cell, port: number): Promise<void> {
    const cellDir = dirOf(cell.id);
    mkdirSync(cellDir, { recursive: true, mode: 0o700 });
    const slots = await ledger.slotsOf(cell.id);
    const { workspacesDir, model, bridge, tools } = deps;
    const config = cellConfig({
      cellDir,
      workspacesDir,
      port,
      token: deps.tokenOf(cell.id),
      slots,
      model,
      bridge,
      tools,
    });
    writePrivate(join(cellDir, 'openclaw.json'), `${JSON.stringify(config, null, 2)}\n`);
  }

  /** Runs one gateway until it ends or the keeper stops. Resolves with whether it ever was ready. */
  async function runOnce(cell: Cell): Promise<boolean> {
    const leftover = livingGateway(dirOf(cell.id));
    // A gateway whose keeper was killed still has the old configuration's slots, but its exit could not be awaited.
    if (leftover !== null) await endGroup(leftover, STOP_GRACE_MS);
    const port = await portFor(cell);
    const url = `ws://127.0.0.1:${port}`;
    await configure(cell, port);
    const gateway = spawnGateway({ openclawDir: deps.openclawDir, cellDir: dirOf(cell.id), port });
    const stop = () => void gateway.stop(STOP_GRACE_MS);
    stopping.signal.addEventListener('abort', stop);
    let ready = false;
    try {
      await gatewayReady(port, gateway.exited);
      await warmCell({ url, token: deps.tokenOf(cell.id) });
      await ledger.updateCell(cell.id, { state: 'ready', url });
      ready = true;
      log.info({ cellId: cell.id, pid: gateway.pid }, 'cell is ready');
    } catch (error) {
      log.error({ err: error, cellId: cell.id }, 'cell could not be made ready');
      stop();
    }
    const ended = await gateway.exited;
    stopping.signal.removeEventListener('abort', stop);
    if (!stopping.signal.aborted) log.error({ cellId: cell.id, ended }, 'gateway ended');
    return ready;
  }

  async function keep(cell: Cell): Promise<void> {
    let backoffMs = FIRST_BACKOFF_MS;
    while (!stopping.signal.aborted) {
      const wasReady = await runOnce(cell).catch((error: unknown) => {
        log.error({ err: error, cellId: cell.id }, 'cell could not be started');
        return false;
      });
      if (stopping.signal.aborted) return;
      backoffMs = wasReady ? FIRST_BACKOFF_MS : Math.min(backoffMs * 2, MAX_BACKOFF_MS);
      await delay(backoffMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  function take(cell: Cell): void {
    if (!kept.has(cell.id)) kept.set(cell.id, keep(cell));
  }

  async function look(): Promise<void> {
    const cells = (await ledger.cells()).filter((cell) => cell.state !== 'stopped');
    for (const cell of cells) take(cell);
    // One at a time: a cell that is starting will bring slots soon.
    if (cells.some((cell) => cell.state === 'starting')) return;
    const { free, waiting } = await ledger.supply();
    if (free > deps.lowWater && waiting === 0) return;
    const cell: Cell = {
      id: `cell-${randomUUID().slice(0, 8)}`,
      url: `ws://127.0.0.1:${await freePort(0)}`,
      state: 'starting',
    };
    await ledger.createCell({ ...cell, slotCount: deps.slotsPerCell });
    log.info({ cellId: cell.id, free, waiting }, 'starting a cell');
    take(cell);
  }

  async function watch(): Promise<void> {
    while (!stopping.signal.aborted) {
      await look().catch((error: unknown) => log.error({ err: error }, 'cells could not be looked after'));
      await delay(LOOK_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  return {
    start(): void {
      watching = watch();
    },
    /** Ends every gateway and waits for it. */
    async stop(): Promise<void> {
      stopping.abort();
      await watching;
      await Promise.all(kept.values());
    },
  };
}

/** The port that the cell had, so that its address stays; another when somebody else has it now. */
async function portFor(cell: Cell): Promise<number> {
  const port = Number(new URL(cell.url).port);
  return freePort(port).catch(() => freePort(0));
}

function freePort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
