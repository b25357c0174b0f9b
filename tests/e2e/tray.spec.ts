import { signInAsDemoUser, thread } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'
import { clickTray, notifications, panelOf, titles, tray } from '#tests/support/shown-desktop.ts'

test('the tray says who waits; its panel claims, snoozes, passes and replies by keyboard, and says who was faster', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(240_000)
  const names = ['Maya', 'Paul', 'Rosa', 'Sam']
  const leads = await Promise.all(names.map((name) => office.enquiry(name, `${name} here`)))
  const rep = await office.member('sales_rep')
  const other = await office.member('sales_rep')
  await backend.sql`update profiles set full_name = 'Ana Lopes' where id = ${other.id}`
  const desk = await computer()
  const { app, window } = await desk.start()
  await expect.poll(async () => (await tray(app)).toolTip).toBe('Leadline · signed out')
  await signInAsDemoUser(window, rep)
  await expect.poll(async () => (await tray(app)).image).toMatch(/unread-on-(light|dark)/)

  for (const [at, { leadId }] of leads.entries()) {
    await backend.sql`update leads set lead_score = ${90 - at} where id = ${leadId}`
  }
  await expect.poll(async () => (await tray(app)).toolTip).toMatch(/^Leadline · 4 hot leads/)
  const shown = await tray(app)
  expect(shown.image).toMatch(/hot-on-(light|dark)/)
  expect(shown.menu.slice(0, 4)).toEqual([
    expect.stringMatching(/^Maya · \d+ s · Score reached 90$/),
    expect.stringMatching(/^Paul · \d+ s · Score reached 89$/),
    expect.stringMatching(/^Rosa · \d+ s · Score reached 88$/),
    expect.stringMatching(/^Sam · \d+ s · Score reached 87$/),
  ])

  await clickTray(app)
  const panel = await panelOf(app)
  const cards = panel.getByRole('list', { name: 'Hot leads' }).getByRole('listitem')
  await expect(cards).toHaveCount(4)
  await expect(cards.first().getByRole('button', { name: /Maya/ }).first()).toBeFocused()

  // Offline: the claim is provisional; a colleague is faster.
  desk.network.set('cut')
  await expect.poll(async () => (await tray(app)).toolTip).toMatch(/offline/)
  await panel.keyboard.press('i')
  await expect(panel.getByText('Yours once the server agrees')).toBeVisible()
  await backend.sql`update leads set owner_id = ${other.id} where id = ${leads[0]!.leadId}`
  await panel.getByRole('button', { name: /Paul/ }).first().focus()
  await panel.keyboard.press('h')
  await expect(panel.getByText(/^Snoozed until/)).toBeVisible()
  await panel.getByRole('button', { name: /Sam/ }).first().focus()
  await panel.keyboard.press('p')
  await expect(panel.getByRole('button', { name: /Sam/ })).toHaveCount(0)
  desk.network.set('up')
  await expect(panel.getByRole('alert')).toHaveText(/Maya: Ana Lopes claimed it \d+ (s|min) ago/)
  const answers = async () =>
    (
      await backend.sql`select action from hot_acknowledgements
      where user_id = ${rep.id} and action <> 'told' order by action`
    ).map(({ action }) => action as string)
  await expect.poll(answers).toEqual(['passed', 'snoozed'])

  await panel.getByRole('button', { name: /Rosa/ }).first().focus()
  await panel.keyboard.press('r')
  await expect(thread(window, 'Rosa')).toBeVisible()
  await expect(window.getByRole('textbox', { name: /^Reply to/ })).toBeFocused()
})

test('closing the window leaves the app in the tray, where notifications are paused and it is quit', async ({
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
  const isVisible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.isVisible())

  await clickTray(app, 'Pause notifications', 'For 30 minutes')
  await expect.poll(async () => (await tray(app)).toolTip).toMatch(/notifications paused/)
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close())
  await expect.poll(isVisible).toBe(false)
  await office.writes(maya.conversationId, 'Is anybody there?')
  await expect.poll(async () => (await tray(app)).toolTip).toMatch(/1 conversation unread/)
  expect(await notifications(app)).toEqual([])
  await clickTray(app, 'Resume notifications')
  await expect.poll(() => titles(app)).toEqual(['Maya'])
  await clickTray(app, 'Open Leadline')
  await expect.poll(isVisible).toBe(true)

  const ended = app.waitForEvent('close')
  await clickTray(app, 'Quit')
  await ended
})
