import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { createOrganization, joinAs, startDatabase } from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'
import type { Ids } from '#tests/support/lead-with-everything.ts'
import { Pusher } from '#tests/support/pusher.ts'
import { rowsToChange } from '#tests/support/row-mutation-specimens.ts'

let backend: LocalSupabase
let organization: Organization
let rep: Member
beforeAll(async () => {
  backend = await startDatabase()
  organization = await createOrganization(backend.sql, 'Acme')
  rep = await joinAs(backend, organization.id, 'sales_rep')
})
afterAll(() => backend.close())

let ids: Ids
let desk: Pusher
beforeEach(async () => {
  ids = await rowsToChange(backend.sql, organization, rep.id)
  desk = new Pusher(rep.client)
})

async function rowOf(table: string, id = ids[table]!) {
  const [row] = await backend.sql`select * from ${backend.sql(table)} where id = ${id}`
  return row!
}

const AT = Date.parse('2026-11-20T10:00:00Z')

describe('a deal', () => {
  const edit = (set: object, base: object) => desk.send('deal.edit', { deal_id: ids['deals'], set, base })
  const AMOUNT = { value_minor: '0', currency: 'EUR' }

  test('takes edits of different fields of two people', async () => {
    await backend.sql`update deals set description = 'Two roofs' where id = ${ids['deals']!}`
    expect(await edit({ name: 'Big roof' }, { name: 'Roof' })).toMatchObject({ result: 'applied' })
    expect(await rowOf('deals')).toMatchObject({ name: 'Big roof', description: 'Two roofs' })
  })

  test('keeps its amount whole: a value is no good when a colleague changed the currency', async () => {
    await backend.sql`update deals set currency = 'GBP' where id = ${ids['deals']!}`
    const outcome = await edit({ value_minor: '500' }, AMOUNT)
    expect(outcome).toMatchObject({
      result: 'conflict',
      details: { fields: { currency: { base: 'EUR', mine: 'EUR', theirs: 'GBP' } }, row: { id: ids['deals'] } },
    })
    expect(await rowOf('deals')).toMatchObject({ value_minor: '0', currency: 'GBP' })
  })

  test('is not changed by who does not tell all of the amount they saw', async () => {
    expect(await edit({ value_minor: '500' }, { value_minor: '0' })).toMatchObject({ code: 'invalid_input' })
  })

  test('keeps its currency while there are items in it', async () => {
    expect(await edit({ currency: 'GBP' }, AMOUNT)).toMatchObject({ code: 'invalid_input' })
    await backend.sql`delete from deal_items where deal_id = ${ids['deals']!}`
    expect(await edit({ currency: 'GBP' }, AMOUNT)).toMatchObject({ result: 'applied' })
  })

  const move = (set: object, base: object = {}) =>
    desk.send('deal.move', {
      deal_id: ids['deals'],
      set,
      base: { actual_close_date: null, lost_reason: null, won_reason: null, ...base },
    })

  test('that is won takes its reason, its day and no other reason along, and the history tells why', async () => {
    const { stage_id } = await rowOf('deals')
    const won = {
      stage_id: ids['won stage'],
      won_reason: 'Price',
      lost_reason: 'Too dear',
      actual_close_date: '2026-11-01',
    }
    expect(await move(won, { stage_id })).toMatchObject({ result: 'applied' })
    expect(await rowOf('deals')).toMatchObject({ won_reason: 'Price', lost_reason: null, probability: 100 })
    const [change] = await backend.sql`
      select s.reason, s.changed_by, d.actual_close_date::text as day from stage_changes s join deals d on d.id = s.deal_id
      where s.deal_id = ${ids['deals']!} and s.to_stage_id = ${ids['won stage']!}`
    expect(change).toMatchObject({ reason: 'Price', changed_by: rep.id, day: '2026-11-01' })
    const back = { ...won, stage_id: ids['deal stage'] }
    const base = { stage_id: ids['won stage'], won_reason: 'Price', actual_close_date: '2026-11-01' }
    expect(await move(back, base)).toMatchObject({ result: 'applied' })
    expect(await rowOf('deals')).toMatchObject({ won_reason: null, actual_close_date: null })
  })

  test('that a colleague moved elsewhere is a conflict of the whole outcome, and to the same place is done', async () => {
    const { stage_id } = await rowOf('deals')
    await backend.sql`update deals set stage_id = ${ids['won stage']!} where id = ${ids['deals']!}`
    expect(await move({ stage_id: ids['won stage'] }, { stage_id })).toMatchObject({ result: 'applied' })
    const outcome = await move({ stage_id: ids['deal target'] }, { stage_id })
    expect(outcome).toMatchObject({
      result: 'conflict',
      details: { fields: { stage_id: { theirs: ids['won stage'] } } },
    })
  })

  test('does not go into a stage of leads', async () => {
    const { stage_id } = await rowOf('deals')
    expect(await move({ stage_id: ids['lead stage'] }, { stage_id })).toMatchObject({ code: 'invalid_stage' })
    const deal = { deal_id: randomUUID(), lead_id: ids['leads'], name: 'x', stage_id: ids['lead stage'] }
    expect(await desk.send('deal.create', deal)).toMatchObject({ code: 'invalid_stage' })
  })
})

