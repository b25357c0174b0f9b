import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { HotLead } from '#shared/domain/hot-lead.ts'
import { TURN_MS } from '#shared/domain/telling-turn.ts'
import { HotTurns } from './hot-turns.ts'

const START = 1_800_000_000_000
const LEAD: HotLead = {
  key: 'event',
  event_id: 'event',
  lead_id: 'lead',
  lead_label: 'Maya Chen',
  phone: null,
  conversation_id: null,
  message_id: null,
  platform: null,
  reason: 'Score reached 85',
  score: 85,
  since: START,
  waiting_since: null,
  alert_count: 1,
  relation: 'mine',
  snoozed_until: null,
  passed: false,
  claiming: false,
  is_told: false,
}

let isInUse: boolean
let claims: string[][]
let answer: () => Promise<string[]>
let looks: number
let turns: HotTurns

beforeEach(() => {
  vi.useFakeTimers({ now: START })
  ;[isInUse, claims, looks] = [false, [], 0]
  answer = () => Promise.resolve(['event'])
  turns = new HotTurns({
    now: Date.now,
    isInUse: () => isInUse,
    claim: (ids) => (claims.push(ids), answer()),
    onTurn: () => looks++,
  })
})
afterEach(() => {
  turns.close()
  vi.useRealTimers()
})

const look = (lead: HotLead = LEAD, isOffline = false) => {
  const { tell, waits } = turns.of([lead], isOffline)
  return { told: tell.length, waits }
}

test('a desktop in use tells at once, and says so once', async () => {
  isInUse = true
  expect(look()).toEqual({ told: 1, waits: false })
  turns.say([LEAD])
  turns.say([LEAD])
  expect(claims).toEqual([['event']])
  turns.say([{ ...LEAD, alert_count: 2 }])
  expect(claims).toHaveLength(2)
})

test('one that is not in use waits, asks, and tells when it may', async () => {
  expect(look()).toEqual({ told: 0, waits: true })
  await vi.advanceTimersByTimeAsync(TURN_MS - 1)
  expect(looks).toBe(0)
  await vi.advanceTimersByTimeAsync(1)
  expect(looks).toBe(1)
  expect(look()).toEqual({ told: 0, waits: true })
  await vi.advanceTimersByTimeAsync(0)
  expect(looks).toBe(2)
  expect(look()).toEqual({ told: 1, waits: false })
  turns.say([LEAD])
  expect(claims).toEqual([['event']])
})

test('it is silent when another has told', async () => {
  answer = () => Promise.resolve([])
  look()
  await vi.advanceTimersByTimeAsync(TURN_MS)
  look()
  await vi.advanceTimersByTimeAsync(0)
  expect(look()).toEqual({ told: 0, waits: false })
})

test('it tells when the server fails, or does not answer; what it has told is said later', async () => {
  answer = () => Promise.reject(new Error('no network'))
  look()
  await vi.advanceTimersByTimeAsync(TURN_MS)
  look()
  await vi.advanceTimersByTimeAsync(0)
  expect(look()).toEqual({ told: 1, waits: false })
  answer = () => new Promise(() => {})
  turns.say([LEAD])
  expect(claims).toHaveLength(2)

  const other = { ...LEAD, event_id: 'other', key: 'other' }
  look(other)
  await vi.advanceTimersByTimeAsync(TURN_MS)
  expect(look(other)).toEqual({ told: 0, waits: true })
  const before = looks
  await vi.advanceTimersByTimeAsync(TURN_MS)
  expect(looks).toBe(before + 1)
  expect(look(other)).toEqual({ told: 1, waits: false })
})

test('who is offline, or has noticed by itself, asks nobody', () => {
  expect(look(LEAD, true)).toEqual({ told: 1, waits: false })
  expect(look({ ...LEAD, event_id: null, key: 'waiting:1:2' })).toEqual({ told: 1, waits: false })
  turns.say([{ ...LEAD, event_id: null }])
  expect(claims).toEqual([])
})
