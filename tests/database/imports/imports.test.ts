import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import {
  createConversation,
  createLead,
  createOrganization,
  joinAs,
  startDatabase,
  writeMessage,
} from '#tests/support/database.ts'
import { ImportDesk, rowsOf } from './import-desk.ts'

let backend: LocalSupabase
let desk: ImportDesk
beforeAll(async () => {
  backend = await startDatabase()
})
afterAll(() => backend.close())
beforeEach(async () => {
  await backend.sql`truncate organizations cascade`
  desk = await ImportDesk.open(backend)
})

const ANN = { first_name: 'Ann', phone: '+44 7911 123456', email: 'ann@example.com' }
const BOB = { first_name: 'Bob', phone: '+44 7911 123457' }

describe('an import', () => {
  test('makes leads with all that their rows say, whose they are and where they belong', async () => {
    const [dataset] = await desk.sql<{ id: string }[]>`
      insert into datasets (organization_id, name) values (${desk.organization.id}, 'Spring') returning id`
    const [stage] = await desk.sql<{ id: string }[]>`
      select s.id from pipeline_stages s join pipelines p on p.id = s.pipeline_id
      where p.organization_id = ${desk.organization.id} and p.kind = 'lead' and s.name = 'Qualified'`
    const rep = await desk.join('sales_rep')
    const values = {
      ...ANN,
      tags: ['vip'],
      custom_fields: { Model: 'Golf' },
      inquiry_date: '2026-03-29',
      temperature: 'hot',
    }
    const state = await desk.run(rowsOf(values), {
      dataset_id: dataset!.id,
      owner_id: rep.id,
      stage_id: stage!.id,
      tags: ['spring'],
      source: 'Fair',
    })
    expect(state).toMatchObject({ status: 'completed', counts: { created: 1 }, last_row: 2 })
    const [lead] = await desk.leads()
    expect(lead).toMatchObject({
      first_name: 'Ann',
      phone_normalized: '+447911123456',
      owner_id: rep.id,
      pipeline_stage_id: stage!.id,
      stage_override: true,
      source: 'Fair',
      temperature: 'hot',
      tags: expect.arrayContaining(['vip', 'spring']),
      custom_fields: { Model: 'Golf' },
      dataset_ids: [dataset!.id],
    })
    const [counted] = await desk.sql`select total_leads from datasets`
    expect(counted!.total_leads).toBe(1)
  })

  test('starts the campaigns of the tags that it gives', async () => {
    const [campaign] = await desk.sql`select tag from campaigns where organization_id = ${desk.organization.id} limit 1`
    await desk.run(rowsOf(ANN), { tags: [campaign!.tag] })
    expect(await desk.sql`select status from campaign_enrollments`).toEqual([{ status: 'active' }])
  })

  test('does a batch that comes twice once, and goes on after the last row that was done', async () => {
    const { id } = await desk.start({ rows: 3 })
    const rows = rowsOf(ANN, BOB, { first_name: 'Cat', email: 'cat@example.com' })
    await desk.rows(id, rows.slice(0, 2))
    expect(await desk.rows(id, rows.slice(0, 2))).toMatchObject({ counts: { created: 2 }, last_row: 3 })
    await desk.call('import_stop', { p_import: id })
    await expect(desk.rows(id, rows.slice(2))).rejects.toMatchObject({ code: 'PT423' })
    expect(await desk.start({ id })).toMatchObject({ status: 'processing', last_row: 3 })
    expect(await desk.rows(id, rows, { last: true })).toMatchObject({ status: 'completed', counts: { created: 3 } })
    expect(await desk.leads()).toHaveLength(3)
  })

  test('keeps the reasons of rows that stayed out, and those that the server finds', async () => {
    const state = await desk.run([
      { row: 2, reason: 'invalid_email', column: 'Mail' },
      { row: 3, values: { first_name: 'Nobody' } },
      { row: 4, values: { phone: '12' } },
      { row: 5, values: ANN },
    ])
    expect(state.counts).toEqual({ created: 1, rejected: 3 })
    expect(await desk.report(state.id)).toMatchObject([
      { row_number: 2, outcome: 'rejected', reason: 'invalid_email', column_name: 'Mail' },
      { row_number: 3, outcome: 'rejected', reason: 'no_contact' },
      { row_number: 4, outcome: 'rejected', reason: 'invalid_phone' },
    ])
  })

  test('follows the rules of its list: what a lead must have, foreign numbers, and what becomes of duplicates', async () => {
    const [settings] = await desk.sql<{ id: string }[]>`
      insert into campaign_settings (organization_id, required_fields, duplicate_action, allow_international)
      values (${desk.organization.id}, '{first_name,phone}', 'skip', false) returning id`
    const [dataset] = await desk.sql<{ id: string }[]>`
      insert into datasets (organization_id, name, campaign_settings_id)
      values (${desk.organization.id}, 'Spring', ${settings!.id}) returning id`
    const state = await desk.run(
      rowsOf(ANN, ANN, { phone: BOB.phone }, { first_name: 'Dora', phone: '+49 30 901820' }),
      { dataset_id: dataset!.id },
    )
    expect(state.counts).toEqual({ created: 1, skipped: 1, rejected: 2 })
    const reasons = (await desk.report(state.id)).map(({ reason }) => reason)
    expect(reasons).toEqual(['duplicate_in_file', 'required', 'foreign_number'])
  })

  test('makes the list that it fills, for those who manage', async () => {
    const state = await desk.run(rowsOf(ANN), { dataset_name: 'Fair', mapping: { Name: 'first_name' } })
    expect(state.counts).toEqual({ created: 1 })
    expect(await desk.sql`select name, total_leads, column_mapping from datasets`).toEqual([
      { name: 'Fair', total_leads: 1, column_mapping: { Name: 'first_name' } },
    ])
    await expect(desk.start({ dataset_name: 'Fair' })).rejects.toMatchObject({ code: '22023' })
    const rep = await desk.join('sales_rep')
    await expect(desk.start({ dataset_name: 'Mine' }, rep)).rejects.toMatchObject({ code: '42501' })
  })

  test('refuses a batch that cannot be, by row and column, and writes nothing of it', async () => {
    const { id } = await desk.start()
    for (const values of [
      { owner_id: randomUUID() },
      { first_name: 'x'.repeat(201) },
      { first_name: 7 },
      { inquiry_date: '2026-02-31' },
      { lead_status: 'purple' },
      { tags: 'vip' },
      { custom_fields: { a: 'x'.repeat(20_001) } },
    ]) {
      const [name] = Object.keys(values)
      await expect(desk.rows(id, rowsOf(ANN, values))).rejects.toMatchObject({
        code: '22023',
        message: `Row 3: ${name} cannot be set to this`,
      })
    }
    expect(await desk.leads()).toEqual([])
  })

  test('is for those who write, and nobody else touches it', async () => {
    const [viewer, rep, colleague] = [
      await desk.join('viewer'),
      await desk.join('sales_rep'),
      await desk.join('sales_rep'),
    ]
    await expect(desk.start({}, viewer)).rejects.toMatchObject({ code: '42501' })
    const { id } = await desk.start({}, rep)
    await expect(desk.rows(id, rowsOf(ANN), { by: colleague })).rejects.toMatchObject({ code: 'PT404' })
    const rival = await createOrganization(backend.sql, 'Rival')
    const stranger = await joinAs(backend, rival.id, 'owner')
    await expect(desk.rows(id, rowsOf(ANN), { by: stranger })).rejects.toMatchObject({ code: 'PT404' })
    await expect(desk.start({ brand_id: rival.brandId })).rejects.toMatchObject({ code: '22023' })
    await expect(desk.start({ owner_id: viewer.id })).rejects.toMatchObject({ code: '22023' })
    await expect(desk.start({ file_name: null })).rejects.toMatchObject({ code: '22023' })
    expect(await desk.report(id, stranger)).toEqual([])
    expect(await desk.rows(id, rowsOf(ANN), { by: rep })).toMatchObject({ counts: { created: 1 } })
    expect((await desk.leads())[0]).toMatchObject({ owner_id: rep.id })
  })
})