describe('an item of a deal', () => {
  test('has an exact total beyond what a JavaScript number holds', async () => {
    const item = {
      deal_item_id: randomUUID(),
      deal_id: ids['deals'],
      name: 'Panel',
      unit_price_minor: '9007199254740993',
      quantity: 3,
      discount_minor: '1',
    }
    expect(await desk.send('deal_item.create', item)).toMatchObject({ result: 'applied' })
    expect(await rowOf('deal_items', item.deal_item_id)).toMatchObject({
      total_minor: '27021597764222978',
      lead_id: ids['leads'],
      currency: 'EUR',
    })
  })

  test('keeps quantity, price and discount together', async () => {
    await backend.sql`update deal_items set unit_price_minor = 20000 where id = ${ids['deal_items']!}`
    const outcome = await desk.send('deal_item.edit', {
      deal_item_id: ids['deal_items'],
      set: { quantity: 5 },
      base: { quantity: 1, unit_price_minor: '10000', discount_minor: '0' },
    })
    expect(outcome).toMatchObject({
      result: 'conflict',
      details: { fields: { unit_price_minor: { theirs: '20000' } } },
    })
  })
})

describe('an activity', () => {
  test('that two people complete is done, as the first says', async () => {
    const complete = (completed_at: number) =>
      desk.send('activity.complete', {
        activity_id: ids['activities'],
        completed_at,
        base: { status: 'planned', completed_at: null },
      })
    expect(await complete(AT)).toMatchObject({ result: 'applied' })
    expect(await complete(AT + 60_000)).toMatchObject({ result: 'applied' })
    expect(await rowOf('activities')).toMatchObject({ status: 'completed', completed_at: new Date(AT) })
    expect((await rowOf('leads')).last_contact_at).toEqual(new Date(AT))
  })

  test('that was cancelled meanwhile is not completed', async () => {
    await backend.sql`update activities set status = 'cancelled' where id = ${ids['activities']!}`
    const outcome = await desk.send('activity.complete', {
      activity_id: ids['activities'],
      completed_at: AT,
      base: { status: 'planned', completed_at: null },
    })
    expect(outcome).toMatchObject({ result: 'conflict', details: { fields: { status: { theirs: 'cancelled' } } } })
  })
})

describe('a booking', () => {
  test('moves with both its ends or not at all', async () => {
    const { starts_at, ends_at } = await rowOf('bookings')
    await backend.sql`update bookings set ends_at = ends_at + interval '1 hour' where id = ${ids['bookings']!}`
    const outcome = await desk.send('booking.edit', {
      booking_id: ids['bookings'],
      set: { starts_at: AT },
      base: { starts_at: (starts_at as Date).getTime(), ends_at: (ends_at as Date).getTime() },
    })
    expect(outcome).toMatchObject({ result: 'conflict', code: 'conflict' })
  })

  test('that is cancelled says when, and no longer when it is revived', async () => {
    const booking_id = ids['bookings']
    await desk.send('booking.cancel', { booking_id, base: { status: 'pending' } })
    expect((await rowOf('bookings')).cancelled_at).toBeInstanceOf(Date)
    await desk.send('booking.edit', { booking_id, set: { status: 'confirmed' }, base: { status: 'cancelled' } })
    expect(await rowOf('bookings')).toMatchObject({ status: 'confirmed', cancelled_at: null })
  })
})
