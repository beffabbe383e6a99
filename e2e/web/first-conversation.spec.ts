import { expect, failNextAnswers, firstPerson, holdAnswer, register, test } from '../fixtures.ts';

test('register, add a person, send, watch the answer come, reload: it is all there', async ({
  page,
  webUrl,
}) => {
  await register(page, webUrl);
  await expect(page.getByRole('heading', { name: 'Who is on your mind?' })).toBeVisible();
  await firstPerson(page, 'Mei Lin');

  const hold = await holdAnswer('Shanghai', 6);
  const composer = page.locator('[data-composer]');
  await composer.fill('Mei is moving to Shanghai in March');
  await composer.press('Enter');
  await hold.reached();
  const answer = page.getByRole('article', { name: 'Butler' });
  await expect(answer).toHaveAttribute('aria-busy', 'true');
  await expect(answer).toContainText('Noted');
  await expect(answer).not.toContainText('demo model');
  await hold.release();
  await expect(answer).toContainText('Shanghai');
  await expect(answer).toHaveAttribute('aria-busy', 'false');
  await expect(page.getByTestId('stop')).toHaveCount(0);
  await expect(page.getByRole('link', { name: /Mei Lin/ })).toContainText('Noted');

  await page.reload();
  await expect(page.getByRole('article', { name: 'You' })).toHaveText(/Mei is moving to Shanghai in March/);
  await expect(page.getByRole('article', { name: 'Butler' })).toContainText('I am a demo model');
});

test('reload in the middle of an answer shows what had been said, and goes on', async ({ page, webUrl }) => {
  await register(page, webUrl);
  await firstPerson(page, 'Wei');
  const hold = await holdAnswer('reload', 6);
  await page.locator('[data-composer]').fill('I reload while you speak of Wei');
  await page.locator('[data-composer]').press('Enter');
  await hold.reached();
  await expect(page.getByRole('article', { name: 'Butler' })).toContainText('Noted');
  await page.reload();
  await expect(page.getByRole('article', { name: 'Butler' })).toContainText('Noted');
  await hold.release();
  await expect(page.getByRole('article', { name: 'Butler' })).toContainText('demo model');
});

test('stop keeps what was said; try again gives the whole answer', async ({ page, webUrl }) => {
  await register(page, webUrl);
  await firstPerson(page, 'Wei');
  const hold = await holdAnswer('stop here', 4);
  await page.locator('[data-composer]').fill('Please stop here with Wei');
  await page.locator('[data-composer]').press('Enter');
  await hold.reached();
  await expect(page.getByRole('article', { name: 'Butler' })).toContainText('Noted');
  await page.getByTestId('stop').click();
  await expect(page.getByText('Stopped here.')).toBeVisible();
  await expect(page.getByText('Broke off here.')).toBeVisible();
  await hold.release();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('article', { name: 'Butler' }).last()).toContainText(
    'Please stop here with Wei',
  );
});

test('a model that fails is said in place, and trying again works', async ({ page, webUrl }) => {
  await register(page, webUrl);
  await firstPerson(page, 'Wei');
  await failNextAnswers(401, 1);
  await page.locator('[data-composer]').fill('Hello Wei');
  await page.locator('[data-composer]').press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'refuses the key' })).toBeVisible();
  await expect(page.getByRole('article', { name: 'You' })).toContainText('Hello Wei');
});

test('a wrong password is said, and what was typed stays', async ({ page, webUrl }) => {
  await page.goto(`${webUrl}/sign-in`);
  await page.locator('[name=email]').fill('nobody@example.com');
  await page.locator('[name=password]').fill('not the password');
  await page.locator('button[type=submit]').click();
  await expect(page.getByRole('alert').filter({ hasText: 'do not go together' })).toBeVisible();
  await expect(page.locator('[name=email]')).toHaveValue('nobody@example.com');
});

test("another tenant's address looks like one that is not there", async ({ page, browser, webUrl }) => {
  await register(page, webUrl);
  await firstPerson(page, 'Secret Person');
  const stranger = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  await register(stranger, webUrl);
  await stranger.goto(page.url());
  await expect(stranger.getByRole('heading', { name: 'That is not here' })).toBeVisible();
  await expect(stranger.getByText('Secret Person')).toHaveCount(0);
  await stranger.context().close();
});
