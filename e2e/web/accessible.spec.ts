import { expect, expectAccessible, firstPerson, register, test } from '../fixtures.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every screen passes axe, ${colorScheme}`, async ({ page, webUrl }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const path of ['/sign-in', '/sign-up']) {
      await page.goto(webUrl + path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectAccessible(page);
    }
    await register(page, webUrl);
    await expect(page.getByRole('heading', { name: 'Who is on your mind?' })).toBeVisible();
    await expectAccessible(page);
    await firstPerson(page, 'Mei Lin');
    await page.locator('[data-composer]').fill('Mei likes **tea**');
    await page.locator('[data-composer]').press('Enter');
    await expect(page.getByRole('article', { name: 'Butler' })).toContainText('demo model');
    await page.getByRole('button', { name: 'Profile' }).click();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Edit' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page);
    await page.goto(`${webUrl}/settings`);
    await expect(page.getByText('No tokens.')).toBeVisible();
    await expectAccessible(page);
    await page.goto(`${webUrl}/nowhere`);
    await expectAccessible(page);
  });
}
