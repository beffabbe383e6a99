import { defineConfig, devices } from '@playwright/test';
import { findChromium } from './chromium.ts';

const executablePath = await findChromium();

export default defineConfig({
  testDir: '.',
  globalSetup: './global-setup.ts',
  // The gateway, the apps and the browser share two cores.
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  retries: 0,
  forbidOnly: true,
  use: {
    browserName: 'chromium',
    video: 'off',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-dev-shm-usage',
      ],
    },
  },
  projects: [
    {
      name: 'web',
      testMatch: 'web/*.spec.ts',
      use: { viewport: { width: 1440, height: 900 }, locale: 'en-GB' },
    },
    {
      name: 'h5',
      testMatch: ['h5/*.spec.ts', '*.spec.ts'],
      testIgnore: 'web/*.spec.ts',
      // The descriptor asks for WebKit, which cannot be had here; its screen, touch and user agent are kept.
      use: {
        ...devices['iPhone 15'],
        browserName: 'chromium',
        defaultBrowserType: 'chromium',
        locale: 'zh-CN',
      },
    },
  ],
});
