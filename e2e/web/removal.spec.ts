import { expect, expectAccessible, firstPerson, register, test } from '../fixtures.ts';

test('an account is removed for good, and only by who can prove that it is theirs', async ({
  page,
  webUrl,
}) => {
  const { email, password } = await register(page, webUrl);
  await firstPerson(page, 'Mei Lin');
  await page.locator('[data-composer]').fill('half a thought');
  await page.goto(`${webUrl}/settings/data`);
  await page.getByRole('button', { name: 'Remove my account…' }).click();
  await expect(page.getByText('everybody in your people')).toBeVisible();
  await expectAccessible(page);

  await page.locator('[name=email]').fill('somebody@example.com');
  await page.locator('[name=password]').fill(password);
  await page.getByRole('button', { name: 'Remove everything for good' }).click();
  await expect(page.locator('[name=email]')).toHaveAttribute('aria-invalid', 'true');
  await page.locator('[name=email]').fill(email.toUpperCase());
  await page.locator('[name=password]').fill('not the password');
  await page.getByRole('button', { name: 'Remove everything for good' }).click();
  await expect(page.locator('[name=password]')).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page);

  await page.locator('[name=password]').fill(password);
  await page.getByRole('button', { name: 'Remove everything for good' }).click();
  await page.waitForURL('**/sign-in');
  await expect(page.getByText('Your account and all that was in it are gone.')).toBeVisible();
  expect(await page.evaluate(() => Object.values(localStorage))).not.toContain('half a thought');

  await page.locator('[name=email]').fill(email);
  await page.locator('[name=password]').fill(password);
  await page.locator('button[type=submit]').click();
  await expect(page.getByText('do not go together')).toBeVisible();
});

test('the trail says what was done, and that it is whole', async ({ page, webUrl }) => {
  await register(page, webUrl);
  await firstPerson(page, 'Mei Lin');
  await page.goto(`${webUrl}/settings/data`);
  await expect(page.getByText('added a person')).toBeVisible();
  await expect(page.getByText('opened the account')).toBeVisible();
  await page.getByRole('button', { name: 'Check that the trail is whole' }).click();
  await expect(page.getByText(/The trail is whole: \d+ entries\./)).toBeVisible();
  await expectAccessible(page);
});

test('the butler can be told to ask before it writes anything down', async ({ page, webUrl }) => {
  await register(page, webUrl);
  await page.goto(`${webUrl}/settings`);
  const ask = page.getByRole('switch', { name: 'Ask me before writing anything down' });
  await expect(ask).not.toBeChecked();
  await ask.click();
  await expect(page.getByText('The butler asks from now on.')).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(ask).toBeChecked();
  for (const place of ['/waiting', '/settings/files', '/reminders']) {
    await page.goto(webUrl + place);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('[class*=breathe]')).toHaveCount(0);
    await expectAccessible(page);
  }
});
