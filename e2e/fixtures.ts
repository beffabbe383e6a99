import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import postgres from 'postgres';

const setting = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`global-setup.ts has not set ${name}`);
  return value;
};

export type Account = { email: string; password: string };

/** Steers the demo model that the stack speaks with. */
const model = async (verb: string, body: object): Promise<void> => {
  const response = await fetch(`${setting('DEMO_MODEL_URL')}/control/${verb}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the demo model answered ${response.status} to ${verb}`);
};

export const test = base.extend<{ webUrl: string; h5Url: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from the pattern
  webUrl: async ({}, use) => use(setting('WEB_URL')),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from the pattern
  h5Url: async ({}, use) => use(setting('H5_URL')),
});

/**
 * Answers the next message with that text in words that do not depend on what a model makes of it, in the language of the text, and stops
 * the answer after some of them; gives what lets it go on.
 */
export async function holdAnswer(contains: string, afterPieces: number) {
  const id = randomUUID();
  const text = /\p{Script=Han}/u.test(contains)
    ? `记下了：${contains}。我是演示模型。`
    : `Noted: ${contains}. I am a demo model.`;
  await model('respond', { text, contains });
  await model('hold', { id, contains, afterPieces });
  return {
    reached: () => model('reached', { id }),
    release: () => model('release', { id }),
  };
}

export const failNextAnswers = (status: number, times: number) => model('fail', { status, times });

/** Opens an account by the form and arrives at the first question. */
export async function register(page: Page, url: string): Promise<Account> {
  const account = { email: `${randomUUID()}@example.com`, password: 'a quiet winter evening' };
  await page.goto(`${url}/sign-up`);
  await page.locator('[name=name]').fill('林晓');
  await page.locator('[name=email]').fill(account.email);
  await page.locator('[name=password]').fill(account.password);
  await page.locator('button[type=submit]').click();
  await page.waitForURL('**/people');
  return account;
}

export async function signIn(page: Page, url: string, account: Account): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.locator('[name=email]').fill(account.email);
  await page.locator('[name=password]').fill(account.password);
  await page.locator('button[type=submit]').click();
  await page.waitForURL('**/people');
}

/** Answers 'Who is on your mind?' and arrives in the conversation. */
export async function firstPerson(page: Page, name: string): Promise<void> {
  await page.locator('main [name=name]').fill(name);
  await page.locator('main button[type=submit]').click();
  await page.waitForURL(/people\/.+/);
  await expect(page.locator('[data-composer]')).toBeVisible();
}

const serverPid = () => readFileSync(join(setting('STATE_DIR'), 'pids', 'server.pid'), 'utf8');

/** Ends the server as a crash would, and waits until another one is in its place. */
export async function killServer(): Promise<void> {
  const before = serverPid();
  process.kill(Number.parseInt(before, 10), 'SIGKILL');
  await expect
    .poll(() => {
      try {
        return serverPid() !== before;
      } catch {
        return false;
      }
    })
    .toBe(true);
}

/** Puts a long past into the account's one contact, straight into the ledger. */
export async function longPast({ email }: Account, messages: number): Promise<void> {
  const sql = postgres(setting('DATABASE_URL'), { max: 1 });
  await sql.begin(async (tx) => {
    await tx`select set_config('app.sign_in_email', ${email}, true)`;
    const [user] = await tx`select tenant_id from users where email = ${email}`;
    await tx`select set_config('app.tenant_id', ${user?.['tenant_id']}, true)`;
    const [channel] = await tx`select id from channels where contact_id is not null`;
    await tx`insert into messages (tenant_id, id, channel_id, position, role, text, state, created_at)
      select ${user?.['tenant_id']}, gen_random_uuid(), ${channel?.['id']}, n,
        case when n % 2 = 1 then 'user' else 'butler' end, 'line ' || n, 'complete', now() - make_interval(mins => ${messages} - n)
      from generate_series(1, ${messages}) n`;
    await tx`update channels set last_position = ${messages} where id = ${channel?.['id']}`;
  });
  await sql.end();
}

/** What the page shows of the conversation, in order: who, and what. */
export const transcript = (page: Page): Promise<string[]> =>
  page
    .getByRole('log')
    .getByRole('article')
    .evaluateAll((articles) =>
      articles.map((article) => {
        const words = article.cloneNode(true);
        if (words instanceof Element) for (const time of words.querySelectorAll('time')) time.remove();
        return `${article.getAttribute('aria-label')}: ${words.textContent}`;
      }),
    );

/** No fault that axe can find, of any weight. */
export async function expectAccessible(page: Page): Promise<void> {
  // What is still fading in has not its own colours yet.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        (animation) =>
          animation.playState !== 'running' ||
          animation.effect?.getTiming().iterations === Number.POSITIVE_INFINITY,
      ),
  );
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(
    (violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(' | ')}`,
  );
  expect(found).toEqual([]);
}

export { expect };
