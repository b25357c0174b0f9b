import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { row, signInAsDemoUser, thread } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'
import { clickNotification, clickTray, titles, tray } from '#tests/support/shown-desktop.ts'

test('the system is told to start the app at login, and hidden it has no window, tells of a hot lead and opens for it', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(180_000)
  const maya = await office.enquiry('Maya', 'How much is it?')
  const rep = await office.member('sales_rep')
  await backend.sql`update leads set owner_id = ${rep.id} where id = ${maya.leadId}`
  const desk = await computer()
  const { app, window } = await desk.start()
  await signInAsDemoUser(window, rep)
  const entry = () => readFile(join(desk.configFolder, 'autostart/leadline.desktop'), 'utf8').catch(() => null)

  await window.keyboard.press('Control+,')
  const settings = window.getByRole('dialog', { name: 'Settings' })
  await settings.getByRole('searchbox', { name: 'Search settings' }).fill('autostart')
  await settings.getByRole('checkbox', { name: 'Start when I sign in to this computer' }).check()
  await expect.poll(entry).toMatch(/^Exec="[^"]+" "[^"]+"$/m)
  await settings.getByRole('checkbox', { name: 'Then stay in the tray' }).check()
  await expect.poll(entry).toMatch(/^Exec=.* "--hidden"$/m)
  await app.close()

  const hidden = await desk.startHidden()
  const windows = () => hidden.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)
  await expect.poll(async () => (await tray(hidden)).toolTip).toMatch(/^Leadline · 1 conversation unread/)
  expect(await windows()).toBe(0)
  await backend.sql`update leads set lead_score = 91 where id = ${maya.leadId}`
  await expect.poll(() => titles(hidden)).toEqual(['Hot lead: Maya'])
  expect(await windows()).toBe(0)
  const opened = hidden.waitForEvent('window')
  await clickNotification(hidden, -1)
  await expect(thread(await opened, 'Maya')).toBeVisible()
  await hidden.close()

  const again = await desk.startHidden()
  await expect.poll(async () => (await tray(again)).toolTip).toMatch(/1 hot lead/)
  const fromTray = again.waitForEvent('window')
  await clickTray(again, 'Open Leadline')
  const shown = await fromTray
  await expect(row(shown, 'Maya')).toBeVisible()
  await shown.keyboard.press('Control+,')
  await shown.getByRole('searchbox', { name: 'Search settings' }).fill('autostart')
  await shown.getByRole('checkbox', { name: 'Start when I sign in to this computer' }).uncheck()
  await expect.poll(entry).toBe(null)
})
