import { expect, expectAccessible, firstPerson, register, test } from '../fixtures.ts';

const TOLD = 'Had lunch with Mei, she moved to Shanghai, her daughter starts school in March, remind me';

test('what is told becomes cards at once; each can be taken back, and what was before is there again', async ({
  page,
  webUrl,
}) => {
  await register(page, webUrl);
  await firstPerson(page, 'Mei Lin');
  await page.locator('[data-composer]').fill(TOLD);
  await page.locator('[data-composer]').press('Enter');
  const noted = page.getByRole('group', { name: /^Noted/ });
  const updated = page.getByRole('group', { name: /^Updated/ });
  const reminder = page.getByRole('group', { name: /^Will remind/ });
  await expect(noted).toContainText('meal');
  await expect(updated).toContainText('Shanghai');
  await expect(updated).toContainText('daughter');
  await expect(reminder).toContainText(/Mar/);
  await expectAccessible(page);

  await updated.getByRole('button', { name: 'Undo: lives in' }).click();
  await expect(updated).toContainText('taken back');
  await reminder.getByRole('button', { name: /^Undo/ }).click();
  await expect(page.locator('[data-state=undone]')).toContainText(/Will remind.*taken back/);
  await expectAccessible(page);

  await page.reload();
  await expect(page.locator('[data-state=undone]')).toContainText('taken back');
  await page.getByRole('button', { name: 'Profile' }).click();
  const profile = page.getByRole('complementary', { name: /profile/ });
  await expect(profile).toContainText('school');
  await expect(profile.getByRole('term').filter({ hasText: 'Lives in' })).toHaveCount(0);
});

test('once more is said the cards are one quiet line each, which opens and leads to the words', async ({
  page,
  webUrl,
}) => {
  await register(page, webUrl);
  await firstPerson(page, 'Mei Lin');
  await page.locator('[data-composer]').fill('Mei likes jasmine tea');
  await page.locator('[data-composer]').press('Enter');
  await expect(page.getByRole('group', { name: /^Updated/ })).toContainText('jasmine tea');
  await page.locator('[data-composer]').fill('Thank you');
  await page.locator('[data-composer]').press('Enter');
  const line = page.getByRole('group', { name: /^Updated/ }).getByRole('button', { name: /^Updated/ });
  await expect(line).toHaveAttribute('aria-expanded', 'false');
  await line.press('Enter');
  await expect(line).toHaveAttribute('aria-expanded', 'true');
  await page.getByRole('link', { name: /^Go to your words/ }).press('Enter');
  await expect(page.getByRole('article', { name: 'You' }).first()).toBeFocused();
});

test('several questions: one is changed, one is refused with a reason, and the keyboard is enough', async ({
  page,
  webUrl,
}) => {
  await register(page, webUrl);
  await page.goto(`${webUrl}/settings`);
  await page.getByRole('switch').click();
  await expect(page.getByRole('switch')).toBeChecked();
  await page.goto(`${webUrl}/people`);
  await firstPerson(page, 'Mei Lin');
  await page.locator('[data-composer]').fill(TOLD);
  await page.locator('[data-composer]').press('Enter');
  const questions = page.locator('[data-waits]');
  await expect(questions).toHaveCount(3);
  await expect(page.getByRole('button', { name: '3 things wait for you' })).toBeVisible();
  await expectAccessible(page);

  const reminder = questions.filter({ hasText: 'set a reminder' });
  await reminder.getByRole('button', { name: 'Change' }).press('Enter');
  const text = reminder.getByLabel('text', { exact: true });
  await text.fill('nothing of the kind');
  await text.press('Escape');
  await expect(reminder.getByRole('button', { name: 'Change' })).toBeFocused();
  await page.keyboard.press('Enter');
  await text.fill('call her about the school');
  await text.press('Enter');
  await expect(page.getByRole('group', { name: /^(You said yes · )?Will remind/ })).toContainText(
    'call her about the school',
  );

  const meal = questions.filter({ hasText: 'note it down' });
  await meal.getByRole('button', { name: 'No', exact: true }).press('Enter');
  await page.keyboard.type('it was a dinner');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-state=rejected]')).toContainText('You said no');
  await expect(page.locator('[data-state=rejected]')).toContainText('it was a dinner');
  await expect(page.locator('[data-state=rejected]')).toBeFocused();
  await expectAccessible(page);
});

test('a file goes with the message and is there after a reload; one that is not taken says why', async ({
  page,
  webUrl,
}) => {
  await register(page, webUrl);
  await firstPerson(page, 'Mei Lin');
  const files = page.locator('input[type=file]').first();
  await files.setInputFiles([
    { name: 'list.txt', mimeType: 'text/plain', buffer: Buffer.from('tea\nbread\n') },
    {
      name: 'program.exe',
      mimeType: 'application/x-msdownload',
      buffer: Buffer.from('MZ\u0090\u0000 program'),
    },
  ]);
  await expect(page.locator('[data-upload=done]')).toContainText('list.txt');
  await expect(page.locator('[data-upload=failed]')).toContainText('not taken');
  await page.locator('[data-composer]').fill('Here is the list');
  await expect(page.getByRole('button', { name: 'Send' })).toBeDisabled();
  await page.getByRole('button', { name: 'Remove program.exe' }).click();
  await page.locator('[data-composer]').press('Enter');
  await expect(page.getByRole('article', { name: 'You' })).toContainText('list.txt');
  await page.reload();
  const link = page.getByRole('link', { name: 'Open list.txt' });
  await expect(link).toBeVisible();
  const address = await link.getAttribute('href');
  expect(await (await page.request.get(address ?? '')).text()).toBe('tea\nbread\n');
  await expectAccessible(page);
});
