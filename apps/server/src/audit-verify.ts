import { type AuditProblem, createDatabase, verifyAllAudits } from '@friendsai/db';

/**
 * Verifies the audit chain of every tenant: a line for each that is not whole, and the sum. Exit code 0 when all are whole, 1 when
 * one is not, 2 when they could not be read. Takes the database's owner, since the application's role sees one tenant at a
 * time; `npm start` calls that address DATABASE_URL too.
 */
const SAYS: Record<AuditProblem, string> = {
  changed: 'was changed',
  missing: 'is missing',
  reordered: 'stands in another row’s place',
  truncated: 'and all after it were cut off',
  inserted: 'was put in',
  headless: 'is the newest, and the head that would vouch for it is gone',
};

const url = process.env['DATABASE_OWNER_URL'] || process.env['DATABASE_URL'];
if (!url) {
  console.error('Set DATABASE_OWNER_URL to the address of the database for the role that owns its tables.');
  process.exit(2);
}
const db = createDatabase(url, { maxConnections: 1 });
let chains = 0;
let rows = 0;
let broken = 0;
try {
  for await (const { tenantId, verdict } of verifyAllAudits(db)) {
    chains += 1;
    if (verdict.ok) {
      rows += verdict.rows;
    } else {
      broken += 1;
      console.log(`tenant ${tenantId}: row ${verdict.seq} ${SAYS[verdict.problem]} (${verdict.problem})`);
    }
  }
  const sum = `${chains} chains, ${broken} of them not whole, ${rows} rows in those that are`;
  console.log(broken > 0 ? sum : `${chains} chains, all whole, ${rows} rows`);
  process.exitCode = broken > 0 ? 1 : 0;
} catch (error) {
  console.error('The audit chains could not be read:', error instanceof Error ? error.message : error);
  process.exitCode = 2;
} finally {
  await db.close();
}
