import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Where a tenant's id may be made: the resolver's two ways in, sign-up, the sweepers, the slots, the bridge, the
 * verifier of audit chains. */
const MAKERS = [
  'apps/server/src/ledger.ts',
  'packages/api/src/session.ts',
  'packages/butler/src/accounts/accounts.ts',
  'packages/butler/src/accounts/register.ts',
  'packages/butler/src/accounts/removal.ts',
  'packages/butler/src/accounts/token.ts',
  'packages/butler/src/runs/sweep.ts',
  'packages/butler/src/tool-calls/bridge.ts',
  'packages/db/src/audit-verify-all.ts',
  'packages/db/src/audit-verify.ts',
  'packages/db/src/cell-ledger.ts',
  'packages/db/src/tenancy.ts',
  'packages/schema/src/api/account.ts',
  'packages/schema/src/ids.ts',
];

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/node_modules|\.next|\.test\.tsx?$|testing/.test(path))
    .map((path) => join(folder, path));
}

test('a tenant id is made in few places, and never from input', () => {
  const makes = /\bTenantId\.(parse|safeParse)\(|newId\(TenantId\)|tenantId: (true|TenantId\.)/;
  const found = [...sources('packages'), ...sources('apps')].filter((path) =>
    makes.test(readFileSync(join(ROOT, path), 'utf8')),
  );
  expect(found.filter((path) => !MAKERS.includes(path))).toEqual([]);
});

test('no input of the API takes a tenant id', () => {
  for (const path of sources('packages/schema/src/api')) {
    const declarations = readFileSync(join(ROOT, path), 'utf8').split(/^export /m);
    const inputs = declarations.filter((each) => /^const \w*Input = /.test(each));
    for (const input of inputs) expect(input, path).not.toMatch(/tenant/i);
  }
});
