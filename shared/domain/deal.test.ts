import { describe, expect, test } from 'vitest'
import type { Row } from '../replication/tables.ts'
import { closing, itemTotal } from './deal.ts'

describe('the total of an item', () => {
  test.each([
    [3, '9007199254740993', '1', '27021597764222978'],
    [1, '9223372036854775807', '0', '9223372036854775807'],
    [2, '50', '100', '0'],
  ])('of %i × %s − %s is %s', (quantity, unit_price_minor, discount_minor, total) => {
    expect(itemTotal({ quantity, unit_price_minor, discount_minor })).toBe(total)
  })

  test('is none for more than 64 bits, or a discount above the price', () => {
    expect(itemTotal({ quantity: 2, unit_price_minor: '9223372036854775807', discount_minor: '9' })).toBeNull()
    expect(itemTotal({ quantity: 2, unit_price_minor: '50', discount_minor: '101' })).toBeNull()
  })
})

describe('a deal in a stage', () => {
  const deal = { actual_close_date: null, probability: 40, lost_reason: 'Price', won_reason: 'Trust' } as Row<'deals'>
  test.each([
    ['open', { actual_close_date: null, probability: 40, lost_reason: null, won_reason: null }],
    ['won', { actual_close_date: '2026-11-20', probability: 100, lost_reason: null, won_reason: 'Trust' }],
    ['lost', { actual_close_date: '2026-11-20', probability: 0, lost_reason: 'Price', won_reason: null }],
  ])('that is %s has the day, outcome and reason of that', (kind, expected) => {
    expect(closing(deal, { kind }, '2026-11-20')).toEqual(expected)
  })

  test('keeps the day on which it closed', () => {
    expect(closing({ ...deal, actual_close_date: '2026-01-01' }, { kind: 'won' }, '2026-11-20')).toMatchObject({
      actual_close_date: '2026-01-01',
    })
  })
})
