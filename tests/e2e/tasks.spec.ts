import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import type { Desk } from '#shared/contract/ipc.ts'
import { openConversation, signInAsDemoUser, thread } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

const tab = (window: Page, name: string) => window.getByRole('tab', { name: new RegExp(`^${name}`) })
const task = (window: Page, name: string | RegExp) =>
  window.getByRole('listbox', { name: / tasks$/ }).getByRole('option', { name })

async function openTasks(window: Page, list: string): Promise<void> {
  await window.keyboard.press('g')
  await window.keyboard.press('t')
  await expect(window.getByRole('heading', { name: 'Tasks', exact: true })).toBeVisible()
  await tab(window, list).click()
}

async function pick(window: Page, key: string, words: string): Promise<void> {
  await window.keyboard.press(key)
  await window.getByRole('dialog').getByRole('combobox').fill(words)
  await window.keyboard.press('Enter')
  await expect(window.getByRole('dialog')).toHaveCount(0)
}

test('a task is planned in words from a conversation, moved, handed over, done and taken back, all offline', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(120_000)
  const rep = await office.member('sales_rep')
  const colleague = await office.member('manager')
  const { leadId } = await office.enquiry('Ana Lima', 'Can you send me an offer?', rep.id)
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, rep)
  await openConversation(window, 'Ana Lima')
  desk.network.set('cut')

  await window.keyboard.press('Escape')
  await window.keyboard.press('t')
  const dialog = window.getByRole('dialog', { name: 'New task' })
  await expect(dialog.getByText('Ana Lima')).toBeVisible()
  await expect(dialog.getByLabel('What is to be done')).toBeFocused()
  await window.keyboard.type('Send the offer')
  await dialog.getByLabel('When').fill('yesterday 9am')
  await dialog.getByRole('button', { name: 'Plan task' }).click()
  await expect(dialog).toContainText('That is in the past')
  await dialog.getByLabel('When').fill('in 3 days')
  await dialog.getByRole('button', { name: 'Plan task' }).click()
  await expect(dialog).toHaveCount(0)

  await openTasks(window, 'Upcoming')
  await expect(tab(window, 'Upcoming')).toHaveAccessibleName('Upcoming, 1')
  await expect(task(window, /^Send the offer, Ana Lima, .*Saved here/)).toBeVisible()
  const { violations } = await new AxeBuilder({ page: window }).setLegacyMode().analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])

  // Another time, and edited.
  await window.getByRole('listbox', { name: 'Upcoming tasks' }).focus()
  await pick(window, 'h', 'in 2 weeks')
  await window.keyboard.press('d')
  const editing = window.getByRole('dialog', { name: 'Edit task' })
  await editing.getByLabel('What is to be done').fill('Send the larger offer')
  await editing.getByLabel('Priority').selectOption('High')
  await editing.getByRole('button', { name: 'Save task' }).click()
  await expect(task(window, /^Send the larger offer, Ana Lima, .*priority high/)).toBeVisible()

  // Done, and not.
  await window.getByRole('listbox', { name: 'Upcoming tasks' }).focus()
  await window.keyboard.press('e')
  await expect(tab(window, 'Upcoming')).toHaveAccessibleName('Upcoming, 0')
  await window.keyboard.press('z')
  await expect(task(window, /^Send the larger offer/)).toBeVisible()

  // It is somebody else's, and stands with everybody's.
  await window.getByRole('listbox', { name: 'Upcoming tasks' }).focus()
  await pick(window, 'a', 'manager')
  await expect(tab(window, 'Upcoming')).toHaveAccessibleName('Upcoming, 0')
  await window.getByRole('button', { name: 'Everybody' }).click()
  await expect(task(window, /^Send the larger offer.*manager/)).toBeVisible()
  await task(window, /^Send the larger offer/).click()
  await expect(thread(window, 'Ana Lima')).toBeVisible()

  desk.network.set('up')
  await expect
    .poll(
      () => backend.sql`select type, subject, status, priority, assigned_to, completed_at, created_by,
          due_at > now() + interval '13 days' as is_later from activities where lead_id = ${leadId}`,
      { timeout: 30_000 },
    )
    .toEqual([
      {
        type: 'task',
        subject: 'Send the larger offer',
        status: 'planned',
        priority: 'high',
        assigned_to: colleague.id,
        completed_at: null,
        created_by: rep.id,
        is_later: true,
      },
    ])
})

