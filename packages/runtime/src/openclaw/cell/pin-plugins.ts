import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALLOWLIST_PATH, BRIDGE_NAME } from './allowlist.ts';
import { readBridge } from './bridge-plugin.ts';
import { hashTree } from './file-tree.ts';

const bridgeDir = join(import.meta.dirname, '../../../../openclaw-plugin');
const allowlist = { plugins: { [BRIDGE_NAME]: hashTree(readBridge(bridgeDir)) }, skills: {} };
writeFileSync(ALLOWLIST_PATH, `${JSON.stringify(allowlist, null, 2)}\n`);
console.log(`pinned the plugin "${BRIDGE_NAME}" as it is: ${allowlist.plugins[BRIDGE_NAME]}`);
