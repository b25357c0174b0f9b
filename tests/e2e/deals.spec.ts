import { openConversation, signInAsDemoUser, typeIntoOpened } from '#tests/support/app-driver.ts'
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
  const stands = () => backend.sql`select d.value_minor::text as value, d.probability, s.kind,
    d.actual_close_date is null as is_open from deals d
    join pipeline_stages s on s.id = d.stage_id where d.lead_id = ${leadId}`
  const [before] = await stands()
  await backend.sql`update deals set probability = 35 where lead_id = ${leadId}`
  await expect(card).toHaveAccessibleName(/35 % likely/)
  await card.click({ button: 'right' })
  await typeIntoOpened(window, 'Won')
  await window.keyboard.press('Enter')
  const won = window.getByRole('dialog', { name: /^Move to/ })
  const win = async () => {
    await won.getByLabel('Value in EUR').fill('2,400.50')
    await won.getByRole('button', { name: /^Move to/ }).click()
  }
  await win()
  await expect.poll(stands).toEqual([{ value: '240050', probability: 100, kind: 'won', is_open: false }])

  // Taken back, the deal is as it was before, also where its stage would say otherwise.
  await window.keyboard.press('z')
  await expect.poll(stands).toEqual([{ ...before, probability: 35 }])
})

test('a deal tells its competitor and its history, also offline, and one that is deleted comes back until its Undo is over', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(180_000)
  const rep = await office.member('sales_rep')
  const { leadId } = await office.enquiry('Rosa Blum', 'What does the roof cost?', rep.id)
  const stages = await backend.sql<{ id: string; name: string; kind: string }[]>`
    select s.id, s.name, s.kind from pipeline_stages s join pipelines p on p.id = s.pipeline_id
    where p.organization_id = ${office.organization.id} and p.kind = 'deal' and p.is_default order by s.position`
  const [first, second] = stages.filter(({ kind }) => kind === 'open')
  const lost = stages.find(({ kind }) => kind === 'lost')!
  await backend.sql`insert into deals (organization_id, lead_id, name, stage_id, expected_close_date, value_minor)
    values (${office.organization.id}, ${leadId}, 'Solar roof', ${first!.id}, '2020-02-29', 1000000000000000)`
  await backend.sql`update deals set stage_id = ${second!.id} where lead_id = ${leadId}`
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, rep)
  await openConversation(window, 'Rosa Blum')
  desk.network.set('cut')

  const panel = window.getByRole('complementary', { name: 'Lead details' })
  await expect(panel.getByText('Overdue: by 29 Feb 2020')).toBeVisible()
  await expect(panel.getByText('€10,000,000,000,000', { exact: true })).toBeVisible()
  const open = panel.getByRole('button', { name: 'Edit deal Solar roof' })
  await open.click()
  const dialog = window.getByRole('dialog', { name: 'Deal', exact: true })
  await expect(dialog.getByRole('region', { name: 'Stages of this deal' })).toContainText(
    `${first!.name} → ${second!.name}`,
  )
  await dialog.getByRole('textbox', { name: 'Competitor' }).fill('Sonnenschein & Söhne ☀️')
  await dialog.getByRole('button', { name: 'Save deal' }).click()

  // Lost offline: the history has it at once, as what waits to be sent.
  await window.getByRole('button', { name: 'Pipeline', exact: true }).click()
  await window.getByRole('button', { name: /^Pipeline .*Change$/ }).click()
  await window.getByRole('menuitem', { name: /Deals$/ }).click()
  await window.getByRole('option', { name: /^Solar roof.*, was to close by 29 Feb 2020,/ }).click({ button: 'right' })
  await typeIntoOpened(window, lost.name)
  await window.keyboard.press('Enter')
  const asked = window.getByRole('dialog', { name: /^Move to/ })
  await asked.getByRole('textbox', { name: 'Reason' }).fill('Too dear')
  await asked.getByRole('button', { name: /^Move to/ }).click()
  await window.getByRole('button', { name: 'Inbox', exact: true }).click()
  await openConversation(window, 'Rosa Blum')
  await open.click()
  await expect(dialog.getByRole('listitem').filter({ hasText: `${lost.name}: Too dear` })).toContainText('not sent yet')
  await window.keyboard.press('Escape')
  desk.network.set('up')
  await expect
    .poll(() => backend.sql`select competitor, lost_reason from deals where lead_id = ${leadId}`, { timeout: 30_000 })
    .toEqual([{ competitor: 'Sonnenschein & Söhne ☀️', lost_reason: 'Too dear' }])
  await open.click()
  await expect(
    dialog.getByRole('listitem').filter({ hasText: `${second!.name} → ${lost.name}: Too dear` }),
  ).toBeVisible()

  // Deleted, and as it was; then for good.
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(open).toHaveCount(0)
  await window.getByRole('button', { name: 'Undo' }).last().click()
  await expect(open).toBeVisible()
  await open.click()
  await dialog.getByRole('button', { name: 'Delete' }).click()
  const told = window.getByRole('status').filter({ hasText: 'Deal “Solar roof” deleted' })
  await told.getByRole('button', { name: 'Dismiss' }).click()
  await expect.poll(() => backend.sql`select from deals where lead_id = ${leadId}`, { timeout: 30_000 }).toHaveLength(0)
  await expect(open).toHaveCount(0)
})

