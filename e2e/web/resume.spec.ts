import {
  expect,
  firstPerson,
  holdAnswer,
  killServer,
  longPast,
  register,
  test,
  transcript,
} from '../fixtures.ts';

const HIDDEN_MS = 60_000;

test('a server that is killed under an open page costs a short wait: the answer goes on where it stood', async ({
  page,
  webUrl,
}) => {
  await register(page, webUrl);
  await firstPerson(page, 'Wei');
  const hold = await holdAnswer('two boats', 5);
  await page.locator('[data-composer]').fill('Wei told me about the two boats on the river');
  await page.locator('[data-composer]').press('Enter');
  await hold.reached();
  const answer = page.getByRole('article', { name: 'Butler' });
  await expect(answer).toContainText('Noted');
  await killServer();
  await expect(answer).toContainText('Noted');
  await hold.release();
  await expect(answer).toContainText('demo model', { timeout: 30_000 });
  await expect(answer).toHaveAttribute('aria-busy', 'false');
  const live = await transcript(page);
  await page.reload();
  await expect(answer).toContainText('demo model');
  expect(await transcript(page)).toEqual(live);
});

test('a message that is sent while the server is away is kept, and goes out when it is back', async ({
  page,
  webUrl,
}) => {
  await register(page, webUrl);
  await firstPerson(page, 'Wei');
  // The server is there, but nothing gets to it.
  await page.route('**/trpc/chat.send*', (route) => route.abort());
  await page.locator('[data-composer]').fill('Wei keeps bees');
  await page.locator('[data-composer]').press('Enter');
  await expect(page.getByText('goes out when the network is back')).toBeVisible();
  // A page that is closed and opened again has it still.
  await page.reload();
  await expect(page.getByText('Wei keeps bees')).toBeVisible();
  await page.unroute('**/trpc/chat.send*');
  await expect(page.getByRole('article', { name: 'Butler' })).toContainText('Wei keeps bees', {
    timeout: 30_000,
  });
  await expect(page.getByRole('article', { name: 'You' })).toHaveCount(1);
});

test('a tab that was hidden and frozen for a minute shows the whole answer as soon as it is seen', async ({
  page,
  webUrl,
}) => {
  test.setTimeout(HIDDEN_MS + 60_000);
  await register(page, webUrl);
  await firstPerson(page, 'Wei');
  const hold = await holdAnswer('hidden', 5);
  await page.locator('[data-composer]').fill('say something hidden of Wei');
  await page.locator('[data-composer]').press('Enter');
  await hold.reached();
  await expect(page.getByRole('article', { name: 'Butler' })).toContainText('Noted');
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  await hold.release();
  await new Promise((resolve) => setTimeout(resolve, HIDDEN_MS));
  await devtools.send('Page.setWebLifecycleState', { state: 'active' });
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(page.getByRole('article', { name: 'Butler' })).toContainText('demo model');
  await expect(page.getByRole('article', { name: 'Butler' })).toHaveCount(1);
});

test('a channel with 10,000 messages opens with its newest page, and goes back page by page', async ({
  page,
  webUrl,
}) => {
  const account = await register(page, webUrl);
  await firstPerson(page, 'Wei');
  await longPast(account, 10_000);
  const pages: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('chat.history')) pages.push(request.url());
  });
  await page.reload();
  await expect(page.getByText('line 10000', { exact: true })).toBeVisible();
  await expect(page.getByText('line 10000', { exact: true })).toBeInViewport();
  expect(await page.getByRole('log').getByRole('article').count()).toBe(50);
  // The newest page; once more when the stream's snapshot came after it.
  expect(pages.length).toBeLessThanOrEqual(2);
  await page.getByRole('button', { name: 'Earlier' }).click();
  await expect(page.getByRole('article').filter({ hasText: 'line 9901' })).toBeAttached();
  expect(await page.getByRole('log').getByRole('article').count()).toBe(100);
});
