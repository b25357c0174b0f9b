import { expect, it } from 'vitest'
import { isRotting, missedClose, spokenCard, urgencyOf, valueWords, weightedWords } from './card-words.ts'
import type { BoardCard } from '#shared/contract/areas/pipeline.ts'

const NOW = new Date(2026, 10, 21, 15).getTime()
const HOUR = 60 * 60_000
const DAY = 24 * HOUR

it('tells what is late, due today, planned and not planned at all', () => {
  expect([NOW - 1, NOW + HOUR, NOW + 12 * HOUR, null].map((due) => urgencyOf(due, NOW))).toEqual([
    'overdue',
    'today',
    'later',
    'none',
  ])
})

it('lets a card rot that has stood open for as long as its stage says with nothing planned', () => {
  const open = { kind: 'open', rotting_days: 14 } as const
  const old = { since: NOW - 14 * DAY, due_at: null }
  expect(isRotting(old, open, NOW)).toBe(true)
  expect(isRotting({ ...old, since: NOW - 13 * DAY }, open, NOW)).toBe(false)
  expect(isRotting({ ...old, due_at: NOW + DAY }, open, NOW)).toBe(false)
  expect(isRotting(old, { ...open, kind: 'won' }, NOW)).toBe(false)
  expect(isRotting({ since: null, due_at: null }, open, NOW)).toBe(false)
  expect(isRotting({ ...old, since: NOW - 13 * DAY }, { ...open, rotting_days: 13 }, NOW)).toBe(true)
  expect(isRotting({ ...old, since: 0 }, { ...open, rotting_days: 0 }, NOW)).toBe(false)
})

it('never adds two currencies', () => {
  const values = [
    { currency: 'GBP', minor: '9007199254740993', weighted: '100' },
    { currency: 'EUR', minor: '120050', weighted: '60025' },
  ]
  expect(valueWords(values)).toBe('£90,071,992,547,409.93 + €1,200.50')
  expect(weightedWords(values)).toBe('£1 + €600.25')
})

it('says all of a card that its colours and icons show', () => {
  const card: BoardCard = {
    id: 'a',
    rid: 1,
    lead_id: 'a',
    title: 'Ana Lima',
    detail: 'Lima & Co',
    owner_id: null,
    score: 82,
    stage_override: true,
    due_at: NOW - HOUR,
    since: NOW - 3 * DAY,
    waiting_since: NOW - 2 * HOUR,
    conversation: { id: 'c', platform: 'whatsapp', preview: 'Hi', unread: 1 },
    values: [{ currency: 'GBP', minor: '2899000' }],
    deal: null,
    tags: [],
    save_state: 'local',
  }
  expect(spokenCard(card, { now: NOW, stage: { kind: 'open', rotting_days: 14 }, owner: null })).toBe(
    'Ana Lima, Lima & Co, £28,990, Next activity overdue, waiting 2 h, score 82, in the pool, set by hand, 3 d in this stage, WhatsApp, Saved here',
  )
})

it('says of an open deal that the day on which it was to close is over', () => {
  const card = { deal: { probability: 40, expected_close_date: '2020-02-29' } }
  expect(missedClose(card, { kind: 'open', rotting_days: 0 }, NOW)).toBe('29 Feb 2020')
  expect(missedClose(card, { kind: 'won', rotting_days: 0 }, NOW)).toBeNull()
  expect(missedClose({ deal: null }, { kind: 'open', rotting_days: 0 }, NOW)).toBeNull()
})
