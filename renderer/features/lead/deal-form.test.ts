import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { amountIn } from '../../format/money.ts'
import { checked, draftOf, itemsTotal, type ItemDraft } from './deal-form.ts'
import type { DealView } from '#shared/contract/areas/pipeline.ts'

const VIEW: DealView = {
  deal: null,
  stages: [
    { id: 'won', name: 'Won', color: '#000000', kind: 'won' },
    { id: 'first', name: 'First', color: '#000000', kind: 'open' },
  ],
  products: [],
  currencies: ['GBP', 'EUR'],
}
const item = (given: Partial<ItemDraft>): ItemDraft => ({
  key: 'k',
  id: null,
  product_id: null,
  name: 'Panel',
  quantity: '1',
  price: '1',
  discount: '',
  ...given,
})

it('comes to exactly what quantities, prices and discounts make, whatever the amounts', () => {
  const line = fc
    .record({ quantity: fc.integer({ min: 1, max: 1000 }), price: fc.bigInt({ min: 0n, max: 10n ** 15n }) })
    .chain(({ quantity, price }) =>
      fc.record({
        quantity: fc.constant(quantity),
        price: fc.constant(price),
        discount: fc.bigInt({ min: 0n, max: BigInt(quantity) * price }),
      }),
    )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 5 }), fc.constantFrom('GBP', 'JPY', 'KWD'), (lines, currency) => {
      const items = lines.map(({ quantity, price, discount }) =>
        item({
          quantity: String(quantity),
          price: amountIn(String(price), currency),
          discount: amountIn(String(discount), currency),
        }),
      )
      const sum = lines.reduce((all, { quantity, price, discount }) => all + BigInt(quantity) * price - discount, 0n)
      expect(itemsTotal(items, currency)).toBe(String(sum))
    }),
  )
})

it('begins in the first open stage, in the currency of most products, and asks for a name', () => {
  const draft = draftOf(VIEW)
  expect(draft).toMatchObject({ stage_id: 'first', currency: 'GBP', items: [] })
  expect(checked(draft).problems).toEqual({ name: 'Give the deal a name.' })
  expect(checked({ ...draft, name: ' Roof ', value: '28,990.50' }).deal).toMatchObject({
    name: 'Roof',
    value_minor: '2899050',
    expected_close_date: null,
  })
})

it('saves nothing that is half done', () => {
  const draft = { ...draftOf(VIEW), name: 'Roof' }
  expect(checked({ ...draft, value: 'about 3' }).problems).toHaveProperty('value')
  for (const wrong of [{ name: ' ' }, { quantity: '0' }, { quantity: '1.5' }, { price: '' }, { discount: '2' }]) {
    expect(checked({ ...draft, items: [item({}), item(wrong)] }).problems).toHaveProperty('items')
  }
  const huge = item({ price: '92233720368547758.07', quantity: '1' })
  expect(checked({ ...draft, items: [huge, item({})] }).problems).toHaveProperty('items')
})
