import { expect, test } from 'vitest'
import type { HotLead } from '#shared/domain/hot-lead.ts'
import { badgeOf, overlayOf } from './badge.ts'
import type { DeskState } from './telling.ts'
import { pauseChoices, trayView, waited } from './tray-view.ts'

const NOW = Date.UTC(2026, 10, 21, 8)
const none = { total: 0, unread: 0 }
const counts = { all: none, mine: none, unassigned: none, hot: none, waiting: none, snoozed: none }
const hot = (given: Partial<HotLead> = {}): HotLead => ({
  key: 'k',
  event_id: 'k',
  lead_id: 'l',
  lead_label: 'Maya & Co',
  phone: null,
  conversation_id: null,
  message_id: null,
  platform: null,
  reason: 'Score reached 91',
  score: 91,
  since: NOW - 42_000,
  waiting_since: null,
  alert_count: 1,
  relation: 'mine',
  snoozed_until: null,
  passed: false,
  claiming: false,
  is_told: false,
  ...given,
})
const desk = (given: Partial<DeskState> = {}): DeskState => ({
  phase: 'ready',
  isOffline: false,
  hot: [],
  counts,
  ...given,
})
const view = (state: DeskState, paused_until: number | null = null) =>
  trayView(state, { paused_until, presence: 'shown' }, NOW)
const unread = { ...counts, all: { total: 3, unread: 2 } }

test('the icon shows what calls loudest, and the hint says all of it', () => {
  expect(view(desk())).toMatchObject({ state: 'normal', tooltip: 'Leadline' })
  expect(view(desk({ counts: unread }))).toMatchObject({
    state: 'unread',
    tooltip: 'Leadline · 2 conversations unread',
  })
  expect(view(desk({ counts: unread, isOffline: true })).state).toBe('offline')
  expect(view(desk({ counts: unread, isOffline: true, hot: [hot()] }), NOW + 1)).toMatchObject({
    state: 'hot',
    tooltip: 'Leadline · 1 hot lead, 42 s · 2 conversations unread · offline · notifications paused',
  })
  expect(view(desk({ phase: 'signed_out', hot: [hot()] }))).toMatchObject({
    state: 'signed-out',
    tooltip: 'Leadline · signed out',
  })
  expect(view(desk(), NOW).pausedUntil).toBeNull()
})

test('the most urgent leads are listed with the time for which they have called', () => {
  const all = Array.from({ length: 7 }, (_, n) =>
    hot({ key: String(n), since: NOW - n * 90_000, reason: 'x'.repeat(80) }),
  )
  const { leads, more } = view(desk({ hot: all }))
  expect(leads).toHaveLength(5)
  expect(more).toBe(2)
  expect(leads[2]?.label).toBe(`Maya & Co · 3 min · ${'x'.repeat(47)}…`)
  expect([0, 119_000, 120_000, 7_200_000].map((age) => waited({ since: NOW - age }, NOW))).toEqual([
    '0 s',
    '119 s',
    '2 min',
    '2 h',
  ])
})

test('the badge counts what needs the rep, else tells of other unread, else of nobody signed in', () => {
  expect(badgeOf(desk())).toEqual({ kind: 'none' })
  expect(badgeOf(desk({ counts: unread }))).toEqual({ kind: 'dot' })
  expect(badgeOf(desk({ phase: 'signed_out', counts: unread }))).toEqual({ kind: 'alert' })
  const mine = { ...unread, mine: { total: 3, unread: 2 } }
  const called = [hot(), hot({ relation: 'pool' }), hot({ relation: 'followed' })]
  expect(badgeOf(desk({ counts: mine, hot: called }))).toEqual({ kind: 'count', count: 3 })
})

test('a pause until tomorrow ends at eight, however long the night is', () => {
  const until = new Date(pauseChoices(NOW).at(-1)!.until)
  expect([until.getHours(), until.getMinutes()]).toEqual([8, 0])
  expect(until.getTime() - NOW).toBeGreaterThan(0)
})

test('Windows shows the number up to nine, then that there are more', () => {
  const shown = [0, 1, 9, 10].map((count) => overlayOf(count === 0 ? { kind: 'none' } : { kind: 'count', count }))
  expect(shown).toEqual([null, '1', '9', 'many'])
  expect([overlayOf({ kind: 'dot' }), overlayOf({ kind: 'alert' })]).toEqual(['dot', 'alert'])
})
