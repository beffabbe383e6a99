import { expect, expectAccessible, register, test } from '../fixtures.ts';

test('on a phone: a note is written, found, changed and deleted', async ({ page, h5Url }) => {
  await register(page, h5Url);
  await page.goto(`${h5Url}/me`);
  await page.getByRole('link', { name: '记忆' }).tap();
  await expect(page.getByText('这里还是空的。')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('link', { name: '新写一则' }).tap();
  await page.getByLabel('名称').fill('忌口');
  await page.getByLabel('内容').fill('小姨对**芒果**过敏');
  await page.getByRole('button', { name: '保存' }).tap();
  await expect(page.getByRole('heading', { name: '忌口' })).toBeVisible();
  await expect(page.locator('[data-streamdown=strong]', { hasText: '芒果' })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: '修改' }).tap();
  await page.getByLabel('内容').fill('小姨什么都吃');
  await page.getByRole('button', { name: '保存' }).tap();
  await expect(page.getByRole('article')).toContainText('小姨什么都吃');

  await page.getByRole('link', { name: '返回' }).tap();
  await page.getByRole('searchbox').fill('小姨');
  await expect(page.getByRole('link', { name: /忌口/ }).locator('mark')).toHaveText('小姨');
  await page.getByRole('link', { name: /忌口/ }).tap();
  await page.getByRole('button', { name: '删除' }).tap();
  await page.getByRole('group').getByRole('button', { name: '删除' }).tap();
  await expect(page.getByText('这里还是空的。')).toBeVisible();
});

test('every place behind one’s own passes axe, and its targets are large enough for a thumb', async ({
  page,
  h5Url,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await register(page, h5Url);
  for (const place of ['', '/memory', '/memory/new', '/files', '/reminders', '/waiting', '/data']) {
    await page.goto(`${h5Url}/me${place}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
    await expect(page.locator('[class*=breathe]')).toHaveCount(0);
    await expectAccessible(page);
    const small = await page
      .getByRole('main')
      .locator('button, a, input:not([aria-hidden])')
      .evaluateAll((targets) =>
        targets
          .filter((target) => target.getClientRects().length > 0)
          // A field within a label is as large as the label.
          .map((target) => ({ target, box: (target.closest('label') ?? target).getBoundingClientRect() }))
          .filter(({ box }) => box.height < 43.5)
          .map(({ target }) => target.outerHTML.slice(0, 120)),
      );
    // A choice of a few stands in a row that is as tall as a thumb.
    expect(small.filter((html) => !html.includes('aria-pressed'))).toEqual([]);
  }
});