describe('a duplicate', () => {
  test.each([
    ['flag', 'flagged', 1],
    ['skip', 'skipped', 1],
    ['merge', 'merged', 1],
    ['keep_both', 'kept_both', 2],
  ])('of a lead is, by %s, %s', async (duplicate_action, outcome, leads) => {
    const there = await createLead(desk.sql, desk.organization, { first_name: 'Ann', phone: '07911 123456' })
    const state = await desk.run(rowsOf({ ...ANN, first_name: 'Anna' }), { duplicate_action })
    expect(state.counts).toEqual({ [outcome]: 1 })
    const found = await desk.leads()
    expect(found).toHaveLength(leads)
    expect(found.find(({ id }) => id === there)).toMatchObject({
      first_name: 'Ann',
      email: duplicate_action === 'merge' ? 'ann@example.com' : null,
    })
    const doubles = found.filter(({ duplicate_of }) => duplicate_of === there)
    expect(doubles).toHaveLength(leads - 1)
  })

  test('is known by its address only while not both have a number', async () => {
    const there = await createLead(desk.sql, desk.organization, { first_name: 'Ann', phone: '07911 123456' })
    await desk.sql`update leads set email = 'Ann@Example.com' where id = ${there}`
    const state = await desk.run(
      rowsOf({ first_name: 'Ben', phone: BOB.phone, email: 'ann@example.com' }, { email: 'ann@example.com' }),
      { duplicate_action: 'skip' },
    )
    expect(state.counts).toEqual({ created: 1, skipped: 1 })
  })

  test('that merges fills what is empty, adds tags, and takes over that nobody may be contacted', async () => {
    const there = await createLead(desk.sql, desk.organization, { first_name: 'Ann', phone: '07911 123456' })
    await desk.sql`update leads set tags = '{old}', custom_fields = '{"a": "1"}', company_name = 'Acme' where id = ${there}`
    await desk.run(
      rowsOf({
        ...ANN,
        company_name: 'Other',
        postcode: 'SW1A 1AA',
        tags: ['new', 'old'],
        custom_fields: { a: '2', b: '3' },
        contact_status: 'removed',
        lead_status: 'lost',
      }),
      { duplicate_action: 'merge' },
    )
    expect((await desk.leads())[0]).toMatchObject({
      company_name: 'Acme',
      postcode: 'SW1A 1AA',
      email: 'ann@example.com',
      tags: ['old', 'new'],
      custom_fields: { a: '1', b: '3' },
      contact_status: 'removed',
      lead_status: 'new',
    })
  })

  test('of a lead that the caller does not see stays out, and is not told', async () => {
    const [rep, colleague] = [await desk.join('sales_rep'), await desk.join('sales_rep')]
    await createLead(desk.sql, desk.organization, { phone: '07911 123456', owner_id: colleague.id })
    for (const duplicate_action of ['flag', 'merge', 'keep_both']) {
      const state = await desk.run(rowsOf(ANN), { duplicate_action }, { by: rep })
      expect(state.counts).toEqual({ rejected: 1 })
      expect(await desk.report(state.id, rep)).toMatchObject([{ reason: 'belongs_to_colleague', lead_id: null }])
    }
  })
})

