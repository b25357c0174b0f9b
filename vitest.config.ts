import { defineConfig } from 'vitest/config'

/** `unit` needs nothing but Node; `database` and `integration` start a local backend of their own. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{shared,main,preload,renderer,build}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/out/**', 'build/local-supabase/**'],
        },
      },
      {
        test: {
          name: 'database',
          include: ['tests/database/**/*.test.ts', 'build/local-supabase/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          pool: 'forks',
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          pool: 'forks',
        },
      },
    ],
  },
})
