import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Far above what any test takes: a busy machine fails none, and one that hangs still ends.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
