import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { openConversation, signInAsDemoUser, writeNote } from '#tests/support/app-driver.ts'
import { writeMessage } from '#tests/support/database.ts'
import { expect, test } from '#tests/support/e2e.ts'

/** What the system answers when it is asked where to save. */
const saveAt = (app: ElectronApplication, filePath: string) =>
  app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path })
  }, filePath)

/** How many windows there are, seen or not. */
const windows = (app: ElectronApplication) => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)

const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0

test('a conversation is saved as a PDF and printed, offline too; a place that takes no file is said', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(180_000)
  const maya = await office.enquiry('Maya', 'How much is it?')
  for (let n = 1; n <= 45; n++) await writeMessage(backend.sql, maya.conversationId, `Question number ${n}`)
  const rep = await office.member('sales_rep')
  await backend.sql`update leads set owner_id = ${rep.id} where id = ${maya.leadId}`
  const desk = await computer()
  const { app, window } = await desk.start()
  await signInAsDemoUser(window, rep)
  await openConversation(window, 'Maya')
  await writeNote(window, 'She wants the red one')
  desk.network.set('cut')

  await saveAt(app, join(desk.userData, 'no such folder', 'maya.pdf'))
  await window.getByLabel('Conversation with Maya').focus()
  await window.keyboard.press('Control+P')
  const dialog = window.getByRole('dialog', { name: 'Print the conversation with Maya' })
  await dialog.getByRole('button', { name: 'Save as PDF…' }).click()
  await expect(dialog.getByRole('alert')).toHaveText(/could not be saved there \(ENOENT\)/)

  const file = join(desk.userData, 'maya.pdf')
  await saveAt(app, file)
  await dialog.getByRole('button', { name: 'Save as PDF…' }).click()
  await expect(window.getByText('The conversation is saved as maya.pdf')).toBeVisible()
  await expect(dialog).toHaveCount(0)
  const short = await readFile(file)
  expect(short.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pagesOf(short)).toBeGreaterThan(1)

  // What is on the page, as the system's print dialog gets it.
  const opened = app.waitForEvent('window')
  await window.getByRole('button', { name: 'More', exact: true }).click()
  await window.getByRole('menuitem', { name: /^Print, or save as PDF/ }).click()
  await dialog.getByRole('checkbox', { name: 'With the team’s notes' }).check()
  await app.evaluate(({ BrowserWindow, app: host }) => {
    // The printer takes its time, so that the page can be read.
    const hold = (_event: unknown, created: Electron.BrowserWindow) => {
      created.webContents.print = (_options, done) => {
        Object.assign(globalThis, { printed: () => done?.(true, '') })
      }
    }
    host.once('browser-window-created', hold)
    return BrowserWindow.getAllWindows().length
  })
  await dialog.getByRole('button', { name: 'Print…' }).click()
  await expect(dialog.getByText('Laying the conversation out…')).toBeVisible()
  const isAsked = () => app.evaluate(() => 'printed' in globalThis)
  await expect.poll(isAsked).toBe(true)
  const text = await (await opened).locator('main').innerText()
  expect(text).toMatch(/^Conversation with Maya/)
  expect(text).toContain('Question number 45')
  expect(text).toContain('She wants the red one')
  await app.evaluate(() => (globalThis as unknown as { printed: () => void }).printed())
  await expect(dialog).toHaveCount(0)
  await expect.poll(() => windows(app)).toBe(1)
})
