import { expect, it } from 'vitest'
import { columnCards, settledMoves } from './column-cards.ts'
import type { CardMove } from '../../store/pipeline-slice.ts'
import type { BoardCard } from '#shared/contract/areas/pipeline.ts'

const card = (id: string) => ({ id, since: 1, due_at: null, score: 0, save_state: 'saved' }) as BoardCard
const stage = (id: string) => ({
  id,
  name: id,
  color: '#000000',
  kind: 'open' as const,
  probability: 0,
  rotting_days: 14,
})
const move = (id: string, from: string, to: string): CardMove => ({
  kind: 'lead',
  card: card(id),
  from: stage(from),
  to: stage(to),
})
const idsOf = (cards: readonly BoardCard[]) => cards.map(({ id }) => id)

it('shows a card where it was dropped before the cache has it there, and no longer where it was', () => {
  const moving = [move('b', 'new', 'won')]
  expect(idsOf(columnCards('new', [card('a'), card('b')], moving))).toEqual(['a'])
  expect(columnCards('won', [card('c')], moving)).toEqual([
    { ...card('b'), since: null, save_state: 'local' },
    card('c'),
  ])
})

it('shows it once when the cache has it, and leaves other columns as they are', () => {
  const moving = [move('b', 'new', 'won')]
  const [there, other] = [[card('c'), card('b')], [card('d')]]
  expect(columnCards('won', there, moving)).toBe(there)
  expect(columnCards('lost', other, moving)).toBe(other)
})

it('holds a move until both columns agree, or the card is below all that is loaded', () => {
  const moving = [move('b', 'new', 'won')]
  const hot = { ...card('h'), score: 90 }
  expect(settledMoves(moving, { new: [card('b')], won: [] })).toEqual([])
  expect(settledMoves(moving, { new: [], won: [] })).toEqual([])
  expect(settledMoves(moving, { new: [card('b')], won: [card('b')] })).toEqual([])
  expect(settledMoves(moving, { new: [], won: [card('b')] })).toEqual(['b'])
  expect(settledMoves(moving, { new: [], won: [hot] })).toEqual(['b'])
  expect(settledMoves(moving, { new: [] })).toEqual(['b'])
})
