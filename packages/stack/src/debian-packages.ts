import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Whether a program is there and says of itself what is asked. */
export const runs = (command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) =>
  spawnSync(command, args, { env, stdio: 'ignore', timeout: 10_000 }).status === 0;

/**
 * Fetches packages of Debian's or Ubuntu's and unpacks them into a folder, without root and without installing anything. False
 * where there is no apt or no network, and on a distribution that names them otherwise.
 */
export function unpackPackages(root: string, names: readonly string[]): boolean {
  if (!runs('apt-get', ['--version'])) return false;
  // Lists of our own: the system's are root's, and a slim image has none.
  const [lists, cache] = [join(root, 'apt', 'lists'), join(root, 'apt', 'cache')];
  for (const folder of [join(lists, 'partial'), join(cache, 'archives', 'partial')]) {
    mkdirSync(folder, { recursive: true });
  }
  const apt = (...args: string[]) =>
    execFileSync(
      'apt-get',
      ['-qq', '-o', `Dir::State::Lists=${lists}`, '-o', `Dir::Cache=${cache}`, ...args],
      { cwd: root, stdio: 'ignore', timeout: 120_000 },
    );
  try {
    apt('update');
    apt('download', ...names);
    for (const file of globSync('*.deb', { cwd: root }))
      execFileSync('dpkg', ['-x', file, '.'], { cwd: root });
    return true;
  } catch {
    return false;
  }
}
