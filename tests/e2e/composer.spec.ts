import { createChannel, writeMessage } from '#tests/support/database.ts'
import {
  composer,
  item,
  openConversation,
  row,
  signInAsDemoUser,
  writeNote,
  writeReply,
} from '#tests/support/app-driver.ts'
import type { Desk } from '#shared/contract/ipc.ts'
import type { Page } from '@playwright/test'
import { expect, test } from '#tests/support/e2e.ts'

test('the composer waits while the AI answers, and opens when a rep takes over', async ({
  backend,
  office,
  computer,
}) => {
  const { conversationId } = await office.enquiry('Ida Falk', 'Is the blue one still available?')
  await backend.sql`update conversations set ai_enabled = true where id = ${conversationId}`
  const { window } = await (await computer()).start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await openConversation(window, 'Ida Falk')

  await expect(window.getByText('The AI answers this customer.')).toBeVisible()
  await expect(composer(window)).toHaveCount(0)
  await window.keyboard.press('Shift+T')
  await expect(composer(window)).toBeVisible()
  const aiOf = async () => (await backend.sql`select ai_enabled from conversations where id = ${conversationId}`)[0]
  await expect.poll(aiOf).toEqual({ ai_enabled: false })
  await window.getByRole('button', { name: 'Let the AI answer' }).click()
  await expect(composer(window)).toHaveCount(0)
  await expect.poll(aiOf).toEqual({ ai_enabled: true })
})

test('a customer who opted out cannot be written to on that channel, but be noted about and reached by another', async ({
  backend,
  office,
  computer,
}) => {
  const { leadId } = await office.enquiry('Otto Lind', 'STOP')
  const { id: organization, brandId } = office.organization
  await createChannel(backend.sql, organization, brandId, 'email')
  await backend.sql`update leads set email = 'otto@example.test' where id = ${leadId}`
  await backend.sql`
    insert into consents (organization_id, lead_id, platform, status, source)
    values (${organization}, ${leadId}, 'sms', 'opted_out', 'keyword')`
  const { window } = await (await computer()).start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await openConversation(window, 'Otto Lind')

  await expect(window.getByText('The customer has opted out of SMS')).toBeVisible()
  await expect(composer(window)).toHaveCount(0)
  await writeNote(window, 'Asked us by phone to write by e-mail only.')

  await window.getByRole('tab', { name: 'Reply' }).click()
  await window.getByRole('button', { name: /^Reply via SMS/ }).click()
  await expect(window.getByRole('menuitem', { name: /SMS/ })).toContainText('Opted out')
  await window.getByRole('menuitem', { name: /E-mail/ }).click()
  await composer(window).fill('Here is our offer.')
  await expect(window.getByRole('button', { name: 'Send', exact: true })).toBeDisabled()
  await window.getByLabel('Subject').fill('Your offer')
  await composer(window).press('Control+Enter')
  await expect(window.getByText('Sending to Otto Lind via E-mail')).toBeVisible()
  const sent = () =>
    backend.sql`select platform, subject, body from messages where lead_id = ${leadId} and direction = 'outbound'`
  await expect.poll(sent).toEqual([{ platform: 'email', subject: 'Your offer', body: 'Here is our offer.' }])
  await expect(row(window, 'Otto Lind')).toHaveCount(2)
})

test('a draft comes back with its channel and subject after a restart', async ({ backend, office, computer }) => {
  const { leadId, conversationId } = await office.enquiry('Nora Dahl', 'Please send it by mail')
  await createChannel(backend.sql, office.organization.id, office.organization.brandId, 'email')
  await backend.sql`update leads set email = 'nora@example.test' where id = ${leadId}`
  const desk = await computer()
  let { app, window } = await desk.start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await openConversation(window, 'Nora Dahl')
  await window.getByRole('button', { name: /^Reply via/ }).click()
  await window.getByRole('menuitem', { name: /E-mail/ }).click()
  await window.getByLabel('Subject').fill('عرضك الجديد')
  await composer(window).fill('Dear Nora,')
  await expect.poll(() => keptDraft(window, conversationId)).toMatchObject({ body: 'Dear Nora,' })
  await app.close()

  desk.network.set('cut')
  ;({ app, window } = await desk.start())
  await openConversation(window, 'Nora Dahl')
  await expect(composer(window)).toHaveValue('Dear Nora,')
  await expect(window.getByLabel('Subject')).toHaveValue('عرضك الجديد')
  await expect(window.getByRole('button', { name: /^Reply via E-mail/ })).toBeVisible()
  await expect(item(window, 'Dear Nora,')).toHaveCount(0)
})

test('`/` inserts a template, and a place that nothing is known for blocks sending and is named', async ({
  backend,
  office,
  computer,
}) => {
  await office.enquiry('Maya Chen', 'Can we meet?')
  await backend.sql`
    insert into message_templates (organization_id, name, shortcut, content)
    values (${office.organization.id}, 'Meet me', 'meetme', ${'Hi {{first_name}}, we can: {{booking_link}}'})`
  const { window } = await (await computer()).start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await openConversation(window, 'Maya Chen')

  await composer(window).pressSequentially('Sure. /meetme')
  const field = window.getByRole('combobox', { name: 'Reply to Maya Chen' })
  await expect(field).toHaveAttribute('aria-expanded', 'true')
  await expect(window.getByRole('option', { name: /Meet me/ })).toContainText('Missing: booking_link')
  await field.press('Enter')
  await expect(composer(window)).toHaveValue('Sure. Hi Maya Chen, we can: {{booking_link}}')
  await expect(window.getByText('Nothing is known for {{booking_link}}')).toBeVisible()
  await composer(window).press('Control+Enter')
  await composer(window).fill('Sure. Hi Maya Chen, we can: https://book.example')
  await composer(window).press('Control+Enter')
  await expect(item(window, 'we can: https://book.example')).toBeVisible()
  const bodies = () => backend.sql`select body from messages where direction = 'outbound' and body like 'Sure.%'`
  await expect.poll(bodies).toEqual([{ body: 'Sure. Hi Maya Chen, we can: https://book.example' }])
})

