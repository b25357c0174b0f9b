import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { createOrganization, startDatabase } from '#tests/support/database.ts'

let backend: LocalSupabase
beforeAll(async () => {
  backend = await startDatabase()
})
afterAll(() => backend.close())

/** People and the ways in which their number reaches us, for an organisation in the United Kingdom. */
const SPELLINGS = {
  '+447911123456': ['+44 7911 123456', '07911 123456', '0044 7911 123456', '(07911) 123-456', '447911123456'],
  '+447400123456': ['07400 123456', '+44 (0) 7400 123456', '+447400123456'],
  '+4915123456789': ['+49 1512 3456789', '0049 1512 3456789'],
}

const anyOrder = fc.shuffledSubarray(Object.values(SPELLINGS).flat(), { minLength: 1 })

test('one customer is one lead, in whatever order and spelling the numbers arrive', async () => {
  let round = 0
  await fc.assert(
    fc.asyncProperty(anyOrder, async (numbers) => {
      const { id, brandId } = await createOrganization(backend.sql, `Order ${++round}`)
      const outcomes: string[] = []
      for (const phone of numbers) {
        outcomes.push(
          await backend.sql`insert into leads (organization_id, brand_id, phone) values (${id}, ${brandId}, ${phone})`.then(
            () => 'new',
            (error: { constraint_name?: string }) => error.constraint_name ?? 'another failure',
          ),
        )
      }
      const people = Object.entries(SPELLINGS).filter(([, spellings]) =>
        spellings.some((each) => numbers.includes(each)),
      )
      const leads = await backend.sql<{ phone_normalized: string }[]>`
        select phone_normalized from leads where organization_id = ${id}`
      expect(leads.map((lead) => lead.phone_normalized).toSorted()).toEqual(people.map(([number]) => number).toSorted())
      expect(outcomes.filter((outcome) => outcome === 'new')).toHaveLength(people.length)
      expect(new Set(outcomes.filter((outcome) => outcome !== 'new'))).toEqual(
        new Set(numbers.length > people.length ? ['leads_phone_once'] : []),
      )
    }),
    { numRuns: 25 },
  )
})

test('the same number is another lead for another brand, and beside one that is kept as a duplicate', async () => {
  const { id, brandId } = await createOrganization(backend.sql, 'Brands')
  const [other] = await backend.sql<{ id: string }[]>`
    insert into brands (organization_id, key, name) values (${id}, 'second', 'Second') returning id`
  const [first] = await backend.sql<{ id: string }[]>`
    insert into leads (organization_id, brand_id, phone) values (${id}, ${brandId}, '07911 123456') returning id`
  await backend.sql`insert into leads (organization_id, brand_id, phone) values (${id}, ${other!.id}, '+447911123456')`
  await backend.sql`
    insert into leads (organization_id, brand_id, phone, duplicate_of)
    values (${id}, ${brandId}, '+44 7911 123456', ${first!.id})`
  const rows =
    await backend.sql`select 1 from leads where organization_id = ${id} and phone_normalized = '+447911123456'`
  expect(rows).toHaveLength(3)
})
