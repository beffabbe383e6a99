import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Cell, CellLedger } from '../slots.ts';
import { allowedBridge, checkFound, NotAllowed } from './allowlist.ts';
import { placeBridge } from './bridge-plugin.ts';
import {
  type CellModel,
  cellConfig,
  slotWorkspace,
  type ToolManifest,
  warmWorkspace,
} from './cell-config.ts';
import { endGroup, gatewayReady, livingGateway, spawnGateway } from './gateway-process.ts';
import { createPurge, eraseAgent } from './purge.ts';
import { untilSilent } from './until-silent.ts';
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
  /** `pluginDir`: the bridge's source, of which each cell gets a copy. */
  bridge: { url: string; secret: string; pluginDir: string };
  tools: readonly ToolManifest[];
  tokenOf: (cellId: string) => string;
  log: { info(fields: object, message: string): void; error(fields: object, message: string): void };
};

const LOOK_EVERY_MS = 500;
const LOOK_AFTER_FAILURE_MS = 2_000;
const STOP_GRACE_MS = 5_000;
/** A gateway that starts a run on a busy machine has been seen to answer nothing for 20 s. */
const LIVENESS = { everyMs: 10_000, withinMs: 10_000, misses: 4 };
const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;

/**
 * Keeps the cells: starts those it knows, starts them again when they die, starts a further one when free slots run
 * low, and erases from them who has left.
 * A cell that runs is never touched by another one's coming. One keeper for each `cellsDir`.
 */
export function createCellKeeper(deps: CellKeeperDeps) {
  const { ledger, cellsDir, log } = deps;
  const stopping = new AbortController();
  const kept = new Map<string, Promise<void>>();
  const purge = createPurge(deps);
  let watching: Promise<unknown> = Promise.resolve();

  const dirOf = (cellId: string) => join(cellsDir, cellId);

  async function configure(cell: Cell, port: number): Promise<void> {
    const cellDir = dirOf(cell.id);
    mkdirSync(cellDir, { recursive: true, mode: 0o700 });
    const slots = await ledger.slotsOf(cell.id);
    // A gateway that comes up would go on with what a run of theirs left.
    const retired = (await ledger.retired()).filter((slot) => slot.cellId === cell.id);
    for (const { agentId } of retired) await eraseAgent(cellDir, agentId);
    const { workspacesDir, model, bridge, tools } = deps;
    const pluginDir = join(cellDir, 'plugin');
    const plugin = allowedBridge(bridge.pluginDir);
    checkFound({
      cellDir,
      workspaces: [warmWorkspace(cellDir), ...slots.map((slot) => slotWorkspace(workspacesDir, slot))],
    });
    placeBridge(
      plugin,
      pluginDir,
      tools.map((tool) => tool.name),
    );
    const config = cellConfig({
      cellDir,
      workspacesDir,
      port,
      token: deps.tokenOf(cell.id),
      slots,
      model,
      bridge: { url: bridge.url, secret: bridge.secret, pluginDir },
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
    const over = new AbortController();
    if (ready) {
      untilSilent({ port, ...LIVENESS, signal: over.signal }).then(
        () => {
          log.error({ cellId: cell.id, pid: gateway.pid }, 'gateway answers nothing any more and is ended');
          stop();
        },
        () => {},
      );
    }
    const ended = await gateway.exited;
    over.abort();
    stopping.signal.removeEventListener('abort', stop);
    if (!stopping.signal.aborted) log.error({ cellId: cell.id, ended }, 'gateway ended');
    return ready;
  }

  async function keep(cell: Cell): Promise<void> {
    let backoffMs = FIRST_BACKOFF_MS;
    while (!stopping.signal.aborted) {
      const wasReady = await runOnce(cell).catch((error: unknown) => {
        if (error instanceof NotAllowed) {
          log.error({ cellId: cell.id }, `cell is not started: ${error.message}`);
        } else {
          log.error({ err: error, cellId: cell.id }, 'cell could not be started');
        }
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

  /** Does it again and again; less often as long as it fails. */
  async function repeat(work: () => Promise<void>, failure: string): Promise<void> {
    while (!stopping.signal.aborted) {
      const pauseMs = await work().then(
        () => LOOK_EVERY_MS,
        (error: unknown) => {
          log.error({ err: error }, failure);
          return LOOK_AFTER_FAILURE_MS;
        },
      );
      await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  return {
    start(): void {
      watching = Promise.all([
        repeat(look, 'cells could not be looked after'),
        // By itself: a run of somebody who left may take a while to end, and cells are looked after meanwhile.
        repeat(purge, 'somebody who left could not be erased yet'),
      ]);
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
