import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { newId, TenantId } from '@friendsai/schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appendAudit } from './audit.ts';
import { createDatabase, type Database } from './database.ts';
import { tenants } from './schema/index.ts';
import { withTenant } from './tenancy.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

describe('what the sources put into a detail', () => {
  /**
   * Ids, numbers, codes and names of fields. A further key goes in here when somebody has made sure that it can hold no secret and
   * nobody's words.
   */
  const ALLOWED = [
    'contactId',
    'door',
    'errorCode',
    'fields',
    'mediaType',
    'of',
    'position',
    'runId',
    'sha256',
    'sizeBytes',
    'tool',
  ];
  const NEVER = /text|body|word|content|note|name|email|secret|token|password|hash|key/i;

  /** The arguments of every call of that function, as they are written. */
  function callsOf(name: string, source: string): { at: number; written: string }[] {
    return [...source.matchAll(new RegExp(`(?<!function )\\b${name}\\(`, 'g'))].map(({ index }) => {
      const start = index + name.length + 1;
      let [end, depth] = [start, 1];
      for (; depth > 0 && end < source.length; end += 1) {
        if (source[end] === '(') depth += 1;
        if (source[end] === ')') depth -= 1;
      }
      return { at: index, written: source.slice(start, end - 1) };
    });
  }

  /** The keys of all objects that are written there; what is spread into one must itself be written there. */
  function keysIn(written: string): string[] {
    const keys: string[] = [];
    let rest = written;
    for (let inner = /\{([^{}]*)\}/.exec(rest); inner; inner = /\{([^{}]*)\}/.exec(rest)) {
      const fields = (inner[1] ?? '').split(',').map((field) => field.split(':')[0]?.trim() ?? '');
      keys.push(...fields.filter((field) => field !== '' && !/^\.\.\.\(\w+ \? §$/.test(field)));
      rest = rest.replace(inner[0], '§');
    }
    return keys;
  }

  function detailKeys(source: string): string[] {
    return callsOf('appendAudit', source).flatMap(({ at, written }) => {
      const given = written.split(/\bdetail:/)[1];
      if (given !== undefined) return keysIn(given);
      // Passed on: then it is written where the function around this call is called.
      const around = [...source.slice(0, at).matchAll(/(?:const|function) (\w+)/g)].at(-1)?.[1];
      return around && /\bdetail\b/.test(written)
        ? callsOf(around, source).flatMap((call) => keysIn(call.written))
        : ['a detail that is not written as such'];
    });
  }

  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const sources = globSync('{packages,apps}/*/src/**/*.ts', { cwd: root })
    .filter((file) => !file.endsWith('.test.ts') && !file.startsWith('packages/db/src/'))
    .map((file) => ({ file, source: readFileSync(`${root}${file}`, 'utf8') }))
    .filter(({ source }) => source.includes('appendAudit('));

  test('is on the list of what can hold no secret and nobody’s words', () => {
    expect(sources.length).toBeGreaterThanOrEqual(7);
    for (const { file, source } of sources) {
      for (const key of detailKeys(source))
        expect(ALLOWED, `${file} writes ${key} into the audit log`).toContain(key);
    }
  });

  test('the list has no name that sounds of either', () => {
    expect(ALLOWED.filter((key) => NEVER.test(key))).toEqual([]);
  });

  test.each([
    ["appendAudit(tx, caller, { action: 'a', detail: { text } })", ['text']],
    [
      "appendAudit(tx, caller, { action: f('a'), detail: x ? { errorCode, of: y } : {} })",
      ['errorCode', 'of'],
    ],
    [
      'const audit = (tx, detail) => appendAudit(tx, { action, detail }); audit(tx, { body: said })',
      ['body'],
    ],
    ['appendAudit(tx, caller, entry)', ['a detail that is not written as such']],
    ['appendAudit(tx, caller, { detail: { ...input } })', ['...input']],
    ['appendAudit(tx, caller, { detail: { a, ...(b ? { c } : {}), d: { e } } })', ['c', 'e', 'a', 'd']],
    ['appendAudit(tx, caller, { detail: { ...(b ? input : {}) } })', ['...(b ? input']],
  ])('%s', (source, keys) => {
    expect(detailKeys(source)).toEqual(keys);
  });
});

describe('a detail with room for words or secrets is refused', () => {
  let database: TestDatabase;
  let db: Database;
  beforeAll(async () => {
    database = await testDatabase();
    db = createDatabase(database.appUrl, { maxConnections: 1 });
  });
  afterAll(async () => {
    await db.close();
    await database.close();
  });

  const append = (value: unknown) => {
    const tenantId = newId(TenantId);
    return withTenant(db, { tenantId }, async (tx) => {
      await tx.insert(tenants).values({ id: tenantId });
      const entry = {
        actor: 'a',
        action: 'message.sent',
        subject: null,
        requestId: null,
        detail: { value },
      } as const;
      await appendAudit(tx, { tenantId }, entry);
    });
  };

  test.each([
    'See you at eight',
    '昨天和小美吃饭',
    'somebody@example.com',
    'hVYnGqk3nqS4cX0m1Zx9fT2bJ7uKd8wLrQeAoPsCiD0',
    'text/plain; of=Mei',
    { name: 'Mei' },
    [['relation', 'her daughter is called Lin']],
  ])('%j', async (value) => {
    await expect(append(value)).rejects.toThrow('may hold words or secrets');
  });

  test.each([
    7,
    true,
    null,
    'RATE_LIMITED',
    newId(TenantId),
    'run.failed',
    'application/vnd.ms-excel',
    'ab'.repeat(32),
    'calendar__list_all_events_between_two_dates',
    [['relation', 'birthday']],
    [[]],
  ])('but not %j', async (value) => {
    await append(value);
  });
});
