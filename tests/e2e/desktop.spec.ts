import type { ElectronApplication } from '@playwright/test'
import {
  composer,
  countConversations,
  draftOf,
  openConversation,
  signInAsDemoUser,
  thread,
} from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'
import { clickTray, notifications, titles } from '#tests/support/shown-desktop.ts'

test('settings are found by a word, hold at once and after a restart; in quiet hours nothing is told until they end', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(240_000)
  const maya = await office.enquiry('Maya', 'How much is it?')
  const rep = await office.member('sales_rep')
  await backend.sql`update leads set owner_id = ${rep.id} where id = ${maya.leadId}`
  const desk = await computer()
  const { app, window } = await desk.start()
  await signInAsDemoUser(window, rep)

  await window.keyboard.press('Control+,')
  const settings = window.getByRole('dialog', { name: 'Settings' })
  const search = settings.getByRole('searchbox', { name: 'Search settings' })
  await expect(search).toBeFocused()
  await settings.getByRole('button', { name: 'Send a test notification' }).click()
  await expect(settings.getByText(/^The system has shown it/)).toBeVisible()
  expect(await titles(app)).toEqual(['Leadline can reach you'])

  await settings.getByLabel('A customer writes: Your conversations, sound').uncheck()
  await search.fill('quiet')
  await expect(settings.getByText('Zoom')).toHaveCount(0)
  await settings.getByRole('checkbox', { name: 'Quiet hours' }).check()
  // All of the day but the hour twelve hours from now: it is quiet whatever the clock says.
  const later = (hours: number) => `${String((new Date().getHours() + hours) % 24).padStart(2, '0')}:00`
  await settings.getByLabel('Quiet from').fill(later(13))
  await settings.getByLabel('Quiet until').fill(later(12))
  await search.fill('zoom')
  await settings.getByLabel('Zoom').selectOption('120 %')
  await window.keyboard.press('Escape')
  const zoom = (host: ElectronApplication) =>
    host.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.getZoomLevel())
  await expect.poll(() => zoom(app)).toBe(1)

  await office.writes(maya.conversationId, 'Is anybody there?')
  await expect(window.getByRole('option', { name: /Is anybody there/ })).toBeVisible()
  expect(await titles(app)).toHaveLength(1)
  await app.close()

  const again = await desk.start()
  await countConversations(again.window)
  await expect.poll(() => zoom(again.app)).toBe(1)
  await office.writes(maya.conversationId, 'Hello?')
  await expect(again.window.getByRole('option', { name: /Hello\?/ })).toBeVisible()
  expect(await titles(again.app)).toEqual([])
  await again.window.keyboard.press('Control+,')
  await again.window.getByRole('searchbox', { name: 'Search settings' }).fill('quiet')
  await again.window.getByRole('checkbox', { name: 'Quiet hours' }).uncheck()
  // Also what came before the restart.
  await expect
    .poll(() => notifications(again.app))
    .toMatchObject([{ title: 'Maya · 2 new messages', body: 'Hello?', silent: true }])
})

test('a link opens what it names and nothing else; a page loaded anew comes back with its conversation and draft', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(180_000)
  const maya = await office.enquiry('Maya', 'How much is it?')
  const paul = await office.enquiry('Paul', 'Hello')
  const rep = await office.member('sales_rep')
  await backend.sql`update leads set owner_id = ${rep.id} where organization_id = ${office.organization.id}`
  const { app, window } = await (await computer()).start()
  await signInAsDemoUser(window, rep)
  const follow = (link: string) =>
    app.evaluate(({ app: host }, arg) => void host.emit('second-instance', {}, ['leadline', arg], '/'), link)

  await follow(`leadline://conversation/${maya.conversationId}`)
  await expect(thread(window, 'Maya')).toBeVisible()
  await follow(`leadline://lead/${paul.leadId}`)
  await expect(thread(window, 'Paul')).toBeVisible()
  await follow(`leadline://lead/${maya.leadId}?then=delete`)
  await follow(`leadline://message/${paul.leadId}`)
  await expect(window.getByText('This is not on this computer, or not yours to see.')).toBeVisible()
  await expect(thread(window, 'Paul')).toBeVisible()

  await openConversation(window, 'Maya')
  await composer(window).fill('Half a sentence')
  await expect.poll(() => draftOf(window, maya.conversationId)).toBe('Half a sentence')
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.reload())
  await expect(thread(window, 'Maya')).toBeVisible()
  await expect(composer(window)).toHaveText('Half a sentence')
})

test('the shortcut and the tray begin a note from anywhere', async ({ backend, office, computer }) => {
  test.setTimeout(120_000)
  const maya = await office.enquiry('Maya', 'How much is it?')
  const rep = await office.member('sales_rep')
  await backend.sql`update leads set owner_id = ${rep.id} where id = ${maya.leadId}`
  const { app, window } = await (await computer()).start()
  await signInAsDemoUser(window, rep)
  await openConversation(window, 'Maya')
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.hide())
  await clickTray(app, 'Quick note…')
  const dialog = window.getByRole('dialog', { name: 'New note' })
  await expect(dialog.getByRole('textbox', { name: 'Note' })).toBeFocused()
  await expect(dialog.getByText('Maya')).toBeVisible()
  const isRegistered = () => app.evaluate(({ globalShortcut }) => globalShortcut.isRegistered('CommandOrControl+Alt+N'))
  await expect.poll(isRegistered).toBe(true)
})

test('a misspelt word is replaced from its menu, in the languages that the rep has chosen', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(120_000)
  const maya = await office.enquiry('Maya', 'How much is it?')
  const rep = await office.member('sales_rep')
  await backend.sql`update leads set owner_id = ${rep.id} where id = ${maya.leadId}`
  const { app, window } = await (await computer()).start()
  await signInAsDemoUser(window, rep)
  const languages = () => app.evaluate(({ session }) => session.defaultSession.getSpellCheckerLanguages())

  await window.keyboard.press('Control+,')
  const settings = window.getByRole('dialog', { name: 'Settings' })
  await settings.getByRole('searchbox', { name: 'Search settings' }).fill('spelling')
  await settings.getByLabel('Spelling language', { exact: true }).selectOption('German')
  await settings.getByLabel('Second spelling language').selectOption('British English')
  await expect.poll(languages).toEqual(['de', 'en-GB'])
  await settings.getByLabel('Spelling language', { exact: true }).selectOption('The system’s')
  await expect.poll(languages).not.toContain('de')
  await window.keyboard.press('Escape')

  await openConversation(window, 'Maya')
  await composer(window).fill('Helo')
  await composer(window).selectText()
  await app.evaluate(({ BrowserWindow, Menu }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!
    const build = Menu.buildFromTemplate.bind(Menu)
    Menu.buildFromTemplate = (template) => {
      const menu = build(template)
      menu.popup = () => menu.items[0]!.click()
      return menu
    }
    const editFlags = { canCut: true, canCopy: true, canPaste: true, canSelectAll: true }
    const found = { misspelledWord: 'Helo', dictionarySuggestions: ['Hello'], selectionText: 'Helo' }
    webContents.emit('context-menu', {}, { ...found, isEditable: true, editFlags })
  })
  await expect(composer(window)).toHaveText('Hello')
})
