import { expect, firstPerson, register, test } from '../fixtures.ts';

test('the keys move, search, write and archive, and keep still while one writes', async ({
  page,
  webUrl,
}) => {
  await register(page, webUrl);
  await firstPerson(page, 'Anna');
  await page.getByRole('button', { name: 'Add a person' }).click();
  await page.getByRole('dialog').locator('[name=name]').fill('Bruno');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'Bruno' })).toBeVisible();

  await page.locator('h1').click();
  await page.keyboard.press('j');
  await expect(page.getByRole('heading', { name: 'Anna' })).toBeVisible();
  await page.keyboard.press('k');
  await expect(page.getByRole('heading', { name: 'Bruno' })).toBeVisible();

  await page.keyboard.press('c');
  await page.keyboard.type('jjj');
  await expect(page.locator('[data-composer]')).toHaveValue('jjj');
  await page.keyboard.press('Escape');

  await page.keyboard.press('/');
  await page.keyboard.type('ann');
  await expect(page.getByRole('link', { name: /Bruno/ })).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Anna' })).toBeVisible();

  await page.locator('h1').click();
  await page.keyboard.press('e');
  await expect(page.getByText('Anna is archived.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('link', { name: /Anna/ })).toBeVisible();

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
});

test('Enter that ends a Chinese composition does not send', async ({ page, webUrl }) => {
  await register(page, webUrl);
  await firstPerson(page, '小美');
  const composer = page.locator('[data-composer]');
  await composer.focus();
  const client = await page.context().newCDPSession(page);
  await client.send('Input.imeSetComposition', { text: 'shanghai', selectionStart: 8, selectionEnd: 8 });
  await client.send('Input.dispatchKeyEvent', {
    type: 'rawKeyDown',
    key: 'Enter',
    code: 'Enter',
    windowsVirtualKeyCode: 229,
  });
  await client.send('Input.insertText', { text: '上海' });
  await expect(composer).toHaveValue('上海');
  await expect(page.getByRole('article')).toHaveCount(0);
});

test('what one person has written is not shown to the next one on the same device', async ({
  page,
  context,
  webUrl,
}) => {
  await register(page, webUrl);
  await page.goto(`${webUrl}/journal`);
  await page.locator('[data-composer]').fill('for nobody else');
  await page.reload();
  await expect(page.locator('[data-composer]')).toHaveValue('for nobody else');
  await context.clearCookies();
  await register(page, webUrl);
  await page.goto(`${webUrl}/journal`);
  await expect(page.locator('[data-composer]')).toBeEditable();
  await expect(page.locator('[data-composer]')).toHaveValue('');
});

test('what is written and not sent stays with its channel', async ({ page, webUrl }) => {
  await register(page, webUrl);
  await firstPerson(page, 'Anna');
  await page.locator('[data-composer]').fill('half a thought');
  await page.getByRole('link', { name: 'Journal' }).click();
  await expect(page.locator('[data-composer]')).toHaveValue('');
  await page.goBack();
  await expect(page.locator('[data-composer]')).toHaveValue('half a thought');
  await page.reload();
  await expect(page.locator('[data-composer]')).toHaveValue('half a thought');
});
