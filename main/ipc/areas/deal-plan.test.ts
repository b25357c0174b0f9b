import { expect, it } from 'vitest'
import { dealPlan, type DealInput } from './deal-plan.ts'
import type { DealView } from '#shared/contract/areas/pipeline.ts'

const INPUT: DealInput = {
  deal_id: null,
  lead_id: 'lead',
  stage_id: 'stage',
  name: 'Solar roof',
  description: null,
  value_minor: '2899000',
  currency: 'GBP',
  expected_close_date: '2026-12-18',
  competitor: null,
  items: [
    { id: null, product_id: 'panel', name: 'Panel', quantity: 12, unit_price_minor: '25000', discount_minor: '0' },
  ],
}
const FIELDS = {
  name: 'Solar roof',
  description: null,
  value_minor: '2899000',
  currency: 'GBP',
  expected_close_date: '2026-12-18',
  competitor: null,
}
const item = (id: string, name: string) => ({
  id,
  product_id: null,
  name,
  quantity: 1,
  unit_price_minor: '100',
  discount_minor: '0',
})
const BEFORE: NonNullable<DealView['deal']> = {
  id: 'deal',
  stage_id: 'stage',
  probability: 10,
  actual_close_date: null,
  ...FIELDS,
  items: [item('a', 'Roof'), item('b', 'Box')],
}

const mint = () => 'minted'

it('makes a deal before what is in it', () => {
  expect(dealPlan(INPUT, null, 'deal', mint)).toEqual([
    { name: 'deal.create', args: { deal_id: 'deal', lead_id: 'lead', stage_id: 'stage', ...FIELDS } },
    {
      name: 'deal_item.create',
      args: {
        deal_item_id: 'minted',
        deal_id: 'deal',
        product_id: 'panel',
        position: 0,
        name: 'Panel',
        quantity: 12,
        unit_price_minor: '25000',
        discount_minor: '0',
      },
    },
  ])
})

it('changes what differs of a deal and leaves the rest to others', () => {
  const input = { ...INPUT, deal_id: 'deal', name: 'Roof', items: [{ ...item('b', 'Box'), quantity: 3 }] }
  expect(dealPlan(input, BEFORE, 'deal', mint)).toEqual([
    { name: 'deal.edit', args: { deal_id: 'deal', set: { name: 'Roof' } } },
    { name: 'deal_item.delete', args: { deal_item_id: 'a' } },
    { name: 'deal_item.edit', args: { deal_item_id: 'b', set: { quantity: 3 } } },
  ])
})

it('has nothing to do where nothing differs', () => {
  expect(dealPlan({ ...INPUT, deal_id: 'deal', items: BEFORE.items }, BEFORE, 'deal', mint)).toEqual([])
})
