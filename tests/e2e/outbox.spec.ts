import { item, openConversation, signInAsDemoUser, writeNote, writeReply } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

test('offline: a waiting reply and a waiting note get another text, by keyboard, and reach the team only so', async ({
  backend,
  office,
  computer,
}) => {
  const { leadId } = await office.enquiry('Noah Brandt', 'Can you send me the offer again?')
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  desk.network.set('cut')
  await openConversation(window, 'Noah Brandt')
  await writeReply(window, 'Here it is: 36 months at 249.')
  await writeNote(window, 'Wants it before Friday.')

  await window.getByRole('button', { name: /Offline since/ }).click()
  await window.getByRole('button', { name: 'Show what waits' }).click()
  const editReply = window.getByRole('button', { name: /^Edit: .*Noah Brandt/ }).first()
  await editReply.focus()
  await window.keyboard.press('Enter')
  const field = window.getByRole('textbox', { name: /^Text of:/ })
  await expect(field).toBeFocused()
  await field.fill('Never mind')
  await window.keyboard.press('Escape')
  await expect(editReply).toBeFocused()
  await expect(window.getByText('Here it is: 36 months at 249.')).toBeVisible()

  await window.keyboard.press('Enter')
  await field.fill('Here it is: 48 months at 199.')
  await window.keyboard.press('Control+Enter')
  await expect(editReply).toBeFocused()
  await expect(window.getByText('Here it is: 48 months at 199.')).toBeVisible()
  await window.getByRole('button', { name: /^Edit: Note/ }).click()
  await field.fill('Wants it before Thursday.')
  await window.getByRole('button', { name: 'Save' }).click()
  await expect(field).toHaveCount(0)

  desk.network.set('up')
  await expect(window.getByText('Nothing is waiting')).toBeVisible()
  await window.getByRole('button', { name: 'Inbox' }).click()
  await openConversation(window, 'Noah Brandt')
  await expect(item(window, 'Here it is: 48 months at 199.')).not.toContainText('Saved here')
  const stored = await backend.sql`
    select body from messages where lead_id = ${leadId} and direction = 'outbound'
    union all select body from notes where lead_id = ${leadId}`
  expect(stored.map(({ body }) => body)).toEqual(['Here it is: 48 months at 199.', 'Wants it before Thursday.'])
})
