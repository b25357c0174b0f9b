import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  BURST,
  plan,
  TOLD_EVENTS,
  wantedFor,
  wantedIn,
  type News,
  type NotificationChoice,
} from './notification-rules.ts'

const news = (given: Partial<News> = {}): News => ({
  key: 'k',
  event: 'message',
  conversation_id: 'c1',
  lead_id: 'l1',
  message_id: 'm1',
  lead_label: 'Maya Chen',
  text: 'Hello?',
  at: 1,
  sound: false,
  ...given,
})

const some = fc.array(
  fc
    .record({ conversation: fc.nat(6), event: fc.constantFrom(...TOLD_EVENTS), at: fc.nat(1000), sound: fc.boolean() })
    .map(({ conversation, ...given }) => news({ conversation_id: `c${conversation}`, ...given })),
  { maxLength: 40 },
)

test('whatever comes at once, it is a few notifications, and nothing of it is lost', () => {
  fc.assert(
    fc.property(some, fc.boolean(), (all, afterAbsence) => {
      const told = plan(all, afterAbsence)
      expect(told.length).toBeLessThanOrEqual(afterAbsence ? 1 : BURST)
      expect(told.flatMap((telling) => telling.news)).toHaveLength(all.length)
      expect(told.some(({ sound }) => sound)).toBe(all.some(({ sound }) => sound))
      const about = told.flatMap((telling) => (telling.kind === 'one' ? [telling.about] : []))
      expect(new Set(about).size).toBe(about.length)
    }),
  )
})

test('of a conversation the most urgent is told, of equals the latest', () => {
  const [telling] = plan(
    [news({ key: 'old' }), news({ key: 'new', at: 2 }), news({ key: 'hot', event: 'hot_lead', at: 0 })],
    false,
  )
  expect(telling).toMatchObject({ kind: 'one', about: 'c1', latest: { key: 'hot' } })
  expect(plan([news({ key: 'old' }), news({ key: 'new', at: 2 })], false)).toMatchObject([{ latest: { key: 'new' } }])
})

test('a choice for a split goes before one for the event, and that before the usual', () => {
  const off = { desktop: false, sound: true }
  const choices: NotificationChoice[] = [
    { event: 'message', split: null, desktop: true, sound: true },
    { event: 'message', split: 'mine', ...off },
  ]
  expect(wantedFor(choices, 'message', 'mine')).toEqual({ desktop: false, sound: false })
  expect(wantedFor(choices, 'message', 'unassigned')).toEqual({ desktop: true, sound: true })
  expect(wantedFor([], 'message', 'unassigned')).toEqual({ desktop: false, sound: false })
  expect(wantedFor([], 'hot_lead', 'unassigned')).toEqual({ desktop: true, sound: true })
  expect(wantedIn([], 'message', ['all', 'mine'])).toEqual({ desktop: true, sound: true })
})
