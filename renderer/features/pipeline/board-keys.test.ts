import { expect, it } from 'vitest'
import { stepAcross, stepInColumn, stepOver } from './board-keys.ts'
import type { BoardCard, BoardColumn } from '#shared/contract/areas/pipeline.ts'

const cards = (...ids: string[]) => ids.map((id) => ({ id }) as BoardCard)
const ROWS = { new: cards('a', 'b', 'c'), qualified: cards('d'), won: [] }
const COLUMNS = ['new', 'qualified', 'won']
const column = (id: string | null): BoardColumn => ({
  stage: id === null ? null : { id, name: id, color: '#000000', kind: 'open', probability: 0, rotting_days: 14 },
  cards: 0,
  values: [],
})

it('moves within a column and stops at its ends', () => {
  expect(stepInColumn(ROWS, { stage: 'new', cardId: 'a' }, 1)).toEqual({ stage: 'new', cardId: 'b' })
  expect(stepInColumn(ROWS, { stage: 'new', cardId: 'a' }, -1)).toEqual({ stage: 'new', cardId: 'a' })
  expect(stepInColumn(ROWS, { stage: 'new', cardId: 'b' }, Infinity)).toEqual({ stage: 'new', cardId: 'c' })
  expect(stepInColumn(ROWS, { stage: 'won', cardId: null }, 1)).toEqual({ stage: 'won', cardId: null })
})

it('goes across at the same height, or as low as the other column reaches', () => {
  expect(stepAcross(COLUMNS, ROWS, { stage: 'new', cardId: 'c' }, 1)).toEqual({ stage: 'qualified', cardId: 'd' })
  expect(stepAcross(COLUMNS, ROWS, { stage: 'qualified', cardId: 'd' }, 1)).toEqual({ stage: 'won', cardId: null })
  expect(stepAcross(COLUMNS, ROWS, { stage: 'won', cardId: null }, 1)).toEqual({ stage: 'won', cardId: null })
})

it('carries a card over stages alone, and not beyond the last', () => {
  const columns = [column(null), column('new'), column('won')]
  expect(stepOver(columns, '', 1)).toBe('new')
  expect(stepOver(columns, 'new', -1)).toBe('new')
  expect(stepOver(columns, 'new', 1)).toBe('won')
  expect(stepOver(columns, 'won', 1)).toBe('won')
})
