import { test as base, type Browser } from '@playwright/test'
import { launchBrowser, openEasel, type Easel } from './draw.ts'
import { servePage, type Page } from './page-server.ts'

interface Stage {
  browser: Browser
  page: Page
  easel: Easel
}

/** A test that draws screens: the page is built and the browser started once for all of them. */
export const test = base.extend<object, { stage: Stage }>({
  stage: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from this pattern
    async ({}, use) => {
      const [page, browser] = await Promise.all([servePage(), launchBrowser()])
      await use({ page, browser, easel: await openEasel(browser, page) })
      await browser.close()
      await page.close()
    },
    { scope: 'worker', timeout: 180_000 },
  ],
})

export { expect } from '@playwright/test'
