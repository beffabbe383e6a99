import { expect, expectAccessible, firstPerson, register, signIn, test } from '../fixtures.ts';

const TOLD = '昨天和小美吃饭，她搬到上海了，女儿三月上小学，到时候提醒我';

test('cards under the thumb: seen, taken back, nothing too small to hit', async ({ page, h5Url }) => {
  await register(page, h5Url);
  await firstPerson(page, '王小美');
  await page.locator('[data-composer]').fill(TOLD);
  await page.getByRole('button', { name: '发送' }).tap();
  const updated = page.getByRole('group', { name: /^已更新/ });
  await expect(updated).toContainText('上海');
  await expect(page.getByRole('group', { name: /^已记下/ })).toContainText('吃饭');
  await expect(page.getByRole('group', { name: /^会提醒/ })).toContainText('3月');
  await expectAccessible(page);
  const small = await page
    .getByRole('log')
    .locator('a:visible, button:visible')
    .evaluateAll((elements) =>
      elements
        .map((element) => ({ name: element.textContent, box: element.getBoundingClientRect() }))
        .filter(({ box }) => Math.max(box.width, box.height) < 44 || Math.min(box.width, box.height) < 36)
        .map(({ name }) => name),
    );
  expect(small).toEqual([]);

  await page
    .getByRole('group', { name: /^会提醒/ })
    .getByRole('button', { name: /^撤销/ })
    .tap();
  await expect(page.locator('[data-state=undone]')).toContainText('已撤回');
});

test('a question that is answered on one device is settled on the other', async ({
  page: phone,
  browser,
  webUrl,
  h5Url,
}) => {
  const desk = await (
    await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'zh-CN',
      isMobile: false,
      hasTouch: false,
    })
  ).newPage();
  const account = await register(desk, webUrl);
  await desk.goto(`${webUrl}/settings`);
  await desk.getByRole('switch').click();
  await expect(desk.getByRole('switch')).toBeChecked();
  await desk.goto(`${webUrl}/people`);
  await firstPerson(desk, '王小美');
  await signIn(phone, h5Url, account);
  await phone.getByRole('link', { name: /王小美/ }).tap();

  await phone.locator('[data-composer]').fill(TOLD);
  await phone.getByRole('button', { name: '发送' }).tap();
  await expect(phone.locator('[data-waits]')).toHaveCount(3);
  await expect(desk.locator('[data-waits]')).toHaveCount(3);
  await expectAccessible(phone);

  const asked = phone.locator('[data-waits]').filter({ hasText: '设一个提醒' });
  await asked.getByRole('button', { name: '好', exact: true }).tap();
  await expect(phone.getByRole('group', { name: /会提醒/ })).toBeVisible();
  await expect(desk.getByRole('group', { name: /会提醒/ })).toBeVisible();
  await expect(desk.locator('[data-waits]')).toHaveCount(2);

  await desk.getByRole('button', { name: '都好' }).click();
  await expect(desk.locator('[data-waits]')).toHaveCount(0);
  await expect(phone.locator('[data-waits]')).toHaveCount(0);
  await expect(phone.getByRole('group', { name: /已更新/ })).toBeVisible();
  // The butler goes on from there, and nobody sees what it was told.
  await expect(phone.getByRole('log')).not.toContainText('[FriendsAI]');
  await desk.context().close();
});
