import type { ElectronApplication } from '@playwright/test'
import { writeMessage } from '#tests/support/database.ts'
import { rows, signInAsDemoUser, thread } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

/** From here on the app's clock can be put forward. Before sign-in: replication takes the clock then. */
async function holdClock(app: ElectronApplication): Promise<(ms: number) => Promise<unknown>> {
  await app.evaluate(() => {
    const clock = Date.now
    const clocks = globalThis as unknown as { aheadMs: number }
    clocks.aheadMs = 0
    Date.now = () => clock() + clocks.aheadMs
  })
  return (ms) =>
    app.evaluate((_electron, ahead) => ((globalThis as unknown as { aheadMs: number }).aheadMs = ahead), ms)
}

test('after an absence the digest tells what happened, is walked by keyboard, and once dismissed stays away', async ({
  backend,
  office,
  computer,
}) => {
  const rep = await office.member('sales_rep')
  const mine = await office.enquiry('Mia Keller', 'Is it still there?', rep.id)
  const other = await office.enquiry('Noah Brandt', 'Hello?', rep.id)
  const desk = await computer()
  let { app, window } = await desk.start()
  const putForward = await holdClock(app)
  await signInAsDemoUser(window, rep)
  await expect(window.getByRole('region', { name: 'While you were away' })).toHaveCount(0)

  desk.network.set('cut')
  await expect(window.getByRole('button', { name: /Offline since/ })).toBeVisible({ timeout: 30_000 })
  await writeMessage(backend.sql, mine.conversationId, 'I would take it on Friday.')
  await backend.sql`update conversations set status = 'closed' where id = ${other.conversationId}`
  await putForward(20 * 60_000)
  desk.network.set('up')
  const banner = window.getByRole('region', { name: 'While you were away' })
  await expect(banner).toContainText('1 new message · 1 done by others', { timeout: 60_000 })

  await banner.getByRole('button', { name: 'Walk through' }).click()
  const happened = window.getByRole('listbox', { name: 'What happened' })
  await expect(happened).toBeFocused()
  await expect(happened.getByRole('option', { selected: true })).toContainText('Mia Keller')
  await window.keyboard.press('j')
  await expect(happened.getByRole('option', { selected: true })).toContainText('Noah Brandt')
  await window.keyboard.press('k')
  await window.keyboard.press('Enter')
  await expect(thread(window, 'Mia Keller')).toBeFocused()

  await app.close()
  ;({ app, window } = await desk.start())
  await expect(rows(window).first()).toBeVisible()
  const again = window.getByRole('region', { name: 'While you were away' })
  await again.getByRole('button', { name: 'Dismiss' }).click()
  await expect(again).toHaveCount(0)
  await expect(window.getByRole('listbox')).toBeFocused()
  await app.close()
  ;({ window } = await desk.start())
  await expect(rows(window).first()).toBeVisible()
  await expect(window.getByRole('button', { name: 'All changes saved' })).toBeVisible()
  await expect(window.getByRole('region', { name: 'While you were away' })).toHaveCount(0)
})
