import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { TenantId } from '@friendsai/schema';
import { and, asc, eq, gt, lte, max, min, sql } from 'drizzle-orm';
import { auditHash, type ChainedRow } from './audit-hash.ts';
import type { Tx } from './database.ts';
import { auditHeads, auditLog } from './schema/index.ts';
import type { TenantContext } from './tenancy.ts';

const PAGE_ROWS = 2_000;
const GENESIS = '0'.repeat(64);

/**
 * What is wrong at the row that a verdict names, the first that is.
 *
 * - `changed`: its columns do not give its hash, for this place or any other. Or its hash is right by itself and not the one that
 *   what comes after it was made on: the next row, when the rest is whole up to the head; the head, for the newest row (a
 *   chain made anew from some row on is known by its end only, so the newest row is named).
 * - `missing`: no row has this number, and later ones are there.
 * - `reordered`: its columns give its hash with the number of another place: it was made there.
 * - `truncated`: no row has this number or a later one, and the head says that there were such.
 * - `inserted`: it stands where the chain has no place: before the first row, after the head, or in front of a row that was
 *   made for its number (itself made for no other).
 * - `headless`: the rows hold together, and the tenant's head, which would vouch for the newest, is gone.
 */
export type AuditProblem = 'changed' | 'missing' | 'reordered' | 'truncated' | 'inserted' | 'headless';

/** `seq` is the number of the first row that is not right; `head` the hash of the newest one. */
export type AuditVerdict =
  | { ok: true; rows: number; head: string }
  | { ok: false; seq: number; problem: AuditProblem };

/** The rows after that number, as the hash takes them. */
function pageAfter(
  tx: Tx,
  tenantId: TenantId,
  seq: number,
  upTo: number,
  limit: number,
): Promise<ChainedRow[]> {
  const { at, actor, action, subject, requestId, prevHash, hash } = auditLog;
  return tx
    .select({
      tenantId: auditLog.tenantId,
      seq: auditLog.seq,
      ...{ at, actor, action, subject, requestId, prevHash, hash },
      detailText: sql<string>`${auditLog.detail}::text`,
    })
    .from(auditLog)
    .where(and(eq(auditLog.tenantId, tenantId), gt(auditLog.seq, seq), lte(auditLog.seq, upTo)))
    .orderBy(asc(auditLog.seq))
    .limit(limit);
}

/** Whether the row's hash is what its columns give with that number. */
const isMadeFor = (row: ChainedRow, seq: number) => auditHash({ ...row, seq }) === row.hash;

type Link = { seq: number; hash: string };

/** Goes on from a row that is right, as far as each follows from the one before; `stop` is the first that does not. */
async function follow(
  tx: Tx,
  tenantId: TenantId,
  from: Link,
  last: number,
): Promise<Link & { stop: ChainedRow | null }> {
  let { seq, hash } = from;
  while (seq < last) {
    const rows = await pageAfter(tx, tenantId, seq, last, PAGE_ROWS);
    if (rows.length === 0) break;
    for (const row of rows) {
      const follows = row.seq === seq + 1 && row.prevHash === hash && isMadeFor(row, row.seq);
      if (!follows) return { seq, hash, stop: row };
      ({ seq, hash } = row);
    }
  }
  return { seq, hash, stop: null };
}

/**
 * Follows a tenant's chain from its first row to its head and computes every hash anew, here and not in the database, whose
 * function could have been replaced. Reads pages, so that any length takes the same memory; rows that are added meanwhile are left
 * out. What it cannot know: that both the log and the head were made anew by somebody who owns the database. Against that,
 * keep the heads of former verdicts elsewhere.
 */
export async function verifyAudit(tx: Tx, { tenantId }: TenantContext): Promise<AuditVerdict> {
  const { head, oldest, newest } = await ends(tx, tenantId);
  if (oldest !== null && oldest < 1) return { ok: false, seq: oldest, problem: 'inserted' };
  const last = head?.seq ?? newest;
  const { seq, hash, stop } = await follow(tx, tenantId, { seq: 0, hash: GENESIS }, last);
  if (seq < last) {
    if (!stop) return { ok: false, seq: seq + 1, problem: 'truncated' };
    if (stop.seq !== seq + 1) return { ok: false, seq: seq + 1, problem: 'missing' };
    return { ok: false, ...(await diagnose(tx, stop, { before: hash, last, head })) };
  }
  if (!head) return { ok: false, seq, problem: 'headless' };
  if (head.hash !== hash) return { ok: false, seq, problem: 'changed' };
  if (newest > last) return { ok: false, seq: last + 1, problem: 'inserted' };
  return { ok: true, rows: seq, head: hash };
}

/** The head, and between which numbers the log is; in one statement, so that they belong together. */
async function ends(tx: Tx, tenantId: TenantId) {
  const log = tx
    .select({ oldest: min(auditLog.seq).as('oldest'), newest: max(auditLog.seq).as('newest') })
    .from(auditLog)
    .where(eq(auditLog.tenantId, tenantId))
    .as('log');
  const [found] = await tx
    .select({ oldest: log.oldest, newest: log.newest, head: auditHeads })
    .from(log)
    .leftJoin(auditHeads, eq(auditHeads.tenantId, tenantId));
  return { head: found?.head ?? null, oldest: found?.oldest ?? null, newest: found?.newest ?? 0 };
}

/** What became of a row that has its number and yet does not follow from the one before, whose hash is `before`. */
async function diagnose(
  tx: Tx,
  row: ChainedRow,
  { before, last, head }: { before: string; last: number; head: Link | null },
): Promise<{ seq: number; problem: AuditProblem }> {
  const { seq } = row;
  const tenantId = TenantId.parse(row.tenantId);
  if (isMadeFor(row, seq)) {
    // Right by itself, and made on another row than the one before it. If the head vouches for it, that one was changed.
    const end = await follow(tx, tenantId, row, last);
    const vouchedFor = seq > 1 && end.seq === last && end.hash === head?.hash;
    return { seq: vouchedFor ? seq - 1 : seq, problem: 'changed' };
  }
  for (let place = 1; place <= last; place += 1) {
    // A server that verifies has others to serve.
    if (place % PAGE_ROWS === 0) await yieldToOthers();
    if (!isMadeFor(row, place)) continue;
    return place === seq - 1 ? { seq: place, problem: 'inserted' } : { seq, problem: 'reordered' };
  }
  const [next] = await pageAfter(tx, tenantId, seq, last, 1);
  const isPushedBack = next?.prevHash === before && isMadeFor(next, seq);
  return { seq, problem: isPushedBack ? 'inserted' : 'changed' };
}
