import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

const Rows = z.array(z.object({ records: z.string() }));
const Records = z.record(z.string(), z.unknown());

/** Names of the plugins that a gateway has written down as installed, wherever their files lie (openclaw 2026.7). */
export function installedPlugins(stateDir: string): string[] {
  const path = join(stateDir, 'state', 'openclaw.sqlite');
  if (!existsSync(path)) return [];
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const table = db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'installed_plugin_index'").get();
    if (!table) return [];
    const rows = db.prepare('SELECT install_records_json AS records FROM installed_plugin_index').all();
    return Rows.parse(rows).flatMap(({ records }) => Object.keys(Records.parse(JSON.parse(records))));
  } finally {
    db.close();
  }
}
