// Packs `src/client` as @friendsai/client, for projects outside this workspace: one JavaScript file and one of types, with
// neither the server's sources nor its dependencies. Prints the tarball's path.
//
// node scripts/pack-client.ts [destination]
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Plugin, rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

const HERE = dirname(dirname(fileURLToPath(import.meta.url)));
const REPO = dirname(dirname(HERE));
const ROOM = join('packages', 'api');

/** What a client needs at run time or for its types; everything else is bundled or is the server's. */
const NEEDS = ['@ag-ui/core', '@trpc/client', '@trpc/server', 'eventsource', 'zod'];
const isNeeded = (id: string) => NEEDS.some((name) => id === name || id.startsWith(`${name}/`));

function declarations(room: string, out: string): void {
  const tsc = join(REPO, room, 'node_modules', '.bin', 'tsc');
  const how = ['--noEmit', 'false', '--emitDeclarationOnly', '--declaration', '--incremental', 'false'];
  execFileSync(tsc, ['-p', join(REPO, room), ...how, '--rootDir', REPO, '--outDir', out], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** Types by the paths of their sources, as the declarations name them. */
function fromDeclarations(types: string): Plugin {
  return {
    name: 'from-declarations',
    resolveId(id, importer) {
      if (id === '@friendsai/schema') return join(types, 'packages', 'schema', 'src', 'index.d.ts');
      if (!id.startsWith('.') || !importer) return null;
      return resolve(dirname(importer), id).replace(/(\.d)?\.ts$/, '.d.ts');
    },
  };
}

async function bundle(out: string): Promise<void> {
  const code = await rolldown({
    input: { index: join(HERE, 'src', 'client', 'index.ts') },
    external: isNeeded,
    platform: 'neutral',
  });
  await code.write({ dir: out, format: 'esm', entryFileNames: '[name].js' });

  const types = mkdtempSync(join(tmpdir(), 'friendsai-types-'));
  try {
    for (const room of [join('packages', 'schema'), ROOM]) declarations(room, types);
    // What procedures are given inside the server is nobody's business outside, and would bring all of it along.
    writeFileSync(
      join(types, ROOM, 'src', 'context.d.ts'),
      'export type Context = object;\nexport type SignedInContext = object;\n',
    );
    const declared = await rolldown({
      input: { index: join(types, ROOM, 'src', 'client', 'index.d.ts') },
      external: isNeeded,
      plugins: [fromDeclarations(types), dts({ dtsInput: true, generator: 'oxc', tsconfig: false })],
    });
    await declared.write({ dir: out, format: 'esm', entryFileNames: '[name].ts' });
  } finally {
    rmSync(types, { recursive: true, force: true });
  }
}

/** The exact versions that it was built and tested with. */
function versions(): Record<string, string> {
  return Object.fromEntries(
    NEEDS.map((name) => {
      const room = name === '@ag-ui/core' ? join(REPO, 'packages', 'schema') : HERE;
      const manifest = readFileSync(join(room, 'node_modules', name, 'package.json'), 'utf8');
      const { version }: { version: string } = JSON.parse(manifest);
      return [name, version];
    }),
  );
}

// Set by a package manager, it would have modules found that this package has not asked for.
delete process.env['NODE_PATH'];
const destination = resolve(process.argv[2] ?? join(HERE, 'dist'));
mkdirSync(destination, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'friendsai-client-'));
try {
  await bundle(folder);
  const manifest = {
    name: '@friendsai/client',
    version: '0.1.0',
    description: 'The typed client of FriendsAI',
    license: 'MIT',
    type: 'module',
    sideEffects: false,
    // What the `eventsource` package asks for.
    engines: { node: '>=22.12' },
    exports: { '.': { types: './index.d.ts', default: './index.js' } },
    dependencies: versions(),
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  cpSync(join(REPO, 'LICENSE'), join(folder, 'LICENSE'));
  const [name] = execFileSync('npm', ['pack', '--silent', '--pack-destination', destination], {
    cwd: folder,
    encoding: 'utf8',
  }).match(/\S+\.tgz/) ?? [''];
  console.log(join(destination, name));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
