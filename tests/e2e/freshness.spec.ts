import { openConversation, signInAsDemoUser, writeNote } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

test('a rep who is offline reads as of when the list and the lead are true, and what waits', async ({
  office,
  computer,
}) => {
  await office.enquiry('Mia Keller', 'Is it still there?')
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await openConversation(window, 'Mia Keller')
  await expect(window.getByText(/^As of \d\d:\d\d$/)).toHaveCount(0)
  desk.network.set('cut')
  await expect(window.getByText(/^As of \d\d:\d\d$/)).toHaveCount(2, { timeout: 60_000 })
  await writeNote(window, 'Wants it before Friday.')
  await window.getByRole('button', { name: /\d waiting/ }).click()
  await window.getByRole('button', { name: 'Show what waits' }).click()
  await expect(window.getByRole('list', { name: 'Waiting changes' })).toContainText('Wants it before Friday.')
  await window.getByRole('button', { name: 'Inbox' }).click()

  desk.network.set('up')
  await expect(window.getByText(/^As of \d\d:\d\d$/)).toHaveCount(0, { timeout: 60_000 })
})
