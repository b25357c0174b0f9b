import type { Desk } from '#shared/contract/ipc.ts'
import { openConversation, row, rows, signInAsDemoUser } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

test('a conversation is snoozed by mouse, and is back when its time has passed although nobody can be asked', async ({
  backend,
  office,
  computer,
}) => {
  const { conversationId } = await office.enquiry('Sina Doze', 'Later, please')
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, await office.member('manager'))
  await openConversation(window, 'Sina Doze')
  await window.getByRole('button', { name: 'More', exact: true }).click()
  await window.getByRole('menuitem', { name: /^Snooze/ }).click()
  await window.getByRole('combobox', { name: /Snooze Sina Doze/ }).fill('in 3 days')
  await window.keyboard.press('Enter')
  await expect(rows(window)).toHaveCount(0)
  await window.getByRole('tab', { name: /^Snoozed/ }).click()
  await expect(row(window, 'Sina Doze')).toBeVisible()

  // A time that comes soon, sooner than the picker offers one; the server knows it, and then nobody can ask it.
  await window.evaluate(
    (conversation_id) =>
      (globalThis as unknown as { desk: Desk }).desk.command('conversation.snooze', {
        conversation_id,
        until: Date.now() + 12_000,
      }),
    conversationId,
  )
  const snoozed = async () => {
    const [found] = await backend.sql`select status, snoozed_until < now() + interval '1 hour' as soon
      from conversations where id = ${conversationId}`
    return [found?.['status'], found?.['soon']] as unknown
  }
  await expect.poll(snoozed).toEqual(['snoozed', true])
  desk.network.set('cut')
  await expect(rows(window)).toHaveCount(0, { timeout: 60_000 })
  await window.getByRole('tab', { name: /^All,/ }).click()
  await expect(row(window, 'Sina Doze')).toBeVisible()
  await expect(row(window, 'Sina Doze')).not.toHaveAccessibleName(/snoozed until/)
  expect(await snoozed()).toEqual(['snoozed', true])
})
