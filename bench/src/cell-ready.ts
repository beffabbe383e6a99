import { setTimeout as delay } from 'node:timers/promises';
import { cellLedger } from '@friendsai/server/src/ledger.ts';
import type { Site } from './site.ts';

const GATEWAY_WITHIN_MS = 180_000;

/** The stack is up before its first gateway is. */
export async function cellReady({ db }: Site): Promise<void> {
  const ledger = cellLedger(db);
  const deadline = Date.now() + GATEWAY_WITHIN_MS;
  while (!(await ledger.cells()).some(({ state }) => state === 'ready')) {
    if (Date.now() > deadline) throw new Error('no gateway became ready');
    await delay(100);
  }
}
