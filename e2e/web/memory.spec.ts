import { type Account, expect, expectAccessible, firstPerson, register, signIn, test } from '../fixtures.ts';

test('a note is written, found by its words, changed and deleted', async ({ page, webUrl }) => {
  await register(page, webUrl);
  await page.goto(`${webUrl}/settings/memory`);
  await expect(page.getByText('Nothing is kept here yet.')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('link', { name: 'New note' }).click();
  await page.getByLabel('Name').fill('House rules');
  await page.getByLabel('What it says').fill('# Gifts\n\nAunt Lan is allergic to **mangoes**');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'House rules' })).toBeVisible();
  await expect(page.getByText('Written by you, Today')).toBeVisible();
  // It is shown as what it means.
  await expect(page.locator('[data-streamdown=strong]', { hasText: 'mangoes' })).toBeVisible();
  await expectAccessible(page);

  const search = page.getByRole('searchbox', { name: 'Search the memory' });
  await search.fill('zebra');
  await expect(page.getByText('Nothing about “zebra”.')).toBeVisible();
  await search.fill('mango');
  await expect(page.getByRole('link', { name: /House rules/ }).locator('mark')).toHaveText('mango');

  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('What it says').fill('Aunt Lan eats everything now');
  // What is not saved outlives the page.
  await page.reload();
  await expect(page.getByLabel('What it says')).toHaveValue('Aunt Lan eats everything now');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('article')).toContainText('Aunt Lan eats everything now');

  await page.getByRole('button', { name: 'Delete' }).click();
  const question = page.getByRole('group', { name: /Delete “House rules”\?/ });
  await expect(question.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('“House rules” is deleted.')).toBeVisible();
  await expect(page.getByText('Nothing is kept here yet.')).toBeVisible();
});

test('what another device wrote meanwhile is shown, and the person chooses', async ({
  page,
  browser,
  webUrl,
}) => {
  const account: Account = await register(page, webUrl);
  await page.goto(`${webUrl}/settings/memory/new`);
  await page.getByLabel('Name').fill('Tea');
  await page.getByLabel('What it says').fill('green');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'Tea' })).toBeVisible();
  const address = page.url();

  const other = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  await signIn(other, webUrl, account);
  await other.goto(address);
  await other.getByRole('button', { name: 'Edit' }).click();
  await other.getByLabel('What it says').fill('black');

  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('What it says').fill('oolong');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('article')).toContainText('oolong');

  await other.getByRole('button', { name: 'Save', exact: true }).click();
  const alert = other.getByRole('alert').filter({ hasText: 'changed while you were writing' });
  await expect(alert).toContainText('oolong');
  await expect(other.getByLabel('What it says')).toHaveValue('black');
  await expectAccessible(other);
  await other.getByRole('button', { name: 'Save mine over it' }).click();
  await expect(other.getByRole('article')).toContainText('black');
  // The first one hears of it without a reload.
  await expect(page.getByRole('article')).toContainText('black');
  await other.context().close();
});

test('a second note of the same name is refused beside the name', async ({ page, webUrl }) => {
  await register(page, webUrl);
  for (const name of ['Tea', 'ＴＥＡ']) {
    await page.goto(`${webUrl}/settings/memory/new`);
    await page.getByLabel('Name').fill(name);
    await page.getByRole('button', { name: 'Save' }).click();
    if (name === 'Tea') await expect(page.getByRole('heading', { name: 'Tea' })).toBeVisible();
  }
  await expect(page.getByText('Another note has this name.')).toBeVisible();
  await expectAccessible(page);
});

test('a reminder is added to a person, moved, done and brought back', async ({ page, webUrl }) => {
  await register(page, webUrl);
  await firstPerson(page, 'Mei Lin');
  await page.getByRole('button', { name: 'Profile' }).click();
  await page.getByRole('button', { name: 'Add a reminder' }).click();
  await page.getByLabel('Remind me to').fill('call Mei');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Done: call Mei' })).toBeVisible();
  await expectAccessible(page);

  await page.goto(`${webUrl}/reminders`);
  await expect(page.getByRole('link', { name: 'Mei Lin' })).toBeVisible();
  await page.getByRole('button', { name: 'Move or delete: call Mei' }).click();
  await expectAccessible(page);
  await page.getByLabel('Another day').fill('2099-03-01');
  await page.getByLabel('Another day').blur();
  await expect(page.locator('time[datetime="2099-03-01"]')).toBeVisible();
  await page.getByRole('button', { name: 'Done: call Mei' }).click();
  await expect(page.getByText('Nothing to be reminded of.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Done: call Mei' })).toBeVisible();
});
