import { defineConfig } from '@playwright/test'

/** Specs that draw screens in a browser alone. */
const PICTURES = ['**/screens.spec.ts', '**/visual.spec.ts']

/**
 * End-to-end specs start the built app; each of them has its own user data. Of those one runs at a time, for each brings a
 * server, an app and a browser; the pictures are drawn beside it.
 */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  snapshotPathTemplate: '{testDir}/baselines/{arg}{ext}',
  workers: 2,
  projects: [
    { name: 'app', testIgnore: PICTURES, workers: 1 },
    { name: 'pictures', testMatch: PICTURES, workers: 1 },
  ],
  timeout: 120_000,
  // What is waited for comes as soon as the machine is done with it: a slow one alone takes as long.
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: { trace: 'retain-on-failure' },
})
