/**
 * Walks through the inbox by keyboard in real Chromium, against the fixture bridge, and ends with 1 at the first step that
 * does not hold. No data leaves the page; the end-to-end specs cover the same keys against the real main process.
 *
 *     node tests/support/renderer-harness/walk.ts
 */
import { expect, type Browser, type Page } from '@playwright/test'
import { launchBrowser } from './draw.ts'
import { servePage, type Page as Served } from './page-server.ts'

async function openInbox(browser: Browser, page: Served, width: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 800 } })
  await context.addInitScript(page.fixture)
  const tab = await context.newPage()
  await tab.goto(page.url)
  await tab.getByRole('option').first().waitFor()
  return tab
}

const list = (tab: Page) => tab.getByRole('listbox')
const thread = (tab: Page, name: RegExp) => tab.getByRole('region', { name })
const composer = (tab: Page) => tab.getByRole('textbox')
const splitTab = (tab: Page, name: RegExp) => tab.getByRole('tablist', { name: 'Splits' }).getByRole('tab', { name })

async function press(tab: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await tab.keyboard.press(key)
}

async function movesAndOpens(tab: Page): Promise<void> {
  await expect(list(tab)).toBeFocused()
  await press(tab, 'j', 'j', 'k')
  await expect(list(tab)).toHaveAttribute('aria-activedescendant', /1$/)
  await press(tab, 'Enter')
  await expect(thread(tab, /Jürgen/)).toBeFocused()
}

async function keepsDraftsApart(tab: Page): Promise<void> {
  await press(tab, 'r')
  await expect(composer(tab)).toBeFocused()
  await tab.keyboard.type('jkerm hello')
  await expect(composer(tab)).toHaveValue('jkerm hello')
  await press(tab, 'Escape', 'j')
  await expect(thread(tab, /سارة/)).toBeFocused()
  await expect(composer(tab)).toHaveValue('')
  await press(tab, 'k')
  await expect(composer(tab)).toHaveValue('jkerm hello')
}

async function sends(tab: Page): Promise<void> {
  await press(tab, 'r', 'Control+Enter')
  await expect(composer(tab)).toHaveValue('')
  await expect(thread(tab, /Jürgen/).getByText('jkerm hello')).toBeInViewport()
  await expect(tab.getByRole('option').first()).toHaveAccessibleName(/^Jürgen.*Saved here$/)
}

async function returnsToTheRow(tab: Page): Promise<void> {
  await press(tab, 'Escape', 'Escape')
  await expect(list(tab)).toBeFocused()
  await expect(thread(tab, /Jürgen/)).toBeVisible()
  await press(tab, 'm')
  await expect(composer(tab)).toBeFocused()
  await expect(tab.getByRole('tab', { name: 'Note' })).toHaveAttribute('aria-selected', 'true')
  await press(tab, 'Escape')
}

async function finishesAndUndoes(tab: Page): Promise<void> {
  await press(tab, 'e')
  await expect(thread(tab, /Amelia/)).toBeVisible()
  await tab.getByRole('button', { name: 'Undo' }).click()
  await expect(thread(tab, /Jürgen/)).toBeFocused()
}

async function turnsSplits(tab: Page): Promise<void> {
  await press(tab, ']')
  await expect(splitTab(tab, /^Mine/)).toHaveAttribute('aria-selected', 'true')
  await press(tab, '[', '[')
  await expect(splitTab(tab, /^Waiting/)).toHaveAttribute('aria-selected', 'true')
  await press(tab, '?')
  await tab.getByRole('dialog').waitFor()
  await press(tab, 'Escape')
  await expect(tab.getByRole('dialog')).toBeHidden()
  await expect(thread(tab, /Jürgen/)).toBeFocused()
}

async function worksInOnePane(tab: Page): Promise<void> {
  await press(tab, 'j', 'Enter')
  await expect(thread(tab, /Conversation/)).toBeFocused()
  await press(tab, 'Escape')
  await expect(list(tab)).toBeFocused()
  await expect(tab.getByRole('option').first()).toBeVisible()
}

const page = await servePage()
const browser = await launchBrowser()
try {
  const wide = await openInbox(browser, page, 1440)
  for (const step of [movesAndOpens, keepsDraftsApart, sends, returnsToTheRow, finishesAndUndoes, turnsSplits]) {
    await step(wide)
    console.log(`holds: ${step.name}`)
  }
  await worksInOnePane(await openInbox(browser, page, 700))
  console.log(`holds: ${worksInOnePane.name}`)
} finally {
  await browser.close()
  await page.close()
}