describe('an import is taken back', () => {
  test('some rows at a time, and leaves nothing behind', async () => {
    const [campaign] = await desk.sql`select tag from campaigns where organization_id = ${desk.organization.id} limit 1`
    const [stage] = await desk.sql<{ id: string }[]>`
      select s.id from pipeline_stages s join pipelines p on p.id = s.pipeline_id
      where p.organization_id = ${desk.organization.id} and p.kind = 'lead' and s.name = 'Qualified'`
    const rows = rowsOf(ANN, BOB, { ...ANN, company_name: 'Acme' }, ANN, { email: 'cat@example.com' })
    const options = { duplicate_action: 'merge', tags: [campaign!.tag], dataset_name: 'Fair', stage_id: stage!.id }
    const { id } = await desk.run(rows, options, { batch: 2 })
    await desk.sql`select app.rescore_due()`
    expect(await desk.leads()).toHaveLength(3)
    expect(await desk.undo(id, { limit: 2 })).toMatchObject({ is_undone: true, counts: { undone: 5, kept: 0 } })
    expect(await desk.leads()).toEqual([])
    expect(await desk.sql`select total_leads from datasets`).toEqual([{ total_leads: 0 }])
    await expect(desk.start({ id })).rejects.toMatchObject({ code: '22023' })
  })

  test('but for the leads that somebody has worked with or changed since, and says which', async () => {
    const { id } = await desk.run(rowsOf(ANN, BOB, { email: 'cat@example.com' }, { email: 'dan@example.com' }))
    const [ann, bob, cat] = await desk.leads()
    await writeMessage(desk.sql, await createConversation(desk.sql, desk.organization, String(ann!.id)), 'Hello')
    await desk.sql`update leads set last_name = 'Lee' where id = ${String(bob!.id)}`
    await desk.sql`delete from leads where id = ${String(cat!.id)}`
    expect(await desk.undo(id)).toMatchObject({ counts: { undone: 1, kept: 3 } })
    expect(await desk.report(id)).toMatchObject([
      { row_number: 2, undone: 'in_use', lead_id: ann!.id },
      { row_number: 3, undone: 'edited' },
      { row_number: 4, undone: 'gone', lead_id: null },
    ])
    expect(await desk.leads()).toHaveLength(2)
  })

  test('in leads that were there: what it filled in goes, what was written since stays', async () => {
    const [campaign] = await desk.sql`select tag from campaigns where organization_id = ${desk.organization.id} limit 1`
    const there = await createLead(desk.sql, desk.organization, { first_name: 'Ann', phone: '07911 123456' })
    const values = { ...ANN, company_name: 'Acme', postcode: 'SW1A 1AA' }
    const options = { duplicate_action: 'merge', dataset_name: 'Fair', tags: [campaign!.tag] }
    const { id } = await desk.run(rowsOf(values), options)
    expect(await desk.sql`select status from campaign_enrollments`).toEqual([{ status: 'active' }])
    await desk.sql`update leads set company_name = 'Other', tags = tags || '{mine}' where id = ${there}`
    expect(await desk.undo(id)).toMatchObject({ counts: { undone: 0, kept: 1 } })
    expect((await desk.leads())[0]).toMatchObject({
      company_name: 'Other',
      postcode: null,
      email: null,
      tags: ['mine'],
      dataset_ids: [],
    })
    expect(await desk.sql`select status from campaign_enrollments`).toEqual([{ status: 'cancelled' }])
  })
})

test('dry runs are forgotten the day after', async () => {
  const { id } = await desk.run(rowsOf(ANN), { dry_run: true })
  await desk.run(rowsOf(BOB))
  await desk.sql`select app.forget_dry_imports(100, now() + interval '25 hours')`
  expect(await desk.sql`select id from imports where id = ${id}`).toEqual([])
  expect(await desk.sql`select id from imports`).toHaveLength(1)
})
