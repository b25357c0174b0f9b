import { expect, it } from 'vitest'
import { columnCards, settledMoves } from './column-cards.ts'
import type { CardMove } from '../../store/pipeline-slice.ts'
import type { BoardCard } from '#shared/contract/areas/pipeline.ts'

const card = (id: string) =>
  ({ id, rid: id.charCodeAt(0), since: 1, due_at: null, score: 0, save_state: 'saved' }) as BoardCard
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
  expect(idsOf(columnCards('new', [card('a'), card('b')], moving, true))).toEqual(['a'])
  expect(columnCards('won', [card('c')], moving, true)).toEqual([
    { ...card('b'), since: null, save_state: 'local' },
    card('c'),
  ])
})

it('puts a card where it belongs among those that are there', () => {
  const scored = (id: string, score: number) => ({ ...card(id), score })
  const there = [scored('b', 90), scored('d', 40), scored('f', 40)]
  const into = (moved: BoardCard, isWhole: boolean) =>
    idsOf(columnCards('won', there, [{ ...move('x', 'new', 'won'), card: moved }], isWhole)).join('')
  expect(into(scored('x', 60), true)).toBe('bxdf')
  expect(into({ ...scored('x', 10), due_at: 5 }, true)).toBe('xbdf')
  expect(into({ ...scored('x', 40), rid: there[1]!.rid + 1 }, true)).toBe('bdxf')
  expect(into(scored('x', 10), true)).toBe('bdfx')
  expect(into(scored('x', 10), false)).toBe('xbdf')
})

it('orders deals by their value, however large', () => {
  const deal = (id: string, minor: string): BoardCard => ({
    ...card(id),
    values: [{ currency: 'EUR', minor }],
    deal: { probability: 50, expected_close_date: null },
  })
  const there = [deal('b', '900719925474099300'), deal('d', '5')]
  const moving = [{ ...move('x', 'new', 'won'), card: deal('x', '900719925474099299') }]
  expect(idsOf(columnCards('won', there, moving, true))).toEqual(['b', 'x', 'd'])
})

it('shows it once when the cache has it, and leaves other columns as they are', () => {
  const moving = [move('b', 'new', 'won')]
  const [there, other] = [[card('c'), card('b')], [card('d')]]
  expect(columnCards('won', there, moving, true)).toBe(there)
  expect(columnCards('lost', other, moving, true)).toBe(other)
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
