import type { Page } from '@playwright/test'
import { openConversation, row, rows, signInAsDemoUser, thread } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

const edge = (window: Page, name: string) => window.getByRole('separator', { name })
const expectWidth = (window: Page, name: string, px: number) =>
  expect(edge(window, name)).toHaveAttribute('aria-valuenow', String(px))

test('widths, the open sidebar, compact rows and high contrast are chosen once and survive a restart', async ({
  office,
  computer,
}) => {
  await office.enquiry('Anna One', 'Hello')
  const desk = await computer()
  const { app, window } = await desk.start()
  await window.setViewportSize({ width: 1600, height: 900 })
  await signInAsDemoUser(window, await office.member('manager'))
  await openConversation(window, 'Anna One')

  await edge(window, 'Width of the list').press('Home')
  await edge(window, 'Width of the lead details').press('End')
  await edge(window, 'Width of the lead details').press('ArrowRight')
  await expectWidth(window, 'Width of the list', 280)
  await expectWidth(window, 'Width of the lead details', 424)

  await window.getByRole('button', { name: 'Open the sidebar' }).click()
  await expect(window.getByRole('navigation', { name: 'Main' })).toContainText('Conflict Centre')
  for (const choice of ['Compact', 'High']) {
    await window.getByRole('button', { name: 'Appearance' }).click()
    await window.getByRole('menuitemradio', { name: choice }).click()
    await expect(window.getByRole('menu')).toHaveCount(0)
  }
  await expect(window.getByRole('button', { name: 'Appearance' })).toBeFocused()
  await expect.poll(async () => (await row(window, 'Anna One').boundingBox())?.height).toBe(42)
  await app.close()

  const again = await desk.start()
  await again.window.setViewportSize({ width: 1600, height: 900 })
  await expect(rows(again.window).first()).toBeVisible()
  await openConversation(again.window, 'Anna One')
  await expectWidth(again.window, 'Width of the list', 280)
  await expectWidth(again.window, 'Width of the lead details', 424)
  await expect(again.window.getByRole('button', { name: 'Close the sidebar' })).toBeVisible()
  await expect(again.window.locator('html')).toHaveAttribute('data-contrast', 'more')
})

test('the edge of the list is dragged and put back; the thread keeps 480 px, then the lead lies over it, then one pane is left', async ({
  office,
  computer,
}) => {
  await office.enquiry('Anna One', 'Hello')
  const { window } = await (await computer()).start()
  await window.setViewportSize({ width: 1440, height: 900 })
  await signInAsDemoUser(window, await office.member('manager'))
  await openConversation(window, 'Anna One')

  const box = (await edge(window, 'Width of the list').boundingBox())!
  await window.mouse.move(box.x + 3, 400)
  await window.mouse.down()
  await window.mouse.move(box.x + 3 + 200, 400)
  await window.mouse.up()
  await expectWidth(window, 'Width of the list', 380)
  await edge(window, 'Width of the list').dblclick()
  await expectWidth(window, 'Width of the list', 352)

  const threadWidth = async () => (await thread(window, 'Anna One').boundingBox())?.width
  const lead = window.getByRole('complementary', { name: 'Lead details' })
  await window.setViewportSize({ width: 1200, height: 900 })
  await expect.poll(threadWidth).toBeGreaterThanOrEqual(480)
  await expect(lead).toBeVisible()
  await window.setViewportSize({ width: 1199, height: 900 })
  await expect(lead).toHaveCount(0)
  await window.keyboard.press('Control+\\')
  await expect(lead).toBeVisible()
  await expect(edge(window, 'Width of the lead details')).toHaveCount(0)
  await window.setViewportSize({ width: 899, height: 900 })
  await expect(edge(window, 'Width of the list')).toHaveCount(0)
  await expect(rows(window).first()).not.toBeVisible()
})
