import { composer, item, openConversation, row, signInAsDemoUser, writeReply } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

test('a reply is taken back from the thread or by Z, and its words are back once the server agrees', async ({
  backend,
  office,
  computer,
}) => {
  const { conversationId } = await office.enquiry('Zoe Ames', 'What does it cost?')
  const { window } = await (await computer()).start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await openConversation(window, 'Zoe Ames')
  const sent = () =>
    backend.sql`select body, status from messages where conversation_id = ${conversationId} and direction = 'outbound'
      order by created_at`

  await writeReply(window, 'It costs 10.')
  await expect(item(window, 'It costs 10.')).toContainText(/Sending in \d+ s/)
  await expect.poll(sent).toEqual([{ body: 'It costs 10.', status: 'scheduled' }])
  await item(window, 'It costs 10.').getByRole('button', { name: 'Undo sending' }).click()
  await expect(composer(window)).toHaveValue('It costs 10.')
  await expect(composer(window)).toBeFocused()
  await expect.poll(sent).toEqual([{ body: 'It costs 10.', status: 'cancelled' }])
  await expect(item(window, 'It costs 10.')).toContainText('Not sent')

  await composer(window).fill('It costs 100.')
  await composer(window).press('Control+Enter')
  await expect(item(window, 'It costs 100.')).toContainText(/Sending in/)
  await composer(window).press('Escape')
  await window.keyboard.press('z')
  await expect(composer(window)).toHaveValue('It costs 100.')
  await expect.poll(sent).toMatchObject([{ status: 'cancelled' }, { status: 'cancelled' }])
})

test('offline a reply waits for the network, and taken back it has never been there', async ({
  backend,
  office,
  computer,
}) => {
  const { conversationId } = await office.enquiry('Olaf Berg', 'Are you there?')
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await openConversation(window, 'Olaf Berg')
  desk.network.set('cut')
  await expect(window.getByRole('button', { name: /Offline since/ })).toBeVisible()

  await writeReply(window, 'Yes.')
  await expect(window.getByText('Your reply to Olaf Berg waits for the network')).toBeVisible()
  await expect(item(window, 'Yes.')).toContainText('Waits for the network')
  await item(window, 'Yes.').getByRole('button', { name: 'Undo sending' }).click()
  await expect(composer(window)).toHaveValue('Yes.')
  await expect(item(window, 'Yes.')).toHaveCount(0)
  await composer(window).fill('Yes, we are.')
  await composer(window).press('Control+Enter')
  desk.network.set('up')
  const sent = () =>
    backend.sql`select body from messages where conversation_id = ${conversationId} and direction = 'outbound'`
  await expect.poll(sent).toEqual([{ body: 'Yes, we are.' }])
})

test('send and done goes on to the next customer, and one toast undoes both', async ({ backend, office, computer }) => {
  await office.enquiry('Next Customer', 'Me too')
  const { conversationId } = await office.enquiry('Dora Dean', 'That is all, thank you')
  const { window } = await (await computer()).start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await openConversation(window, 'Dora Dean')
  const state = async () => (await backend.sql`select status from conversations where id = ${conversationId}`)[0]

  await composer(window).fill('Welcome!')
  await composer(window).press('Control+Shift+Enter')
  await expect(row(window, 'Dora Dean')).toHaveCount(0)
  await expect(window.getByRole('textbox', { name: 'Reply to Next Customer' })).toBeVisible()
  await expect(window.getByRole('region', { name: 'Conversation with Next Customer' })).toBeFocused()
  await expect.poll(state).toEqual({ status: 'closed' })
  const toast = window.getByRole('status').filter({ hasText: 'Sending to Dora Dean, done' })
  await toast.getByRole('button', { name: 'Undo' }).click()
  await expect(window.getByRole('textbox', { name: 'Reply to Dora Dean' })).toHaveValue('Welcome!')
  await expect.poll(state).toEqual({ status: 'open' })
  const sent = () => backend.sql`select status from messages where body = 'Welcome!'`
  await expect.poll(sent).toEqual([{ status: 'cancelled' }])
})

test('a reply for later says when it leaves, and can be edited, sent now or cancelled until then', async ({
  backend,
  office,
  computer,
}) => {
  const { conversationId } = await office.enquiry('Lara Lund', 'Call me next week')
  const { window } = await (await computer()).start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await openConversation(window, 'Lara Lund')
  const sendLater = async (text: string, words: string) => {
    await composer(window).fill(text)
    await window.getByRole('button', { name: 'More ways to send' }).click()
    await window.getByRole('menuitem', { name: 'Send later…' }).click()
    const field = window.getByRole('combobox', { name: 'Send later' })
    await field.fill(words)
    await field.press('Enter')
    await expect(item(window, text)).toContainText(/Scheduled for \w+ \d+ \w+, 09:00/)
  }
  const waiting = () => backend.sql<{ body: string; hours: number }[]>`
    select body, (extract(epoch from scheduled_for - now()) / 3600)::float8 as hours from messages
    where conversation_id = ${conversationId} and status = 'scheduled'`

  await sendLater('Good morning', 'in 3 days')
  await expect.poll(async () => (await waiting()).map(({ body }) => body)).toEqual(['Good morning'])
  expect((await waiting())[0]!.hours).toBeGreaterThan(48)
  await item(window, 'Good morning').getByRole('button', { name: 'Edit the message' }).click()
  await expect(composer(window)).toHaveValue('Good morning')
  await expect.poll(waiting).toEqual([])

  await sendLater('Good evening', 'tomorrow 9am')
  await item(window, 'Good evening').getByRole('button', { name: 'Send now' }).click()
  await expect(item(window, 'Good evening')).toContainText(/Sending in/)
  await expect.poll(async () => (await waiting())[0]?.hours).toBeLessThan(0.1)

  await sendLater('Good night', 'tomorrow 9am')
  await item(window, 'Good night').getByRole('button', { name: 'Cancel sending' }).click()
  await expect(item(window, 'Good night')).toContainText('Not sent')
})
