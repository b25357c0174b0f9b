import type { Locator, Page } from '@playwright/test'
import { openConversation, signInAsDemoUser } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

const panel = (window: Page): Locator => window.getByRole('complementary', { name: 'Lead details' })

/** Types into a field of the panel where it stands, and saves it. */
async function setField(window: Page, label: string, value: string): Promise<void> {
  await panel(window)
    .getByRole('button', { name: new RegExp(`^${label}:`) })
    .click()
  const field = panel(window).getByRole('textbox', { name: label, exact: true })
  await field.fill(value)
  await field.press('Enter')
}

const field = (window: Page, label: string): Locator =>
  panel(window).getByRole('button', { name: new RegExp(`^${label}:`) })

test('fields are edited offline, checked as they are typed, marked while they wait, and reach the team', async ({
  backend,
  office,
  computer,
}) => {
  const rep = await office.member('sales_rep')
  const { leadId } = await office.enquiry('Rosa Blum', 'What does the small one cost?', rep.id)
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, rep)
  await openConversation(window, 'Rosa Blum')
  desk.network.set('cut')

  await setField(window, 'Phone', 'not a number')
  await expect(panel(window).getByRole('alert')).toContainText('not a phone number')
  await window.keyboard.press('Escape')
  await expect(field(window, 'Phone')).toBeFocused()

  await setField(window, 'Phone', '+49 (30) 901820')
  await expect(field(window, 'Phone')).toContainText('+49 30 901820')
  await setField(window, 'Company', 'Blum & Söhne 🌷')
  await panel(window).getByRole('combobox', { name: 'Add a tag' }).fill('garden')
  await panel(window).getByRole('combobox', { name: 'Add a tag' }).press('Enter')
  await expect(panel(window).getByRole('button', { name: 'Remove tag garden' })).toBeVisible()
  await expect(panel(window).getByText('Saved here').first()).toBeAttached()

  await panel(window).getByRole('textbox', { name: 'Pin a note' }).fill('Call after six.')
  await panel(window).getByRole('button', { name: 'Pin it' }).click()
  await expect(panel(window).getByRole('region', { name: 'Pinned notes' })).toContainText('Call after six.')

  desk.network.set('up')
  await expect(panel(window).getByText('Saved here')).toHaveCount(0, { timeout: 30_000 })
  await expect
    .poll(() => backend.sql`select company_name, phone_normalized, tags from leads where id = ${leadId}`)
    .toEqual([{ company_name: 'Blum & Söhne 🌷', phone_normalized: '+4930901820', tags: ['garden'] }])
  await expect
    .poll(() => backend.sql`select body, is_pinned from notes where lead_id = ${leadId}`)
    .toEqual([{ body: 'Call after six.', is_pinned: true }])
})

test('suggested duplicates are merged with the values chosen, and are two again when it is undone', async ({
  backend,
  office,
  computer,
}) => {
  const rep = await office.member('sales_rep')
  const mia = await office.enquiry('Mia Keller', 'Do you deliver on Sundays?', rep.id)
  const other = await office.enquiry('M. Keller', 'It is me again, from my old phone.', rep.id)
  await backend.sql`update leads set phone = '+4930901820', email = 'mia@example.com' where id = ${mia.leadId}`
  await backend.sql`update leads set secondary_phone = '+49 (30) 90-18-20', company_name = 'Keller' where id = ${other.leadId}`
  const { window } = await (await computer()).start()
  await signInAsDemoUser(window, rep)
  await openConversation(window, 'Mia Keller')

  const duplicates = panel(window).getByRole('region', { name: 'Possible duplicates' })
  await expect(duplicates).toContainText('same phone number')
  await duplicates.getByRole('button', { name: 'Merge with M. Keller…' }).click()
  const dialog = window.getByRole('dialog', { name: 'Merge leads' })
  await expect(dialog).toContainText('Moves to Mia Keller: 1 conversation.')
  await dialog.getByRole('group', { name: 'First name' }).getByRole('radio').nth(1).check()
  await dialog.getByRole('button', { name: /^Merge into/ }).click()

  await expect
    .poll(
      () => backend.sql`select id, first_name, company_name, merged_into from leads
        where id in ${backend.sql([mia.leadId, other.leadId])} order by merged_into nulls first`,
    )
    .toEqual([
      { id: mia.leadId, first_name: 'M. Keller', company_name: 'Keller', merged_into: null },
      { id: other.leadId, first_name: 'M. Keller', company_name: 'Keller', merged_into: mia.leadId },
    ])
  await expect(duplicates).toHaveCount(0)

  const merged = panel(window).getByRole('region', { name: 'Merged into this lead' })
  await merged.getByRole('button', { name: 'Unmerge' }).click()
  await expect
    .poll(() => backend.sql`select first_name from leads where id = ${mia.leadId} and merged_into is null`)
    .toEqual([{ first_name: 'Mia Keller' }])
  await expect(duplicates).toBeVisible()
  await duplicates.getByRole('button', { name: /not a duplicate$/ }).click()
  await expect(duplicates).toHaveCount(0)
})

test('a new lead is made offline, and one that has the number already is offered instead', async ({
  backend,
  office,
  computer,
}) => {
  const rep = await office.member('sales_rep')
  const known = await office.enquiry('Tom Brandt', 'Are you open on Monday?', rep.id)
  await backend.sql`update leads set phone = '+4930901820' where id = ${known.leadId}`
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, rep)
  desk.network.set('cut')

  await window.keyboard.press('n')
  const dialog = window.getByRole('dialog', { name: 'New lead' })
  await dialog.getByRole('button', { name: 'Create lead' }).click()
  await expect(dialog.getByRole('alert')).toContainText('Give a name')
  await dialog.getByLabel('First name').fill('😀🎉')
  await dialog.getByLabel('Phone').fill('0049 (30) 90 18 20')
  await expect(dialog).toContainText('Already in your leads')
  await dialog.getByRole('button', { name: 'Open Tom Brandt' }).click()
  await expect(window.getByLabel('Conversation with Tom Brandt')).toBeVisible()

  await window.getByLabel('Conversation with Tom Brandt').press('n')
  await dialog.getByLabel('First name').fill('😀🎉')
  await dialog.getByLabel('Phone').fill('+49 30 901821')
  await dialog.getByRole('button', { name: 'Create lead' }).click()
  await expect(window.getByRole('dialog', { name: '😀🎉' })).toBeVisible()

  desk.network.set('up')
  await expect
    .poll(() => backend.sql`select phone_normalized, owner_id from leads where first_name = '😀🎉'`, {
      timeout: 30_000,
    })
    .toEqual([{ phone_normalized: '+4930901821', owner_id: rep.id }])
})