test('when WhatsApp’s 24 hours are over an approved template is all that leaves', async ({
  backend,
  office,
  computer,
}) => {
  const { leadId } = await office.enquiry('Wanda Berg', 'By SMS')
  const { id: organization, brandId } = office.organization
  const channel = await createChannel(backend.sql, organization, brandId, 'whatsapp')
  const [chat] = await backend.sql<{ id: string }[]>`
    insert into conversations (organization_id, lead_id, channel_id, platform, ai_enabled)
    values (${organization}, ${leadId}, ${channel}, 'whatsapp', false) returning id`
  await backend.sql`
    insert into messages (conversation_id, direction, sender_type, body, created_at)
    values (${chat!.id}, 'inbound', 'customer', 'Long ago', now() - interval '25 hours')`
  await backend.sql`
    insert into message_templates (organization_id, name, type, shortcut, content, external_id, approval_status)
    values (${organization}, 'Go on here', 'whatsapp', 'goon', ${'Hello {{first_name}}, see you {{booking_time}}?'},
      'go_on', 'approved')`
  const { window } = await (await computer()).start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await window.getByRole('option', { name: /Long ago/ }).click()

  await expect(window.getByText('More than 24 hours since the customer last wrote')).toBeVisible()
  await expect(composer(window)).toHaveCount(0)
  const search = window.getByRole('combobox', { name: 'Template' })
  await search.fill('go on')
  await search.press('Enter')
  await expect(window.getByText('Hello Wanda Berg, see you {{booking_time}}?')).toBeVisible()
  await expect(window.getByRole('button', { name: 'Send template' })).toBeDisabled()
  await window.getByLabel('booking time').fill('on Friday')
  await window.getByRole('button', { name: 'Send template' }).click()
  const sent = () => backend.sql`
    select content_type, body, metadata -> 'template' ->> 'variables' as variables from messages
    where conversation_id = ${chat!.id} and direction = 'outbound'`
  await expect.poll(sent).toEqual([
    {
      content_type: 'template',
      body: 'Hello Wanda Berg, see you on Friday?',
      variables: '["Wanda Berg", "on Friday"]',
    },
  ])
})

test('Retry sends a failed message again once for each failure, and says why it failed', async ({
  backend,
  office,
  computer,
}) => {
  const { conversationId } = await office.enquiry('Rita Voss', 'Where is my quote?')
  const member = await office.member('sales_rep')
  const [message] = await backend.sql<{ id: string }[]>`
    insert into messages (conversation_id, direction, sender_type, sender_id, body, status, error, failed_at)
    values (${conversationId}, 'outbound', 'agent', ${member.id}, 'Here is your quote.', 'failed',
      'The number does not exist', now()) returning id`
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, member)
  await openConversation(window, 'Rita Voss')
  await expect(item(window, 'Here is your quote.')).toContainText('Not delivered: The number does not exist')

  desk.network.set('one-way') // the wish arrives, its answer is lost: it is sent again under its number
  await item(window, 'Here is your quote.').getByRole('button', { name: 'Retry' }).click()
  const queued = () => backend.sql`select count(*)::int as n from dispatch_queue where message_id = ${message!.id}`
  await expect.poll(queued).toEqual([{ n: 1 }])
  await backend.sql`update messages set status = 'failed', failed_at = now(), error = 'Again' where id = ${message!.id}`
  desk.network.set('up')
  await expect(item(window, 'Here is your quote.')).toContainText('Not delivered: Again')
  expect(await queued()).toEqual([{ n: 0 }])
})

test('offline: a reply to who has written meanwhile is held, says why, and goes out when the rep says so', async ({
  backend,
  office,
  computer,
}) => {
  const { conversationId } = await office.enquiry('Hugo Held', 'Two please')
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await openConversation(window, 'Hugo Held')
  desk.network.set('cut')
  await expect(window.getByRole('button', { name: /Offline since/ })).toBeVisible()
  await writeReply(window, 'Two it is.')
  await writeMessage(backend.sql, conversationId, 'No, three!')
  desk.network.set('up')

  const held = item(window, 'Two it is.')
  await expect(held).toContainText('The customer wrote again')
  const sent = () =>
    backend.sql`select body from messages where conversation_id = ${conversationId} and direction = 'outbound'`
  expect(await sent()).toEqual([])
  await held.getByRole('button', { name: 'Edit' }).click()
  await expect(composer(window)).toHaveValue('Two it is.')
  await composer(window).fill('Three it is.')
  await composer(window).press('Control+Enter')
  await expect.poll(sent).toEqual([{ body: 'Three it is.' }])
})

/** What the main process has kept of a draft. */
async function keptDraft(window: Page, conversation_id: string): Promise<unknown> {
  return window.evaluate(async (id) => {
    const result = await (globalThis as unknown as { desk: Desk }).desk.command('draft.load', { conversation_id: id })
    return result.ok ? result.value : result.error
  }, conversation_id)
}
