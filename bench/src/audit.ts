import { appendAudit, contacts, createDatabase, type Database, verifyAudit, withTenant } from '@friendsai/db';
import { ContactId, newId, type TenantId } from '@friendsai/schema';
import postgres from 'postgres';
import { percentile } from './percentile.ts';
import { withSite } from './site.ts';
import type { Sizes } from './sizes.ts';
import { differenceRow, plainRow, type Row, ratioRow, type Table } from './table.ts';

const CONNECTIONS = 8;
/** As many rows as a transaction adds when a chain is filled: each has to find the head among those that it replaced. */
const AT_ONCE = 2_000;

/** A transaction of the product's, as small as there is: one row, and the entry that says so. */
async function record(db: Database, tenantId: TenantId, isAudited: boolean): Promise<void> {
  const id = newId(ContactId);
  const now = new Date();
  await withTenant(db, { tenantId }, async (tx) => {
    const words = { name: 'Mei', sortKey: 'mei', indexLetter: 'M', searchText: 'mei' };
    await tx.insert(contacts).values({ tenantId, id, ...words, updatedAt: now, activeAt: now });
    if (!isAudited) return;
    const entry = {
      actor: 'user:bench',
      action: 'contact.created',
      subject: `contact:${id}`,
      requestId: id,
    } as const;
    await appendAudit(tx, { tenantId }, { ...entry, detail: {} });
  });
}

/** Both kinds in turn, alone on the database. */
async function oneByOne(
  db: Database,
  tenantId: TenantId,
  { warmUp, rounds }: Sizes['audit'],
): Promise<Row[]> {
  const tookMs: Record<'audited' | 'plain', number[]> = { audited: [], plain: [] };
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const kind of round % 2 === 0 ? (['audited', 'plain'] as const) : (['plain', 'audited'] as const)) {
      const from = performance.now();
      await record(db, tenantId, kind === 'audited');
      if (round >= 0) tookMs[kind].push(performance.now() - from);
    }
  }
  const [audited, plain] = [percentile(tookMs.audited, 0.5), percentile(tookMs.plain, 0.5)];
  return [
    differenceRow('transactionMsP50, 1 connection', audited, plain, null),
    ratioRow('transactionMsP50, 1 connection', audited, plain, { atMost: 1.5 }),
  ];
}

/** Both kinds in turn, in blocks, from eight connections at once. */
async function atOnce(
  db: Database,
  tenants: readonly TenantId[],
  { blocks, perConnection }: Sizes['audit'],
): Promise<Row> {
  const perSecond: Record<'audited' | 'plain', number[]> = { audited: [], plain: [] };
  for (let block = -1; block < blocks; block += 1) {
    for (const kind of block % 2 === 0 ? (['audited', 'plain'] as const) : (['plain', 'audited'] as const)) {
      const from = performance.now();
      await Promise.all(
        Array.from({ length: CONNECTIONS }, async (_, connection) => {
          const tenantId = tenants[connection % tenants.length];
          if (!tenantId) throw new Error('no tenant');
          for (let n = 0; n < perConnection; n += 1) await record(db, tenantId, kind === 'audited');
        }),
      );
      const seconds = (performance.now() - from) / 1_000;
      if (block >= 0) perSecond[kind].push((CONNECTIONS * perConnection) / seconds);
    }
  }
  const whose = tenants.length === 1 ? 'one tenant' : 'a tenant each';
  return ratioRow(
    `transactionsPerSecond, ${CONNECTIONS} connections, ${whose}`,
    percentile(perSecond.audited, 0.5),
    percentile(perSecond.plain, 0.5),
    null,
  );
}

/** A long chain followed to its end here, and every hash of it computed by the database's own function. */
async function verifying(
  ownerUrl: string,
  db: Database,
  tenantId: TenantId,
  { chainRows, repeats }: Sizes['audit'],
): Promise<Row> {
  const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    for (let made = 0; made < chainRows; made += AT_ONCE) {
      await owner`insert into audit_log (tenant_id, seq, at, actor, action, subject, request_id, detail, prev_hash, hash)
        select ${tenantId}::uuid, 0, now(), 'user:bench', 'message.sent', 'message:' || uuidv7(), uuidv7(),
          jsonb_build_object('runId', uuidv7(), 'position', n), '', ''
        from generate_series(1, ${Math.min(AT_ONCE, chainRows - made)}::int) n`;
    }
    await owner`vacuum analyze`;
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < repeats; round += 1) {
      let from = performance.now();
      const verdict = await withTenant(db, { tenantId }, (tx) => verifyAudit(tx, { tenantId }));
      if (!verdict.ok) throw new Error(`the chain is not whole at ${verdict.seq}`);
      ours.push((verdict.rows / (performance.now() - from)) * 1_000);
      from = performance.now();
      await owner`select count(*) from audit_log l where tenant_id = ${tenantId} and hash = audit_hash(l)`;
      theirs.push((verdict.rows / (performance.now() - from)) * 1_000);
    }
    return plainRow('verifiedRowsPerSecond', percentile(ours, 0.5), percentile(theirs, 0.5), {
      atLeast: 20_000,
    });
  } finally {
    await owner.end();
  }
}

/** What an audit entry adds to the transaction that it is part of, and how fast a chain is verified. */
export function audit(sizes: Sizes, signal: AbortSignal): Promise<Table> {
  const needless = ['worker', 'demo-model', 'server', 'server-2'];
  return withSite(needless, signal, async ({ env, ownerUrl, newPerson }) => {
    const people: TenantId[] = [];
    for (let n = 0; n < CONNECTIONS; n += 1) people.push((await newPerson()).caller.tenantId);
    const [first] = people;
    if (!first) throw new Error('nobody');
    const db = createDatabase(env.DATABASE_URL, { maxConnections: CONNECTIONS });
    try {
      const rows = [
        ...(await oneByOne(db, first, sizes.audit)),
        await atOnce(db, people, sizes.audit),
        await atOnce(db, [first], sizes.audit),
        await verifying(ownerUrl, db, first, sizes.audit),
      ];
      return {
        title: 'audit',
        about: `A transaction that adds one row to a tenant's table and the entry for it to the audit chain (measured), and one that adds the row only (reference), turn about in one run, each committed to disk. Then a chain of over ${sizes.audit.chainRows.toLocaleString('en')} rows: verified (measured), and every hash of it computed by the database's own function, in one query (reference).`,
        rows,
        notes: [
          'Those who write to the same chain wait for each other until the transaction of the one before has been committed; what is written for different tenants does not.',
        ],
      };
    } finally {
      await db.close();
    }
  });
}
