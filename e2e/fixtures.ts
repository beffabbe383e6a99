import { randomUUID } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';

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

/** Stops the next answer to a message with that text after some words; gives what lets it go on. */
export async function holdAnswer(contains: string, afterPieces: number) {
  const id = randomUUID();
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
