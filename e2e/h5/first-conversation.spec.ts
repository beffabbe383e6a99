import { expect, expectAccessible, firstPerson, holdAnswer, longPast, register, test } from '../fixtures.ts';

test('register, add a person, send, watch the answer come, reload: it is all there', async ({
  page,
  h5Url,
}) => {
  await register(page, h5Url);
  await expect(page.getByRole('heading', { name: '您在惦记谁？' })).toBeVisible();
  await firstPerson(page, '王小美');

  const hold = await holdAnswer('上海', 4);
  await page.locator('[data-composer]').fill('小美三月要搬去上海');
  await page.getByRole('button', { name: '发送' }).tap();
  await hold.reached();
  const answer = page.getByRole('article', { name: '管家' });
  await expect(answer).toContainText('记下');
  await expect(answer).not.toContainText('演示模型');
  await hold.release();
  await expect(answer).toContainText('演示模型');

  await page.reload();
  await expect(page.getByRole('article', { name: '您' })).toContainText('小美三月要搬去上海');
  await expect(page.getByRole('article', { name: '管家' })).toContainText('演示模型');
});

test('the list: found by pinyin, by letter, archived by a swipe with the way back', async ({
  page,
  h5Url,
}) => {
  await register(page, h5Url);
  await firstPerson(page, '王小美');
  await page.getByRole('link', { name: '返回' }).tap();
  await page.getByRole('button', { name: '添加联系人' }).tap();
  await page.getByRole('dialog').locator('[name=name]').fill('安娜');
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).tap();
  await page.waitForURL(/people\/.+/);
  await page.getByRole('link', { name: '返回' }).tap();

  await page.getByRole('searchbox').fill('wxm');
  await expect(page.getByRole('link', { name: /安娜/ })).toHaveCount(0);
  await expect(page.getByRole('link', { name: /王小美/ })).toBeVisible();
  await page.getByRole('searchbox').fill('');
  await page.getByRole('button', { name: '按姓名' }).tap();
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(['A', 'W']);

  const row = page.getByRole('link', { name: /安娜/ });
  const box = await row.boundingBox();
  if (!box) throw new Error('the row is not on the screen');
  const y = box.y + box.height / 2;
  const client = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x?: number) =>
    client.send('Input.dispatchTouchEvent', { type, touchPoints: x === undefined ? [] : [{ x, y }] });
  await touch('touchStart', 320);
  for (const x of [300, 260, 220]) await touch('touchMove', x);
  await touch('touchEnd');
  // After a swipe made of raw touches the emulation gives no taps any more, so the rest is clicked.
  await page.getByRole('button', { name: '归档', exact: true }).click();
  await expect(page.getByText('已将安娜归档。')).toBeVisible();
  await expect(row).toHaveCount(0);
  await page.getByRole('button', { name: '撤销' }).click();
  await expect(row).toBeVisible();
});

test('the keyboard does not hide the composer', async ({ page, h5Url }) => {
  await register(page, h5Url);
  await firstPerson(page, '王小美');
  const composer = page.locator('[data-composer]');
  await composer.focus();
  // A keyboard takes the lower part of what can be seen; the page is told so by its viewport.
  const before = page.viewportSize();
  if (!before) throw new Error('there is no viewport');
  await page.setViewportSize({ width: before.width, height: before.height - 300 });
  await expect
    .poll(async () => {
      const box = await composer.boundingBox();
      return box ? box.y + box.height : Number.POSITIVE_INFINITY;
    })
    .toBeLessThanOrEqual(before.height - 300);
  await expect(page.getByRole('navigation')).toHaveCount(0);
});

test('what was last said stays in sight when the keyboard takes its room', async ({ page, h5Url }) => {
  const account = await register(page, h5Url);
  await firstPerson(page, '王小美');
  await longPast(account, 40);
  await page.reload();
  const last = page.getByText('line 40', { exact: true });
  await expect(last).toBeInViewport();
  const before = page.viewportSize();
  if (!before) throw new Error('there is no viewport');
  await page.setViewportSize({ width: before.width, height: before.height - 300 });
  await expect(last).toBeInViewport();
});

test('it can be installed: a manifest with icons that are there', async ({ page, request, h5Url }) => {
  await page.goto(`${h5Url}/sign-in`);
  const href = await page.locator('link[rel=manifest]').getAttribute('href');
  const manifest = await (await request.get(`${h5Url}${href}`)).json();
  expect(manifest).toMatchObject({ display: 'standalone', start_url: '/people', lang: 'zh-CN' });
  expect(manifest.icons.map((icon: { purpose: string }) => icon.purpose)).toContain('maskable');
  for (const icon of manifest.icons) {
    expect((await request.get(`${h5Url}${icon.src}`)).headers()['content-type']).toBe('image/png');
  }
});

test('every touch target is at least 44 pixels in one direction and 36 in the other', async ({
  page,
  h5Url,
}) => {
  await register(page, h5Url);
  await firstPerson(page, '王小美');
  await page.getByRole('link', { name: '返回' }).tap();
  await expect(page.getByRole('link', { name: /王小美/ })).toBeVisible();
  const small = await page
    .locator('a:visible, button:visible, label:has(input):visible')
    .evaluateAll((elements) =>
      elements
        .map((element) => ({
          name: element.textContent || element.getAttribute('aria-label'),
          box: element.getBoundingClientRect(),
        }))
        .filter(({ box }) => Math.max(box.width, box.height) < 44 || Math.min(box.width, box.height) < 36)
        .map(({ name }) => name),
    );
  expect(small).toEqual([]);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every screen passes axe, ${colorScheme}`, async ({ page, h5Url }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto(`${h5Url}/sign-in`);
    await expectAccessible(page);
    await register(page, h5Url);
    await expect(page.getByRole('heading', { name: '您在惦记谁？' })).toBeVisible();
    await expectAccessible(page);
    await firstPerson(page, '王小美');
    await page.locator('[data-composer]').fill('小美爱喝茶');
    await page.getByRole('button', { name: '发送' }).tap();
    await expect(page.getByRole('article', { name: '管家' })).toContainText('演示模型');
    await expectAccessible(page);
    await page.getByRole('button', { name: '资料' }).tap();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page);
    for (const path of ['/people', '/butler', '/me']) {
      await page.goto(h5Url + path);
      await expect(page.getByRole('navigation')).toBeVisible();
      await expectAccessible(page);
    }
  });
}
