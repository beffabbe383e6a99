import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{apps,packages}/*/src/**/*.test.{ts,tsx}'],
    globalSetup: ['packages/stack/src/testing/global-setup.ts'],
    // The gateway and PostgreSQL share the cores with the tests.
    maxWorkers: 2,
    // A bound on what hangs, not on what is slow: some tests wait for a gateway to start.
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
