import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{apps,packages}/*/src/**/*.test.{ts,tsx}'],
    globalSetup: ['packages/stack/src/testing/global-setup.ts'],
    // The gateway and PostgreSQL share the cores with the tests.
    maxWorkers: 2,
    // A bound on what hangs, not on what is slow: some tests wait for gateways to start, which takes 20 s on a busy machine.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
