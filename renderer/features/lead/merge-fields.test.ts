import { expect, test } from 'vitest'
import { fieldsToPick, movesInWords } from './merge-fields.ts'
import type { MergeSide } from '#shared/contract/lead-models.ts'

const counts = { conversations: 0, notes: 0, deals: 0, bookings: 0, activities: 0, orders: 0 }
const side = (values: Record<string, unknown>): MergeSide => ({ lead_id: 'a', label: null, values, counts })

test('only fields of which both have another value are chosen', () => {
  const survivor = side({ first_name: 'Mia', email: null, phone: '030 1', custom_fields: {}, company_name: 'Keller' })
  const absorbed = side({
    first_name: 'M.',
    email: 'm@x.de',
    phone: '030 1',
    custom_fields: { a: 1 },
    company_name: '',
  })
  expect(fieldsToPick(survivor, absorbed)).toEqual([
    { field: 'first_name', label: 'First name', values: ['Mia', 'M.'] },
  ])
})

test('what moves is counted in words', () => {
  expect(movesInWords({ ...counts, conversations: 2, notes: 1 })).toBe('2 conversations, 1 note')
  expect(movesInWords(counts)).toBeNull()
})
