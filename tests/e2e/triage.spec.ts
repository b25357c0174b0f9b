import { row, rows, signInAsDemoUser } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

test('a rep filters by typing, finds nothing, clears it, and the order of a split survives a restart', async ({
  office,
  computer,
}) => {
  await office.enquiry('Ada Brook', 'Hello')
  await office.enquiry('Ben Cole', 'Hi there')
  const desk = await computer()
  let { app, window } = await desk.start()
  await signInAsDemoUser(window, await office.member('manager'))

  await window.getByRole('listbox').focus()
  await window.keyboard.press('f')
  await window.keyboard.type('owner me')
  await window.keyboard.press('Enter')
  await window.keyboard.press('Escape')
  await expect(window.getByText('No match')).toBeVisible()
  await window.getByRole('button', { name: 'Clear filters' }).last().click()
  await expect(rows(window)).toHaveCount(2)

  await window.getByRole('button', { name: /^Sorted by newest/ }).click()
  await window.getByRole('menuitemradio', { name: 'Longest waiting' }).click()
  await expect(rows(window).first()).toContainText('Ada Brook')
  await app.close()
  ;({ app, window } = await desk.start())
  await expect(window.getByRole('button', { name: /^Sorted by longest waiting/ })).toBeVisible()
  await expect(rows(window).first()).toContainText('Ada Brook')
})

test('offline: a conversation is snoozed in words, undone, snoozed again, and the team has it once online', async ({
  backend,
  office,
  computer,
}) => {
  const { conversationId } = await office.enquiry('Cora Dane', 'Call me next week')
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, await office.member('manager'))
  desk.network.set('cut')

  const snooze = async (words: string) => {
    await row(window, 'Cora Dane').click()
    await window.getByRole('listbox', { name: /conversations$/ }).focus()
    await window.keyboard.press('h')
    await window.getByRole('combobox', { name: /Snooze Cora Dane/ }).fill(words)
  }
  await snooze('yesterday')
  await expect(window.getByText('That is in the past.')).toBeVisible()
  await window.keyboard.press('Escape')

  await snooze('next tue 9am')
  await window.keyboard.press('Enter')
  await expect(rows(window)).toHaveCount(0)
  await window.getByRole('button', { name: 'Undo' }).click()
  await expect(row(window, 'Cora Dane')).toBeVisible()

  await snooze('in 3 days')
  await window.keyboard.press('Enter')
  await window.getByRole('tab', { name: /^Snoozed/ }).click()
  await expect(row(window, 'Cora Dane')).toContainText('09:00')

  desk.network.set('up')
  await expect
    .poll(async () => {
      const [found] = await backend.sql`select status from conversations where id = ${conversationId}`
      return found?.['status'] as string
    })
    .toBe('snoozed')
})
