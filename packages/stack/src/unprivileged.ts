import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Sentence } from './sentence.ts';

/** Whom to be instead of root, which PostgreSQL refuses to be. */
export type Identity = { uid: number; gid: number };

/** Root's own place for lasting things that others must reach: nobody else can put anything there, and nothing tidies it up. */
const SHARED = '/var/lib/friendsai';

/** `postgres` where the system has it, else `nobody`; null when we are not root and may stay who we are. */
export function unprivilegedIdentity(): Identity | null {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  const [uid, gid] = [Number(user?.[2]), Number(user?.[3])];
  if (!(uid > 0) || !(gid > 0)) {
    throw new Sentence(
      'PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to run it as. Set DATABASE_URL, or start as another user.',
    );
  }
  return { uid, gid };
}

function succeeds(program: string, args: readonly string[], identity: Identity): boolean {
  try {
    execFileSync(program, args, { ...identity, stdio: 'ignore', cwd: '/' });
    return true;
  } catch {
    return false;
  }
}

/** Whether a program can be started as that identity: false when it lies under a folder such as root's home. */
export const canRun = (program: string, identity: Identity) => succeeds(program, ['--version'], identity);

/** Whether that identity can pass through the folder. */
export const canPass = (folder: string, identity: Identity) =>
  succeeds('/bin/sh', ['-c', 'cd "$0"', folder], identity);

/** A folder outside of the checkout for what belongs to this state but must be reached by another identity. */
export const sharedFolder = (stateDir: string): string =>
  join(SHARED, createHash('sha256').update(stateDir).digest('hex').slice(0, 12));

/** A copy of a folder of programs that everybody may run; made once for each name. */
export function sharedPrograms(from: string, name: string): string {
  const to = join(SHARED, name);
  if (!existsSync(to)) {
    mkdirSync(SHARED, { recursive: true, mode: 0o755 });
    // Two may be at it at once: each makes its own, and one is kept.
    const mine = `${to}.${randomUUID()}`;
    cpSync(from, mine, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(mine, to);
    } catch (error) {
      rmSync(mine, { recursive: true });
      if (!existsSync(to)) throw error;
    }
  }
  return to;
}

/** Makes a folder that only that identity may enter. */
export function ownedFolder(path: string, identity: Identity | null): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (identity) chownSync(path, identity.uid, identity.gid);
}
