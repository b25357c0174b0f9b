import { draw } from '#tests/support/renderer-harness/draw.ts'
import { SHOTS } from '#tests/support/renderer-harness/shots.ts'
import { expect, test } from '#tests/support/renderer-harness/stage.ts'

const INBOX = SHOTS.find(({ name }) => name === 'inbox')!
const LOOK = { size: 'wide', dark: false, mode: 'plain' } as const

/** What a key opens over the list. */
const OVER_THE_LIST = {
  '?': 'the shortcuts',
  'Control+k': 'the palette',
  n: 'a new lead',
  h: 'snooze',
  p: 'priority',
  s: 'stages',
  l: 'tags',
  f: 'filters',
  v: 'views',
}

test('whatever a key opens over the list, Escape closes it and the list has the focus again', async ({ stage }) => {
  const { tab, close } = await draw(stage.browser, stage.page, INBOX, LOOK)
  const list = tab.getByRole('listbox', { name: /conversations$/ })
  await list.focus()
  for (const [key, what] of Object.entries(OVER_THE_LIST)) {
    await tab.keyboard.press(key)
    const dialog = tab.getByRole('dialog')
    await expect(dialog, what).toBeVisible()
    const holdsFocus = () => dialog.evaluate((element) => element.contains(document.activeElement))
    await expect.poll(holdsFocus, what).toBe(true)
    await tab.keyboard.press('Escape')
    await expect(dialog, what).toHaveCount(0)
    await expect(list, what).toBeFocused()
  }
  await close()
})

test('whatever a button opens, Escape closes it and the button has the focus again', async ({ stage }) => {
  const { tab, close } = await draw(stage.browser, stage.page, INBOX, LOOK)
  await tab.getByRole('option').first().click()
  await tab.getByRole('region', { name: /Conversation with/ }).waitFor()
  const names = [
    'Appearance',
    /account menu$/,
    'Keep offline',
    /^Sorted by/,
    'Keyboard shortcuts',
    /^Reply via/,
    'More',
  ]
  for (const name of names) {
    const button = tab.getByRole('button', { name, exact: true }).first()
    await button.focus()
    await tab.keyboard.press('Enter')
    const opened = tab.locator('[role=menu], [role=dialog]')
    await expect(opened, String(name)).toBeVisible()
    await tab.keyboard.press('Escape')
    await expect(opened, String(name)).toHaveCount(0)
    await expect(button, String(name)).toBeFocused()
  }
  await close()
})

test('Tab alone reaches every part of the window, and nothing on its way is without a name', async ({ stage }) => {
  const { tab, close } = await draw(stage.browser, stage.page, INBOX, LOOK)
  await tab.getByRole('option').first().click()
  await tab.getByRole('region', { name: /Conversation with/ }).waitFor()
  await tab.getByRole('button', { name: 'Inbox', exact: true }).focus()
  const parts = new Set<string>()
  for (let step = 0; step < 90; step += 1) {
    await tab.keyboard.press('Tab')
    const stop = await tab.evaluate(() => {
      const element = document.activeElement
      if (!element || element === document.body) return null
      const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : null
      const attributes = ['aria-label', 'aria-labelledby', 'placeholder'].map((key) => element.getAttribute(key))
      const names = [label, element.textContent, ...attributes]
      const part = element.closest('nav, aside, [data-region], form, [role=separator], main')
      return {
        named: names.some((name) => name?.trim()),
        html: element.outerHTML.slice(0, 200),
        part: part?.tagName ?? '',
      }
    })
    if (!stop) break
    expect(stop.named, stop.html).toBe(true)
    parts.add(stop.part)
  }
  expect([...parts]).toEqual(expect.arrayContaining(['NAV', 'ASIDE', 'MAIN']))
  await close()
})

test('a hint shows for a resting pointer, at once for the next button, and goes with Escape', async ({ stage }) => {
  const { tab, close } = await draw(stage.browser, stage.page, INBOX, LOOK)
  const hint = tab.locator('[data-tip-popup]')
  const help = tab.getByRole('button', { name: 'Keyboard shortcuts', exact: true })
  await help.hover()
  await expect(hint).toHaveText(/Keyboard shortcuts/)
  await tab.getByRole('button', { name: 'Appearance', exact: true }).hover()
  await expect(hint).toHaveText(/Appearance/)
  await tab.keyboard.press('Escape')
  await expect(hint).toHaveCount(0)
  await help.focus()
  await tab.keyboard.press('Shift+Tab')
  await tab.keyboard.press('Tab')
  await expect(hint, 'for the keyboard').toHaveText(/Keyboard shortcuts/)
  await tab.keyboard.press('Tab')
  await expect(hint).not.toHaveText(/Keyboard shortcuts/)
  await close()
})

test('a menu opened by a key has its first item at hand, by the pointer none, also when it was never opened before', async ({
  stage,
}) => {
  const { tab, close } = await draw(stage.browser, stage.page, INBOX, LOOK)
  const button = tab.getByRole('button', { name: /^Sorted by/ })
  const items = tab.getByRole('menuitemradio')
  for (const key of ['Enter', 'ArrowDown', 'Space']) {
    await button.focus()
    await tab.keyboard.press(key)
    await expect(items.first(), key).toBeFocused()
    await tab.keyboard.press('Escape')
    await expect(button, key).toBeFocused()
  }
  const other = tab.getByRole('button', { name: 'Appearance', exact: true })
  await other.click()
  await expect(tab.getByRole('menu')).toBeVisible()
  await expect(tab.getByRole('menuitemradio').first()).not.toBeFocused()
  await tab.keyboard.press('Escape')
  await expect(other).toBeFocused()
  await close()
})
