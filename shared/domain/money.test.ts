import { expect, test } from 'vitest'
import { sumByCurrency } from './money.ts'

test('currencies are never added together', () => {
  const amounts = [
    { minor: '100', currency: 'EUR' },
    { minor: '500', currency: 'GBP' },
    { minor: '9223372036854775807', currency: 'EUR' },
  ]
  expect(sumByCurrency(amounts)).toEqual([
    { minor: '9223372036854775907', currency: 'EUR' },
    { minor: '500', currency: 'GBP' },
  ])
})
