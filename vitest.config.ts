import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{apps,packages}/*/src/**/*.test.{ts,tsx}'],
    globalSetup: ['packages/stack/src/testing/global-setup.ts'],
    // The gateway and PostgreSQL share the cores with the tests.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