test('a missed call waits until it is answered by a call, whose outcome plans the next step; what is due is told', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(120_000)
  const rep = await office.member('sales_rep')
  const { leadId, conversationId } = await office.enquiry('Otto Maus', 'I will ring you.', rep.id)
  await backend.sql`insert into messages (conversation_id, direction, sender_type, content_type, body, metadata)
    values (${conversationId}, 'inbound', 'customer', 'call', 'Missed call', '{"status": "no-answer"}')`
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, rep)
  await openTasks(window, 'Missed calls')
  await expect(task(window, /^Missed call, Otto Maus/)).toBeVisible()
  desk.network.set('cut')

  await window.getByRole('listbox', { name: 'Missed calls tasks' }).focus()
  await window.keyboard.press('e')
  const dialog = window.getByRole('dialog', { name: 'Log a call' })
  const logVoicemail = async () => {
    await expect(dialog.getByLabel('Outcome')).toBeFocused()
    await dialog.getByLabel('Outcome').selectOption('Left a voicemail')
    await expect(dialog.getByLabel('What is to be done')).toHaveValue('Try again after the voicemail')
    await dialog.getByLabel('What was said').fill('Asked for a time to ring again.')
    await dialog.getByRole('button', { name: 'Log it' }).click()
    await expect(dialog).toHaveCount(0)
    await expect(tab(window, 'Missed calls')).toHaveAccessibleName('Missed calls, 0')
  }
  await logVoicemail()
  await tab(window, 'Upcoming').click()
  await expect(task(window, /^Try again after the voicemail, Otto Maus/)).toBeVisible()

  // Logged by mistake: with it goes what it planned, and the call is again one to answer.
  await window.getByRole('button', { name: 'Undo' }).click()
  await expect(task(window, /^Try again after the voicemail/)).toHaveCount(0)
  await tab(window, 'Missed calls').click()
  await task(window, /^Missed call, Otto Maus/).click()
  await window.keyboard.press('e')
  await logVoicemail()
  await tab(window, 'Upcoming').click()
  await expect(task(window, /^Try again after the voicemail, Otto Maus/)).toBeVisible()

  // Sooner than the dialog's words would have it, and nobody to ask.
  await window.evaluate(
    (lead_id) =>
      (globalThis as unknown as { desk: Desk }).desk.command('task.create', {
        lead_id,
        type: 'call',
        subject: 'Ring at once',
        description: null,
        priority: 'normal',
        due_at: Date.now() + 2_000,
        assigned_to: null,
      }),
    leadId,
  )
  await expect(window.getByText('Due now: Ring at once, Otto Maus')).toBeVisible({ timeout: 30_000 })
  await window.getByRole('button', { name: 'Show' }).click()
  await expect(task(window, /^Ring at once, Otto Maus, 1 min late/)).toBeVisible()
  await expect(window.getByRole('button', { name: 'Tasks, 1 overdue' })).toBeVisible()

  desk.network.set('up')
  await expect
    .poll(
      () => backend.sql`select subject, status, description, assigned_to from activities
        where lead_id = ${leadId} order by subject`,
      { timeout: 30_000 },
    )
    .toEqual([
      {
        subject: 'Call: left a voicemail',
        status: 'completed',
        description: 'Asked for a time to ring again.',
        assigned_to: rep.id,
      },
      { subject: 'Ring at once', status: 'planned', description: null, assigned_to: rep.id },
      { subject: 'Try again after the voicemail', status: 'planned', description: null, assigned_to: rep.id },
    ])
})
