import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Chromium is: as told, the system's, Playwright's own download, else the one that an npm package brings (Linux). */
export async function findChromium(): Promise<string> {
  const told = process.env['CHROMIUM_PATH'];
  const found = [told, ...SYSTEM, chromium.executablePath()].find((path) => path && existsSync(path));
  if (found) return found;
  if (process.platform !== 'linux') {
    throw new Error(
      'There is no Chromium here. Set CHROMIUM_PATH, or run `npx playwright install chromium`.',
    );
  }
  // Tells the package to bring the system libraries that a bare machine lacks.
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs24.x';
  const { default: packed } = await import('@sparticuz/chromium');
  return packed.executablePath();
}
