/** Leads that may be one customer, found in real files by their keys. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openCacheFile } from './cache-file.ts'
import type { Database } from './client.ts'
import { leadDuplicates } from './read/lead-duplicates.ts'
import { NOW, conversation, lead, note, pageOf, pull, rowOf, testCache } from './test-support.ts'
import type { TestCache } from './test-support.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const person = (full_name: string, given: Partial<ReturnType<typeof lead>> = {}) =>
  lead({ full_name, first_name: full_name, ...given })

const mia = person('Mia Keller', {
  phone: '030 901820',
  phone_normalized: '+4930901820',
  email: 'Mia@Example.com',
  postcode: '10115',
})
const samePhone = person('M. K.', { secondary_phone: '+49 (30) 90-18-20' })
const sameEmail = person('Office', { email: ' mia@example.com ' })
const sameName = person('Keller, Mía', { postcode: '101 15' })
const merged = person('Mia Keller', { postcode: '10115', merged_into: mia.id })
const otherBrand = person('Mia Keller', {
  phone: '030901820',
  brand_id: '0198f2c0-0000-7000-8000-0000000000aa',
})
const stranger = person('Tom Brandt', { postcode: '10115', phone: '040 2901820', email: 'tom@example.com' })
const chat = conversation({ lead_id: samePhone.id, last_message_at: NOW })

let cache: TestCache
let database: Database
beforeEach(async () => {
  cache = testCache()
  database = await cache.open()
  const leads = [mia, samePhone, sameEmail, sameName, merged, otherBrand, stranger]
  await pull(
    database,
    [
      pageOf('organizations', [rowOf('organizations', { default_country: 'DE' })]),
      pageOf('leads', leads),
      pageOf('conversations', [chat]),
      pageOf('notes', [note({ lead_id: samePhone.id }), note({ lead_id: samePhone.id })]),
    ],
    10,
  )
})
afterEach(() => cache.dispose())

describe('suggested duplicates', () => {
  test('are leads with the number in another form, the address, or a like name in the postcode', async () => {
    const found = await database.read('lead.duplicates', { lead_id: mia.id })
    expect(Object.fromEntries(found.map(({ lead_id, reasons }) => [lead_id, reasons]))).toEqual({
      [samePhone.id]: ['phone'],
      [sameEmail.id]: ['email'],
      [sameName.id]: ['name'],
    })
    expect(found.find(({ lead_id }) => lead_id === samePhone.id)?.conversation_id).toBe(chat.id)
  })

  test('are none for a lead that was merged', async () => {
    expect(await database.read('lead.duplicates', { lead_id: merged.id })).toEqual([])
  })

  test('follow an edit made offline', async () => {
    const set = { phone: '+49 40 2901820' }
    await database.commit({ name: 'lead.edit', args: { lead_id: sameEmail.id, set } }, { at: NOW })
    const found = await database.read('lead.duplicates', { lead_id: stranger.id })
    expect(found).toMatchObject([{ lead_id: sameEmail.id, reasons: ['phone'] }])
  })
})

test('a number typed in any form finds the lead that has it, in every brand', async () => {
  const found = await database.read('lead.matches', { phone: '0049 30 901820', email: null })
  expect(found.map(({ lead_id }) => lead_id).toSorted()).toEqual([mia.id, samePhone.id, otherBrand.id].toSorted())
  expect(await database.read('lead.matches', { phone: 'nonsense', email: null })).toEqual([])
  expect(await database.read('lead.matches', { phone: null, email: 'TOM@example.com' })).toMatchObject([
    { lead_id: stranger.id },
  ])
})

test('both sides of a merge tell their values and what would move', async () => {
  const sides = await database.read('lead.merge_sides', { lead_ids: [mia.id, samePhone.id] })
  expect(sides).toMatchObject([
    { label: 'Mia Keller', values: { phone: '030 901820' }, counts: { conversations: 0, notes: 0 } },
    { label: 'M. K.', counts: { conversations: 1, notes: 2, deals: 0 } },
  ])
  expect(await database.read('lead.merge_sides', { lead_ids: [mia.id, merged.id] })).toBeNull()
  expect(await database.read('lead.merge_sides', { lead_ids: [mia.id, mia.id] })).toBeNull()
})

test('no key of a duplicate is looked for by a scan', async () => {
  await database.close()
  const { db } = openCacheFile(cache)
  const asked: string[] = []
  const prepare = db.prepare.bind(db)
  leadDuplicates({ prepare: (sql: string) => (asked.push(sql), prepare(sql)) } as unknown as typeof db)
  const plans = asked
    .filter((sql) => sql.includes('?'))
    .flatMap((sql) => prepare<[string], { detail: string }>(`explain query plan ${sql}`).all('x'))
  expect(plans.filter(({ detail }) => detail.startsWith('SCAN'))).toEqual([])
  db.close()
})
