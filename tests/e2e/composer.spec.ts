import { createChannel } from '#tests/support/database.ts'
import { composer, item, openConversation, row, signInAsDemoUser, writeNote } from '#tests/support/app-driver.ts'
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
  await expect(window.getByText('Sent via E-mail')).toBeVisible()
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

/** What the main process has kept of a draft. */
async function keptDraft(window: Page, conversation_id: string): Promise<unknown> {
  return window.evaluate(async (id) => {
    const result = await (globalThis as unknown as { desk: Desk }).desk.command('draft.load', { conversation_id: id })
    return result.ok ? result.value : result.error
  }, conversation_id)
}
