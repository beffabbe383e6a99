import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whom to be instead of root, which PostgreSQL refuses to be. */
export type Identity = { uid: number; gid: number };

/** `postgres` where the system has it, else `nobody`; null when we are not root and may stay who we are. */
export function unprivilegedIdentity(): Identity | null {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  const [uid, gid] = [Number(user?.[2]), Number(user?.[3])];
  if (!Number.isInteger(uid) || !Number.isInteger(gid)) {
    throw new Error(
      'running as root, and there is neither a user `postgres` nor `nobody` to run PostgreSQL as',
    );
  }
  return { uid, gid };
}

/** Whether a program can be started as that identity: false when it lies under a folder such as root's home. */
export function canRun(program: string, identity: Identity): boolean {
  try {
    execFileSync(program, ['--version'], { ...identity, stdio: 'ignore', cwd: '/' });
    return true;
  } catch {
    return false;
  }
}

/** Where things of this checkout go that another identity must reach, when the checkout itself is closed to it. */
export function reachableRoot(stateDir: string): string {
  const tag = createHash('sha256').update(stateDir).digest('hex').slice(0, 12);
  return join('/var/tmp', `friendsai-${tag}`);
}

/** A copy of a folder of programs that everybody may run; made once. */
export function copyPrograms(from: string, root: string, name: string): string {
  const to = join(root, name);
  const done = join(to, '.copied');
  if (!existsSync(done)) {
    mkdirSync(root, { recursive: true });
    chmodSync(root, 0o755);
    cpSync(from, to, { recursive: true, verbatimSymlinks: true, force: true });
    mkdirSync(done);
  }
  return to;
}

/** Makes a folder that only that identity may enter. */
export function ownedFolder(path: string, identity: Identity | null): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (identity) chownSync(path, identity.uid, identity.gid);
}
