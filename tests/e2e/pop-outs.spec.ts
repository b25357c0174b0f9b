import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import type { Desk } from '#shared/contract/ipc.ts'
import {
  composer,
  countConversations,
  draftOf,
  item,
  openConversation,
  row,
  signInAsDemoUser,
  thread,
} from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'
import { notifications, titles } from '#tests/support/shown-desktop.ts'

/** The window of a conversation, once it is there. */
async function popOutOf(app: ElectronApplication, conversationId: string): Promise<Page> {
  const isIt = (page: Page) => page.url().endsWith(`/popout.html?conversation=${conversationId}`)
  await expect.poll(() => app.windows().some(isIt)).toBe(true)
  return app.windows().find(isIt)!
}

/** The windows that can be seen, each by what it shows. */
const shown = async (app: ElectronApplication): Promise<string[]> => {
  const urls = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .filter((window) => window.isVisible())
      .map((window) => window.webContents.getURL()),
  )
  return urls.map((url) => new URL(url).searchParams.get('conversation') ?? 'main')
}

test('conversations have windows of their own, which share their drafts, hold what is told, and are there again after a restart', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(240_000)
  const maya = await office.enquiry('Maya', 'How much is it?')
  const paul = await office.enquiry('Paul', 'Hello')
  const otto = await office.enquiry('Otto', 'Hello')
  const rep = await office.member('sales_rep')
  await backend.sql`update leads set owner_id = ${rep.id} where organization_id = ${office.organization.id}`
  const desk = await computer()
  const { app, window } = await desk.start()
  await signInAsDemoUser(window, rep)

  await openConversation(window, 'Maya')
  await composer(window).fill('Half a')
  await thread(window, 'Maya').focus()
  await window.keyboard.press('Shift+Enter')
  const hers = await popOutOf(app, maya.conversationId)
  await expect(item(hers, 'How much is it?')).toBeVisible()
  await expect(composer(hers)).toHaveText('Half a')
  await row(window, 'Paul').click()
  await expect(thread(window, 'Paul')).toBeVisible()
  await window.getByRole('button', { name: 'More', exact: true }).click()
  await window.getByRole('menuitem', { name: 'Open in its own window' }).click()
  const his = await popOutOf(app, paul.conversationId)
  await expect(thread(his, 'Paul')).toBeVisible()
  await expect.poll(() => shown(app)).toEqual(['main', maya.conversationId, paul.conversationId])
  await expect(hers).toHaveTitle('Maya')

  // What is before the rep in a window of its own is not told as well.
  await office.writes(paul.conversationId, 'Are you there?')
  await expect(item(his, 'Are you there?')).toBeVisible()
  await office.writes(otto.conversationId, 'And me?')
  await expect.poll(() => titles(app)).toEqual(['Otto'])

  // The same draft in both windows, whichever is typed in.
  await openConversation(window, 'Maya')
  await composer(hers).fill('Half a sentence')
  await expect(composer(window)).toHaveText('Half a sentence')
  await composer(window).fill('Half a sentence, and the rest')
  await expect(composer(hers)).toHaveText('Half a sentence, and the rest')
  await composer(hers).press('Control+Enter')
  await expect(item(hers, 'and the rest')).toBeVisible()
  await expect(composer(window)).toHaveText('')
  await composer(window).fill('And then')
  await expect(composer(hers)).toHaveText('And then')

  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[1]!.setBounds({ width: 500, height: 640 }))
  await thread(his, 'Paul').focus()
  await his.keyboard.press('Escape')
  await expect.poll(() => shown(app)).toEqual(['main', maya.conversationId])
  await expect.poll(() => draftOf(window, maya.conversationId)).toBe('And then')
  await app.close()

  const again = await desk.start()
  const restored = await popOutOf(again.app, maya.conversationId)
  await expect(composer(restored)).toHaveText('And then')
  await expect.poll(() => shown(again.app)).toEqual(['main', maya.conversationId])
  await expect.poll(() => restored.evaluate(() => [innerWidth, innerHeight])).toEqual([500, 640])
  await countConversations(again.window)
  expect(await notifications(again.app)).toEqual([])
  // Who signs out leaves no window with a customer in it behind.
  await again.window.evaluate(async () => {
    const { desk: bridge } = globalThis as unknown as { desk: Desk }
    await bridge.command('auth.sign_out', { wipe: false, discard_unsent: false })
  })
  await expect.poll(() => shown(again.app)).toEqual(['main'])
})

test('killed without warning, the windows are where they were', async ({ backend, office, computer }) => {
  test.setTimeout(180_000)
  const maya = await office.enquiry('Maya', 'How much is it?')
  const rep = await office.member('sales_rep')
  await backend.sql`update leads set owner_id = ${rep.id} where id = ${maya.leadId}`
  const desk = await computer()
  const { app, window } = await desk.start()
  await signInAsDemoUser(window, rep)
  await openConversation(window, 'Maya')
  await thread(window, 'Maya').focus()
  await window.keyboard.press('Shift+Enter')
  const hers = await popOutOf(app, maya.conversationId)
  await expect(thread(hers, 'Maya')).toBeVisible()
  await app.evaluate(({ BrowserWindow }) => {
    const [main, popOut] = BrowserWindow.getAllWindows()
    popOut!.setBounds({ width: 480, height: 610 })
    main!.setBounds({ width: 1000, height: 700 })
  })
  const settings = () => readFile(join(desk.userData, 'settings.json'), 'utf8')
  await expect.poll(settings).toMatch(/"width":\s*1000/)
  // What is written after it is there, so it is.
  await composer(hers).fill('Half a sentence')
  await expect.poll(() => draftOf(window, maya.conversationId)).toBe('Half a sentence')
  const ended = app.waitForEvent('close')
  app.process().kill('SIGKILL')
  await ended

  const again = await desk.start()
  const restored = await popOutOf(again.app, maya.conversationId)
  const sizeOf = (page: Page) => page.evaluate(() => [innerWidth, innerHeight])
  await expect.poll(() => sizeOf(restored)).toEqual([480, 610])
  await expect.poll(() => sizeOf(again.window)).toEqual([1000, 700])
})
