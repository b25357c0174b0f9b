import { expect, test } from 'vitest'
import { money } from './money.ts'

test.each([
  ['2899000', 'GBP', '£28,990'],
  ['2899050', 'GBP', '£28,990.50'],
  ['5', 'EUR', '€0.05'],
  ['1200', 'JPY', '¥1,200'],
  ['-150', 'EUR', '-€1.50'],
  ['9007199254740993', 'EUR', '€90,071,992,547,409.93'],
])('%s of %s reads %s', (minor, currency, text) => expect(money(minor, currency)).toBe(text))
