import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { REPO } from './repo.ts';

const DemoAccount = z.object({ email: z.string(), password: z.string() });
export type DemoAccount = z.infer<typeof DemoAccount>;

/** The demo account of this state: made the first time, and kept with the other secrets. */
export function demoAccount(stateDir: string, env: NodeJS.ProcessEnv): DemoAccount {
  const file = join(stateDir, 'demo-account.json');
  if (existsSync(file)) return DemoAccount.parse(JSON.parse(readFileSync(file, 'utf8')));
  const printed = execFileSync(process.execPath, [join(REPO, 'apps/server/src/seed.ts')], {
    env,
    cwd: REPO,
    encoding: 'utf8',
  });
  const account = DemoAccount.parse(JSON.parse(printed));
  writeFileSync(file, `${JSON.stringify(account)}\n`, { mode: 0o600 });
  return account;
}
