import { expect, firstPerson, holdAnswer, register, signIn, test } from './fixtures.ts';

test('signed in on both: what is sent on one appears and streams on the other, without a reload', async ({
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
  await firstPerson(desk, '王小美');
  await signIn(phone, h5Url, account);
  await phone.getByRole('link', { name: /王小美/ }).tap();
  await expect(phone.locator('[data-composer]')).toBeVisible();

  const hold = await holdAnswer('从电脑', 4);
  await desk.locator('[data-composer]').fill('从电脑上说一句');
  await desk.locator('[data-composer]').press('Enter');
  await hold.reached();
  await expect(phone.getByRole('article', { name: '您' })).toContainText('从电脑上说一句');
  await expect(phone.getByRole('article', { name: '管家' })).toContainText('记下');
  await expect(phone.getByRole('article', { name: '管家' })).not.toContainText('演示模型');
  await hold.release();
  await expect(phone.getByRole('article', { name: '管家' })).toContainText('演示模型');

  await phone.locator('[data-composer]').fill('再从手机上说一句');
  await phone.getByRole('button', { name: '发送' }).tap();
  await expect(desk.getByRole('article', { name: '您' }).last()).toContainText('再从手机上说一句');
  await expect(desk.getByRole('article', { name: '管家' })).toHaveCount(2);
  await expect(desk.getByRole('article', { name: '管家' }).last()).toContainText('再从手机上说一句');
  await desk.context().close();
});
