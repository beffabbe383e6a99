import { expect, firstPerson, holdAnswer, register, signIn, test, transcript } from '../fixtures.ts';

test('the phone goes offline in the middle of an answer and comes back: both devices have the same', async ({
  page: phone,
  context,
  browser,
  webUrl,
  h5Url,
}) => {
  const account = await register(phone, h5Url);
  await firstPerson(phone, '王小美');
  const desk = await (
    await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'zh-CN',
      isMobile: false,
      hasTouch: false,
    })
  ).newPage();
  await signIn(desk, webUrl, account);
  await desk.getByRole('link', { name: /王小美/ }).click();

  const hold = await holdAnswer('两条船', 5);
  await phone.locator('[data-composer]').fill('小美说起河上的两条船和一把丢了的伞');
  await phone.getByRole('button', { name: '发送' }).tap();
  await hold.reached();
  await expect(phone.getByRole('article', { name: '管家' })).toContainText('记下');
  await context.setOffline(true);
  await hold.release();
  await expect(desk.getByRole('article', { name: '管家' })).toContainText('演示模型');
  await expect(phone.getByRole('article', { name: '管家' })).not.toContainText('演示模型');
  await expect(phone.getByText('您现在离线')).toBeVisible();

  // What is written meanwhile is kept on the phone, in its order.
  for (const words of ['第一句离线的话', '第二句离线的话']) {
    await phone.locator('[data-composer]').fill(words);
    await phone.getByRole('button', { name: '发送' }).tap();
  }
  await expect(phone.getByText('联网后自动发出')).toHaveCount(2);
  await context.setOffline(false);
  await expect(phone.getByRole('article', { name: '管家' })).toHaveCount(3, { timeout: 30_000 });
  await expect(phone.getByRole('article', { name: '您' })).toHaveText([/两条船/, /第一句/, /第二句/]);
  await expect(desk.getByRole('article', { name: '管家' })).toHaveCount(3);
  for (const device of [phone, desk]) {
    await expect(device.getByRole('article', { name: '管家' }).last()).toHaveAttribute('aria-busy', 'false');
  }
  expect(await transcript(phone)).toEqual(await transcript(desk));

  // An answer that nobody looks at is counted, on the device that shows the list, until another one has read it.
  await phone.goto(`${h5Url}/people`);
  await desk.goto(`${webUrl}/journal`);
  await expect(phone.getByRole('link', { name: /王小美/ })).toBeVisible();
  await expect(phone.getByText('1 条未读')).toHaveCount(0);
  const later = await holdAnswer('晚点再看', 2);
  await desk.goto(`${webUrl}/people`);
  await desk.getByRole('link', { name: /王小美/ }).click();
  await desk.locator('[data-composer]').fill('晚点再看');
  await desk.locator('[data-composer]').press('Enter');
  await later.reached();
  await desk.getByRole('link', { name: '手账' }).click();
  await later.release();
  await expect(phone.getByText('1 条未读')).toBeAttached();
  await desk.goto(`${webUrl}/people`);
  await desk.getByRole('link', { name: /王小美/ }).click();
  await expect(phone.getByText('1 条未读')).toHaveCount(0);
  await desk.context().close();
});

test('a browser without event streams gets its answers by a streaming fetch', async ({ page, h5Url }) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'EventSource'));
  const polls: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('events.poll') && !request.url().includes('waitMs%22%3A0'))
      polls.push(request.url());
  });
  await register(page, h5Url);
  await firstPerson(page, '王小美');
  await expect(page.getByText('正在连接')).toHaveCount(0, { timeout: 30_000 });
  await page.locator('[data-composer]').fill('用另一条路');
  await page.getByRole('button', { name: '发送' }).tap();
  await expect(page.getByRole('article', { name: '管家' })).toContainText('演示模型', { timeout: 30_000 });
  expect(await page.evaluate(() => sessionStorage.getItem('friendsai-stream'))).toBe('fetch');
  expect(polls).toEqual([]);
});

test('behind something that lets no stream through, answers come by polling', async ({ page, h5Url }) => {
  // It takes the request and never passes on a byte.
  await page.route('**/trpc/events.subscribe*', () => new Promise(() => {}));
  await register(page, h5Url);
  await firstPerson(page, '王小美');
  await expect
    .poll(() => page.evaluate(() => sessionStorage.getItem('friendsai-stream')), { timeout: 40_000 })
    .toBe('poll');
  const hold = await holdAnswer('慢慢问', 5);
  await page.locator('[data-composer]').fill('慢慢问也行');
  await page.getByRole('button', { name: '发送' }).tap();
  await hold.reached();
  await expect(page.getByRole('article', { name: '管家' })).toContainText('记下');
  await hold.release();
  await expect(page.getByRole('article', { name: '管家' })).toContainText('演示模型');
});
