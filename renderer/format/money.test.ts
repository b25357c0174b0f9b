import { expect, test } from 'vitest'
import * as fc from 'fast-check'
import { amountIn, minorOf, money, shortMoney } from './money.ts'

test.each([
  ['2899000', 'GBP', '£28,990'],
  ['2899050', 'GBP', '£28,990.50'],
  ['5', 'EUR', '€0.05'],
  ['1200', 'JPY', '¥1,200'],
  ['-150', 'EUR', '-€1.50'],
  ['9007199254740993', 'EUR', '€90,071,992,547,409.93'],
])('%s of %s reads %s', (minor, currency, text) => expect(money(minor, currency)).toBe(text))

test.each([
  ['28990', 'GBP', '2899000'],
  ['28,990.50', 'GBP', '2899050'],
  ['28 990.5', 'EUR', '2899050'],
  ['1200', 'JPY', '1200'],
  ['92233720368547758.07', 'EUR', '9223372036854775807'],
  ['92233720368547758.08', 'EUR', null],
  ['12.345', 'EUR', null],
  ['1,20', 'EUR', null],
  ['-5', 'EUR', null],
  ['', 'EUR', null],
])('%s typed in %s is %s minor units', (typed, currency, minor) => expect(minorOf(typed, currency)).toBe(minor))

test('an amount is the same after it was shown to be edited', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
      fc.constantFrom('EUR', 'JPY', 'KWD'),
      (minor, currency) => {
        expect(minorOf(amountIn(String(minor), currency), currency)).toBe(String(minor))
      },
    ),
  )
})

test('rounds to what a glance takes in, whatever the size and the currency', () => {
  expect(shortMoney('2899000', 'GBP')).toBe('£29k')
  expect(shortMoney('1250000000', 'EUR')).toBe('€12.5m')
  expect(shortMoney('99950', 'GBP')).toBe('£999.50')
  expect(shortMoney('1500', 'JPY')).toBe('¥1.5k')
  expect(shortMoney('9223372036854775807', 'EUR')).toBe('€92,200tn')
})
