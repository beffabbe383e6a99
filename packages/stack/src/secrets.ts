import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Secrets = z.object({
  ownerPassword: z.string(),
  appPassword: z.string(),
  authSecret: z.string(),
  bridgeSecret: z.string(),
  openclawToken: z.string(),
});
export type Secrets = z.infer<typeof Secrets>;

/** The stack's secrets: made once, kept in the state folder for its owner only. */
export function stackSecrets(stateDir: string): Secrets {
  const file = join(stateDir, 'secrets.json');
  if (existsSync(file)) return Secrets.parse(JSON.parse(readFileSync(file, 'utf8')));
  const make = () => randomBytes(32).toString('base64url');
  const secrets: Secrets = {
    ownerPassword: make(),
    appPassword: make(),
    authSecret: make(),
    bridgeSecret: make(),
    openclawToken: make(),
  };
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}
