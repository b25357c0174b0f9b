import { expect, test } from 'vitest'
import { dealBack, unwinPlan, winPlan } from './win-plan.ts'
import type { Winnable } from '#shared/contract/areas/pipeline.ts'

const WIN = { lead_id: 'lead', stage_id: 'customer' }
const MOVE = { name: 'lead.move', args: { ...WIN, sub_stage: null, reason: null } }
const WINNABLE: Winnable = {
  deals: [
    {
      id: 'roof',
      name: 'Roof',
      value_minor: '100',
      currency: 'EUR',
      probability: 35,
      stage_id: 'talks',
      won_stage_id: 'won',
    },
  ],
  fresh: { stage_id: 'first', won_stage_id: 'won' },
  currencies: ['EUR'],
}
const OUTCOME = { value_minor: '90', closed_on: '2026-11-20' }
const closed = (deal_id: string) => ({
  name: 'deal.move',
  args: { deal_id, set: { stage_id: 'won', actual_close_date: '2026-11-20' } },
})

test('the lead goes first, then an open deal is worth what was typed and won, and taken back it is as it was', () => {
  const plan = winPlan({ ...WIN, deal: { is: 'open', deal_id: 'roof', ...OUTCOME } }, WINNABLE, 'made')
  expect(plan).toEqual({
    changes: [MOVE, { name: 'deal.edit', args: { deal_id: 'roof', set: { value_minor: '90' } } }, closed('roof')],
    deal: {
      deal_id: 'roof',
      before: { stage_id: 'talks', value_minor: '100', probability: 35, actual_close_date: null },
    },
  })
  expect(unwinPlan({ ...WIN, stage_id: 'hot', release: true, deal: plan.deal })).toEqual([
    { name: 'deal.move', args: { deal_id: 'roof', set: { stage_id: 'talks' } } },
    { name: 'deal.edit', args: { deal_id: 'roof', set: { value_minor: '100', probability: 35 } } },
    { ...MOVE, args: { ...MOVE.args, stage_id: 'hot' } },
    { name: 'lead.release_stage', args: { lead_id: 'lead' } },
  ])
})

test('a new deal is made and won in one go, and taken back it is gone', () => {
  const deal = { is: 'new', name: 'Battery', currency: 'EUR', ...OUTCOME } as const
  const plan = winPlan({ ...WIN, deal }, WINNABLE, 'made')
  const fields = { name: 'Battery', currency: 'EUR', value_minor: '90' }
  expect(plan).toEqual({
    changes: [
      MOVE,
      { name: 'deal.create', args: { deal_id: 'made', lead_id: 'lead', stage_id: 'first', ...fields } },
      closed('made'),
    ],
    deal: { deal_id: 'made', before: null },
  })
  expect(unwinPlan({ ...WIN, release: false, deal: plan.deal })).toEqual([
    { name: 'deal.delete', args: { deal_id: 'made' } },
    MOVE,
  ])
})

test('without a deal the lead alone is moved', () => {
  expect(winPlan({ ...WIN, deal: { is: 'none' } }, WINNABLE, 'made')).toEqual({ changes: [MOVE], deal: null })
  expect(unwinPlan({ ...WIN, release: false, deal: null })).toEqual([MOVE])
})

test('a deal that a colleague has closed meanwhile, and a new one where nothing wins it, are refused whole', () => {
  const gone = { ...WINNABLE, deals: [], fresh: null }
  const win = (deal: Parameters<typeof winPlan>[0]['deal']) => () => winPlan({ ...WIN, deal }, gone, 'made')
  expect(win({ is: 'open', deal_id: 'roof', ...OUTCOME })).toThrow('no longer open')
  expect(win({ is: 'new', name: 'Battery', currency: 'EUR', ...OUTCOME })).toThrow('No pipeline of deals')
})

test('a deal that was won before is won again on the day it was', () => {
  const before = { stage_id: 'won', value_minor: '100', probability: 100, actual_close_date: '2026-11-02' }
  expect(dealBack('roof', before)).toEqual([
    { name: 'deal.move', args: { deal_id: 'roof', set: { stage_id: 'won', actual_close_date: '2026-11-02' } } },
    { name: 'deal.edit', args: { deal_id: 'roof', set: { value_minor: '100', probability: 100 } } },
  ])
})
