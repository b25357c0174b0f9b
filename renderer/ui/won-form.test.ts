import { expect, test } from 'vitest'
import { checkedOutcome, checkedWin, chosen, NEW_DEAL, NO_DEAL, wonDraft } from './won-form.ts'
import type { Winnable } from '#shared/contract/areas/pipeline.ts'

const NOW = new Date(2026, 10, 21, 12).getTime()
const DEAL = { id: 'roof', name: 'Roof', value_minor: '250050', currency: 'GBP', probability: 40 }
const WINNABLE: Winnable = {
  deals: [{ ...DEAL, stage_id: 'talks', won_stage_id: 'won' }],
  fresh: { stage_id: 'first', won_stage_id: 'won' },
  currencies: ['JPY', 'EUR'],
}

test('it begins with the newest open deal and what it is worth, else with a new one, else without any', () => {
  expect(wonDraft(WINNABLE, NOW)).toMatchObject({
    choice: 'roof',
    amount: '2500.50',
    currency: 'GBP',
    day: '2026-11-21',
  })
  expect(wonDraft({ ...WINNABLE, deals: [] }, NOW)).toMatchObject({ choice: NEW_DEAL, amount: '', currency: 'JPY' })
  expect(wonDraft({ ...WINNABLE, deals: [], fresh: null }, NOW)).toMatchObject({ choice: NO_DEAL })
})

test('an open deal is won for what was typed, a new one needs a name and an amount of its currency', () => {
  const open = wonDraft(WINNABLE, NOW)
  expect(checkedWin({ ...open, amount: '2,400' }).deal).toEqual({
    is: 'open',
    deal_id: 'roof',
    value_minor: '240000',
    closed_on: '2026-11-21',
  })
  const fresh = chosen(open, NEW_DEAL, WINNABLE)
  expect(fresh).toMatchObject({ amount: '', currency: 'JPY' })
  expect(checkedWin({ ...fresh, amount: '0.50' }).problems).toEqual({
    name: 'Give the deal a name.',
    amount: 'Write an amount such as 28990 or 28,990.50.',
  })
  expect(checkedWin({ ...fresh, name: ' Battery ', amount: '52000' }).deal).toEqual({
    is: 'new',
    name: 'Battery',
    currency: 'JPY',
    value_minor: '52000',
    closed_on: '2026-11-21',
  })
})

test('without a deal nothing else is asked', () => {
  expect(checkedWin({ ...wonDraft(WINNABLE, NOW), choice: NO_DEAL, amount: '?', day: '' }).deal).toEqual({ is: 'none' })
})

test('a day that was cleared is asked for', () => {
  expect(checkedOutcome({ amount: '1', currency: 'EUR', day: '' })).toEqual({
    won: null,
    problems: { day: 'Say on which day it was closed.' },
  })
})
