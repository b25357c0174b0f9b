import { CHANNELS } from '#shared/contract/channels.ts'
import { createChannel, writeMessage } from '#tests/support/database.ts'
import { item, openConversation, row, signInAsDemoUser, thread } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

test('a lead’s messages stand in one thread over all channels, which can be narrowed to one', async ({
  backend,
  office,
  computer,
}) => {
  const { leadId } = await office.enquiry('Mia Keller', 'Is it still available?')
  const { organization } = office
  const channel = await createChannel(backend.sql, organization.id, organization.brandId, 'email')
  const [mail] = await backend.sql<{ id: string }[]>`
    insert into conversations (organization_id, lead_id, channel_id, platform)
    values (${organization.id}, ${leadId}, ${channel}, 'email') returning id`
  await writeMessage(backend.sql, mail!.id, 'I also write by mail.')

  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  desk.network.set('cut')
  await row(window, 'Mia Keller').first().click()
  await expect(item(window, 'Is it still available?')).toContainText('SMS')
  await expect(item(window, 'I also write by mail.')).toContainText('E-mail')

  await window.getByRole('radio', { name: 'E-mail' }).check()
  await expect(item(window, 'Is it still available?')).toHaveCount(0)
  await expect(item(window, 'I also write by mail.')).toBeVisible()
  await window.getByRole('radio', { name: 'All channels' }).check()

  desk.network.set('up')
  await writeMessage(backend.sql, mail!.id, 'And once more by mail.')
  await expect(item(window, 'And once more by mail.')).toBeVisible()
})

test('a thread of 5,000 messages opens at its end and scrolls to its beginning', async ({
  backend,
  office,
  computer,
}) => {
  const { conversationId } = await office.enquiry('Otto Lang', 'The first of many')
  await backend.sql`
    insert into messages (conversation_id, direction, sender_type, body, created_at)
    select ${conversationId}, 'inbound', 'customer', 'Message number ' || n, now() - interval '1 minute' * (5000 - n)
    from generate_series(1, 5000) n`
  const { window } = await (await computer()).start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await openConversation(window, 'Otto Lang')
  await expect(item(window, 'Message number 5000')).toBeVisible()

  const region = thread(window, 'Otto Lang')
  const top = async () => {
    await region.evaluate((element) => element.scrollTo(0, 0))
    const texts = await window.getByRole('article').allTextContents()
    return Math.min(...texts.map((text) => Number(/number (\d+)/.exec(text)?.[1] ?? Infinity)))
  }
  await expect.poll(top, { timeout: 20_000 }).toBeLessThan(200)
  // Only what is near the screen is drawn.
  expect(await window.getByRole('article').count()).toBeLessThan(100)
  await window.getByRole('button', { name: 'Latest' }).click()
  await expect(item(window, 'Message number 5000')).toBeVisible()
})

test('a link to an old message opens the thread there and marks it, and there is a way back to the end', async ({
  backend,
  office,
  computer,
}) => {
  const { conversationId } = await office.enquiry('Nora Stein', 'The first of many')
  await backend.sql`
    insert into messages (conversation_id, direction, sender_type, body, created_at)
    select ${conversationId}, 'inbound', 'customer', 'Message number ' || n, now() - interval '1 minute' * (1000 - n)
    from generate_series(1, 1000) n`
  const [old] = await backend.sql<{ id: string }[]>`
    select id from messages where conversation_id = ${conversationId} and body = 'Message number 300'`
  const { app, window } = await (await computer()).start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await expect(row(window, 'Nora Stein')).toBeVisible()

  await app.evaluate(
    ({ BrowserWindow }, { channel, payload }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.send(channel, 'navigate.conversation', payload),
    { channel: CHANNELS.event, payload: { conversation_id: conversationId, message_id: old!.id } },
  )
  const marked = window.locator('article[aria-current=true]')
  await expect(marked).toContainText('Message number 300')
  await expect(marked).toBeInViewport()
  await expect(item(window, 'Message number 1000')).toHaveCount(0)
  await window.getByRole('button', { name: 'Latest' }).click()
  await expect(item(window, 'Message number 1000')).toBeInViewport()
  await expect(marked).toHaveCount(0)
})
