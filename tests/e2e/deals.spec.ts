import { openConversation, signInAsDemoUser } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

test('a deal is made offline from a conversation, with items of the catalogue, is exact to the cent and won', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(180_000)
  const rep = await office.member('sales_rep')
  const { leadId } = await office.enquiry('Rosa Blum', 'What does the roof cost?', rep.id)
  await backend.sql`insert into products (organization_id, name, price_minor, currency)
    values (${office.organization.id}, 'Solar panel', 18999, 'EUR')`
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, rep)
  await openConversation(window, 'Rosa Blum')
  desk.network.set('cut')

  const panel = window.getByRole('complementary', { name: 'Lead details' })
  await panel.getByRole('button', { name: 'New deal' }).click()
  const dialog = window.getByRole('dialog', { name: 'New deal' })
  await dialog.getByRole('button', { name: 'Create deal' }).click()
  await expect(dialog).toContainText('Give the deal a name.')
  await dialog.getByLabel('Name', { exact: true }).fill('Solar roof')
  await dialog.getByLabel('Expected close').fill('2027-02-28')
  await dialog.getByRole('button', { name: 'Add an item' }).click()
  await window.getByRole('menuitem', { name: /^Solar panel/ }).click()
  await dialog.getByLabel('Number of item 1').fill('12')
  await dialog.getByLabel('Discount of item 1').fill('0.08')
  await expect(dialog.getByLabel('Total of item 1')).toHaveText('€2,279.80')
  await dialog.getByRole('button', { name: 'Create deal' }).click()
  await expect(panel.getByRole('button', { name: 'Edit deal Solar roof' })).toBeVisible()

  // Edited before anybody has seen it.
  await panel.getByRole('button', { name: 'Edit deal Solar roof' }).click()
  const editing = window.getByRole('dialog', { name: 'Deal', exact: true })
  await editing.getByLabel('Number of item 1').fill('13')
  await editing.getByRole('button', { name: 'Save deal' }).click()
  await expect(panel.getByText('€2,469.79').first()).toBeVisible()

  desk.network.set('up')
  await expect
    .poll(
      () => backend.sql`select d.name, d.value_minor::text as value, d.currency, i.quantity, i.total_minor::text as total
        from deals d join deal_items i on i.deal_id = d.id where d.lead_id = ${leadId}`,
      { timeout: 30_000 },
    )
    .toEqual([{ name: 'Solar roof', value: '246979', currency: 'EUR', quantity: 13, total: '246979' }])

  // Won on the board, which asks what it came to.
  await window.getByRole('button', { name: 'Pipeline', exact: true }).click()
  await window.getByRole('button', { name: /^Pipeline .*Change$/ }).click()
  await window.getByRole('menuitem', { name: /Deals$/ }).click()
  const card = window.getByRole('option', { name: /^Solar roof/ })
  await card.click({ button: 'right' })
  await window.keyboard.type('Won')
  await window.keyboard.press('Enter')
  const won = window.getByRole('dialog', { name: /^Move to/ })
  await won.getByLabel('Value in EUR').fill('2,400.50')
  await won.getByRole('button', { name: /^Move to/ }).click()
  await expect
    .poll(
      () => backend.sql`select d.value_minor::text as value, d.probability, s.kind from deals d
      join pipeline_stages s on s.id = d.stage_id where d.lead_id = ${leadId}`,
    )
    .toEqual([{ value: '240050', probability: 100, kind: 'won' }])
})
