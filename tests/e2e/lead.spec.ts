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
