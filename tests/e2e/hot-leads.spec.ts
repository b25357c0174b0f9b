import type { ElectronApplication } from '@playwright/test'
import { countConversations, item, signInAsDemoUser, thread } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'
import { clickNotification, leaveAlone, notifications, titles, tray } from '#tests/support/shown-desktop.ts'

const standing = async (app: ElectronApplication) =>
  (await notifications(app)).filter(({ isClosed }) => !isClosed).map(({ title }) => title)

test('a lead that turns hot is told at the desk, answered there, cleared on the laptop too, and not told again', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(240_000)
  const maya = await office.enquiry('Maya', 'How much is it?')
  const rep = await office.member('sales_rep')
  await backend.sql`update leads set owner_id = ${rep.id} where id = ${maya.leadId}`
  const [desk, laptop] = [await computer(), await computer()]
  const here = await desk.start()
  const there = await laptop.start()
  await signInAsDemoUser(here.window, rep)
  await signInAsDemoUser(there.window, rep)
  expect(await titles(here.app)).toEqual([])
  await leaveAlone(there.app, 600)

  await backend.sql`update leads set lead_score = 91 where id = ${maya.leadId}`
  await expect.poll(() => titles(here.app)).toEqual(['Hot lead: Maya'])
  await expect.poll(async () => (await tray(there.app)).toolTip).toMatch(/1 hot lead/)
  expect(await notifications(here.app)).toMatchObject([
    { body: 'Score reached 91', silent: false, actions: ['Claim', 'Reply', 'Snooze 10 min'] },
  ])
  await clickNotification(here.app, -1, 'Claim')
  const status = async () => {
    const [event] = await backend.sql<{ status: string; claimed_by: string }[]>`
      select status, claimed_by from hot_events where lead_id = ${maya.leadId}`
    return event
  }
  await expect.poll(status).toEqual({ status: 'claimed', claimed_by: rep.id })
  await expect.poll(() => standing(here.app)).toEqual([])
  await expect.poll(async () => (await tray(there.app)).toolTip).not.toMatch(/hot lead/)
  expect(await titles(there.app)).toEqual([])

  await here.app.close()
  const again = await desk.start()
  await countConversations(again.window)
  expect(await titles(again.app)).toEqual([])
})

test('a notification opens the exact message, also when the window is closed; what is before the rep is silent', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(180_000)
  const maya = await office.enquiry('Maya', 'How much is it?')
  const other = await office.enquiry('Otto', 'Hello')
  const rep = await office.member('sales_rep')
  await backend.sql`update leads set owner_id = ${rep.id} where organization_id = ${office.organization.id}`
  const { app, window } = await (await computer()).start()
  await signInAsDemoUser(window, rep)

  await office.writes(maya.conversationId, 'Is anybody there?')
  await expect.poll(() => titles(app)).toEqual(['Maya'])
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.minimize())
  await clickNotification(app, -1)
  await expect(thread(window, 'Maya')).toBeVisible()
  await expect(item(window, 'Is anybody there?')).toBeInViewport()
  const isMinimized = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.isMinimized())
  await expect.poll(isMinimized).toBe(false)

  await office.writes(maya.conversationId, 'I see you read this')
  await expect(item(window, 'I see you read this')).toBeVisible()
  await office.writes(other.conversationId, 'And me?')
  await expect.poll(() => titles(app)).toEqual(['Maya', 'Otto'])

  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.hide())
  await clickNotification(app, -1)
  await expect(thread(window, 'Otto')).toBeVisible()
})