test('a lead is won offline on its board, with the deal that was open or a new one, and all of it is taken back in one go', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(180_000)
  const rep = await office.member('sales_rep')
  const { leadId } = await office.enquiry('Rosa Blum', 'What does the roof cost?', rep.id)
  await backend.sql`insert into deals (organization_id, lead_id, name, stage_id, value_minor)
    select ${office.organization.id}, ${leadId}, 'Solar roof', s.id, 250000
    from pipeline_stages s join pipelines p on p.id = s.pipeline_id
    where p.organization_id = ${office.organization.id} and p.kind = 'deal' and p.is_default and s.kind = 'open'
    order by s.position limit 1`
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, rep)
  await window.getByRole('button', { name: 'Pipeline', exact: true }).click()
  const card = window.getByRole('option', { name: /^Rosa Blum/ })
  await expect(card).toBeVisible()
  desk.network.set('cut')
  const converted = window.getByRole('listbox', { name: /^Converted, / }).getByRole('option', { name: /^Rosa Blum/ })
  const dialog = window.getByRole('dialog', { name: 'Move to Converted' })
  const win = async () => {
    await card.click({ button: 'right' })
    await typeIntoOpened(window, 'Converted')
    await window.keyboard.press('Enter')
  }

  await win()
  await expect(dialog.getByLabel('Deal').locator('option')).toHaveText([
    'Solar roof, €2,500',
    'A new deal',
    'Without a deal',
  ])
  await dialog.getByLabel('Value in EUR').fill('2,400.50')
  await dialog.getByLabel('Closed on').fill('2026-11-20')
  await dialog.getByRole('button', { name: 'Move to Converted' }).click()
  await expect(converted).toHaveAccessibleName(/€2,400.50/)

  // Taken back whole: the lead, the deal's stage, and what it was worth.
  await window.keyboard.press('z')
  await expect(converted).toHaveCount(0)
  await expect(card).toHaveAccessibleName(/€2,500/)

  await win()
  await dialog.getByLabel('Deal').selectOption('A new deal')
  await dialog.getByRole('button', { name: 'Move to Converted' }).click()
  await expect(dialog).toContainText('Give the deal a name.')
  await dialog.getByLabel('Name', { exact: true }).fill('Battery')
  await dialog.getByLabel('Value in EUR').fill('5,200')
  await dialog.getByLabel('Closed on').fill('2026-11-20')
  await dialog.getByRole('button', { name: 'Move to Converted' }).click()
  await expect(converted).toBeAttached()

  desk.network.set('up')
  await expect
    .poll(
      () => backend.sql`select d.name, d.value_minor::text as value, s.kind, d.actual_close_date::text as closed,
        l.kind as lead from deals d
        join pipeline_stages s on s.id = d.stage_id
        join leads on leads.id = d.lead_id join pipeline_stages l on l.id = leads.pipeline_stage_id
        where d.lead_id = ${leadId} order by d.name`,
      { timeout: 30_000 },
    )
    .toEqual([
      { name: 'Battery', value: '520000', kind: 'won', closed: '2026-11-20', lead: 'won' },
      { name: 'Solar roof', value: '250000', kind: 'open', closed: null, lead: 'won' },
    ])
  await expect(window.getByRole('button', { name: 'All changes saved' })).toBeVisible()
})

test('a lead that is won from its panel is asked what it bought; several at once are won without a deal, knowingly', async ({
  backend,
  office,
  computer,
}) => {
  const rep = await office.member('sales_rep')
  const { leadId } = await office.enquiry('Rosa Blum', 'What does the roof cost?', rep.id)
  await office.enquiry('Sven Carl', 'And the battery?', rep.id)
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, rep)
  desk.network.set('cut')
  const row = (name: string) => window.getByRole('option', { name: new RegExp(name) })
  await row('Rosa Blum').click()
  const panel = window.getByRole('complementary', { name: 'Lead details' })
  await panel.getByRole('button', { name: /^Stage: .*Change$/ }).click()
  await window.getByRole('menuitem', { name: 'Converted' }).click()
  const dialog = window.getByRole('dialog', { name: 'Move to Converted' })
  await dialog.getByLabel('Name', { exact: true }).fill('Battery')
  await dialog.getByLabel('Value in EUR').fill('5,200')
  await dialog.getByRole('button', { name: 'Move to Converted' }).click()
  await expect(panel.getByRole('button', { name: 'Edit deal Battery' })).toBeVisible()
  await expect(row('Rosa Blum')).toContainText('Converted')

  await window.keyboard.press('z')
  await expect(panel.getByRole('button', { name: 'Edit deal Battery' })).toHaveCount(0)
  await expect(row('Rosa Blum')).not.toContainText('Converted')

  for (const name of ['Rosa Blum', 'Sven Carl']) await row(name).locator('[data-select-box]').click()
  await window.getByRole('listbox', { name: /conversations$/ }).focus()
  await window.keyboard.press('s')
  await window.getByRole('combobox', { name: 'Stage of the selected leads' }).fill('Converted')
  await window.keyboard.press('Enter')
  await expect(dialog).toContainText('Their open deals stay open')
  await dialog.getByRole('button', { name: 'Move to Converted' }).click()
  await expect(window.getByText('2 leads moved to Converted')).toBeVisible()
  desk.network.set('up')
  await expect
    .poll(
      () => backend.sql`select count(*)::int as won, (select count(*)::int from deals where lead_id = ${leadId}) as deals
        from leads l join pipeline_stages s on s.id = l.pipeline_stage_id
        where l.organization_id = ${office.organization.id} and s.kind = 'won'`,
      { timeout: 30_000 },
    )
    .toEqual([{ won: 2, deals: 0 }])
})
