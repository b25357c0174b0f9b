import { writeMessage } from '#tests/support/database.ts'
import {
  composer,
  item,
  openConversation,
  row,
  rows,
  signInAsDemoUser,
  thread,
  writeNote,
  writeReply,
} from '#tests/support/app-driver.ts'
import type { Desk } from '#shared/contract/ipc.ts'
import { expect, test } from '#tests/support/e2e.ts'

test('a rep signs in and sees the inbox, and a customer’s message appears without reload', async ({
  backend,
  office,
  computer,
}) => {
  const { conversationId } = await office.enquiry('Mia Keller', 'Is the blue one still available?')
  const { window } = await (await computer()).start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await expect(window.getByRole('tab', { name: /^All, 1 conversations,/ })).toBeVisible()
  await expect(row(window, 'Mia Keller')).toContainText('Is the blue one still available?')

  await openConversation(window, 'Mia Keller')
  await writeMessage(backend.sql, conversationId, 'And what would it cost a month?')
  await expect(item(window, 'And what would it cost a month?')).toBeVisible()
  await expect(row(window, 'Mia Keller')).toContainText('And what would it cost a month?')
})

test('offline: a reply and a note survive a restart, are confirmed once online, and reach a colleague’s app', async ({
  backend,
  office,
  computer,
}) => {
  const { leadId } = await office.enquiry('Noah Brandt', 'Can you send me the offer again?')
  const desk = await computer()
  const rep = await office.member('sales_rep')
  let { app, window } = await desk.start()
  await signInAsDemoUser(window, rep)

  desk.network.set('cut')
  await openConversation(window, 'Noah Brandt')
  await writeReply(window, 'Here it is: 36 months at 249.')
  await writeNote(window, 'Wants it before Friday.')
  await app.close()

  ;({ app, window } = await desk.start())
  await openConversation(window, 'Noah Brandt')
  await expect(item(window, 'Here it is: 36 months at 249.')).toContainText('Saved here')
  await expect(item(window, 'Wants it before Friday.')).toContainText('Saved here')
  await expect(window.getByRole('button', { name: /Offline since/ })).toBeVisible()

  const colleague = await (await computer()).start()
  await signInAsDemoUser(colleague.window, await office.member('manager'))
  await openConversation(colleague.window, 'Noah Brandt')

  desk.network.set('up')
  await expect(item(window, 'Here it is: 36 months at 249.')).not.toContainText('Saved here')
  await expect(item(window, 'Here it is: 36 months at 249.')).toContainText(/Sending in|Queued/)
  await expect(item(colleague.window, 'Here it is: 36 months at 249.')).toBeVisible()
  await expect(item(colleague.window, 'Wants it before Friday.')).toBeVisible()
  const stored = await backend.sql`
    select body from messages where lead_id = ${leadId} and direction = 'outbound'
    union all select body from notes where lead_id = ${leadId}`
  expect(stored.map(({ body }) => body)).toEqual(['Here it is: 36 months at 249.', 'Wants it before Friday.'])
})

test('nobody sees another organisation, and a viewer cannot write', async ({ backend, office, computer }, {
  title,
}) => {
  const { openOffice } = await import('#tests/support/office.ts')
  const rival = await openOffice(backend, `${title} rival`)
  await rival.enquiry('Rival Customer', 'Nothing of your business')
  await office.enquiry('Own Customer', 'Hello')

  const { window } = await (await computer()).start()
  await signInAsDemoUser(window, await office.member('viewer'))
  await expect(rows(window)).toHaveCount(1)
  await expect(row(window, 'Rival Customer')).toHaveCount(0)
  await openConversation(window, 'Own Customer')
  await expect(composer(window)).toHaveCount(0)
  await expect(window.getByText(/viewer/i).first()).toBeVisible()
  const refused = await window.evaluate(
    (conversation_id) =>
      (globalThis as unknown as { desk: Desk }).desk.command('message.send', { conversation_id, body: 'I should not' }),
    (
      await backend.sql`select c.id from conversations c join leads l on l.id = c.lead_id where l.first_name = 'Own Customer'`
    )[0]?.id as string,
  )
  expect(refused).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  expect(await backend.sql`select 1 from messages where body = 'I should not'`).toHaveLength(0)
})

test('killing the app between typing and confirmation loses nothing', async ({ backend, office, computer }) => {
  await office.enquiry('Olga Maier', 'Do you have it in green?')
  const desk = await computer()
  let { app, window } = await desk.start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await openConversation(window, 'Olga Maier')
  desk.network.set('stall') // the reply leaves, its confirmation never comes
  await writeReply(window, 'Green comes in on Monday.')
  await composer(window).fill('Shall I put one asi')
  await expect.poll(() => draftOf(window)).toBe('Shall I put one asi')
  app.process().kill('SIGKILL')

  desk.network.set('cut')
  ;({ app, window } = await desk.start())
  await openConversation(window, 'Olga Maier')
  await expect(item(window, 'Green comes in on Monday.')).toBeVisible()
  await expect(composer(window)).toHaveValue('Shall I put one asi')

  desk.network.set('up')
  await expect(item(window, 'Green comes in on Monday.')).toContainText('Saved to team', { timeout: 30_000 })
  expect(await backend.sql`select 1 from messages where body = 'Green comes in on Monday.'`).toHaveLength(1)
})

/** What the main process has kept of the draft in the open conversation. */
async function draftOf(window: import('@playwright/test').Page): Promise<string | undefined> {
  return window.evaluate(async () => {
    const id = document.querySelector('[role=option][aria-selected=true]')!.id.replace('inbox-row-', '')
    const result = await (globalThis as unknown as { desk: Desk }).desk.command('draft.load', { conversation_id: id })
    return result.ok ? result.value?.body : undefined
  })
}

test('the inbox is worked by keyboard alone', async ({ office, computer }) => {
  for (const name of ['Anna One', 'Bert Two', 'Cleo Three']) await office.enquiry(name, `I am ${name}`)
  const { window } = await (await computer()).start()
  await signInAsDemoUser(window, await office.member('manager'))
  await expect(rows(window)).toHaveCount(3)
  const names = await rows(window).evaluateAll((options) =>
    options.map((option) => option.getAttribute('aria-label')!.split(',')[0]!),
  )

  await window.getByRole('listbox').focus()
  await window.keyboard.press('j')
  await window.keyboard.press('j')
  await window.keyboard.press('k')
  await window.keyboard.press('Enter')
  const opened = window.getByRole('option', { selected: true })
  await expect(opened).toHaveCount(1)
  const name = (await opened.getAttribute('aria-label'))!.split(',')[0]!
  expect(names).toContain(name)
  await expect(thread(window, name)).toBeVisible()

  await window.keyboard.press('r')
  await expect(window.getByRole('textbox', { name: `Reply to ${name}` })).toBeFocused()
  await window.keyboard.type('jkrm?') // shortcuts take nothing from a text field
  await expect(composer(window)).toHaveValue('jkrm?')
  await window.keyboard.press('Escape')
  await expect(composer(window)).not.toBeFocused()
  await window.keyboard.press('m')
  await expect(window.getByRole('textbox', { name: `Note about ${name}` })).toBeFocused()
  await window.keyboard.press('Escape')
  await window.keyboard.press('Escape')
  await expect(window.getByRole('listbox')).toBeFocused()
})
