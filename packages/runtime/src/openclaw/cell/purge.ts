import { existsSync } from 'node:fs';
import { readdir, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { dropSessions } from '../drop-sessions.ts';
import type { CellLedger, Slot } from '../slots.ts';
import { slotWorkspace } from './cell-config.ts';
import { livingGateway, outputPath } from './gateway-process.ts';

type PurgeDeps = {
  ledger: CellLedger;
  cellsDir: string;
  workspacesDir: string;
  tokenOf: (cellId: string) => string;
  log: { info(fields: object, message: string): void };
};

const agentDir = (cellDir: string, agentId: string) => join(cellDir, 'state', 'agents', agentId);

/** Erases every file of the agent's in the cell, deleted and archived ones too (docs/ownership.md), and what of it may be in files of all. */
export async function eraseAgent(cellDir: string, agentId: string): Promise<void> {
  const memory = join(cellDir, 'state', 'memory');
  const indexes = existsSync(memory) ? await readdir(memory) : [];
  for (const path of [
    agentDir(cellDir, agentId),
    ...indexes.filter((name) => name.startsWith(`${agentId}.`)).map((name) => join(memory, name)),
    // Whatever the gateway throws away lands there, whoever's it was.
    join(cellDir, 'home', '.Trash'),
  ]) {
    await rm(path, { recursive: true, force: true });
  }
  // It is kept free of words; but what a library says in its distress is not for us to choose.
  if (existsSync(outputPath(cellDir))) await truncate(outputPath(cellDir));
}

/**
 * Gives what erases those who have left, to be called again and again. A slot counts as purged once a whole look later nothing has come back: a gateway writes from memory
 * what it has not written yet, and a run that was stopped may have a last word to put down.
 */
export function createPurge({ ledger, cellsDir, workspacesDir, tokenOf, log }: PurgeDeps) {
  const erased = new Set<string>();

  async function purgeSlot(slot: Slot): Promise<void> {
    if (slot.cellId !== null && !(await isGone(slot.cellId, slot.agentId))) return;
    await rm(slotWorkspace(workspacesDir, slot), { recursive: true, force: true });
    await ledger.purged(slot.id);
    erased.delete(slot.agentId);
    log.info({ agentId: slot.agentId, cellId: slot.cellId }, 'an agent was erased');
  }

  /** Whether nothing was there since the look before. Errors: when the gateway is up and cannot be told yet. */
  async function isGone(cellId: string, agentId: string): Promise<boolean> {
    const cellDir = join(cellsDir, cellId);
    const cell = (await ledger.cells()).find(({ id }) => id === cellId);
    if (cell && livingGateway(cellDir) !== null) {
      await dropSessions({ url: cell.url, token: tokenOf(cellId), agentId });
    }
    if (erased.has(agentId) && !existsSync(agentDir(cellDir, agentId))) return true;
    await eraseAgent(cellDir, agentId);
    erased.add(agentId);
    return false;
  }

  return async (): Promise<void> => {
    const failures: unknown[] = [];
    // One cell that is away must not keep what lies in the others.
    for (const slot of await ledger.retired()) {
      await purgeSlot(slot).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  };
}
