import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isCalling, rankHotLeads, toldKeys, untold, waitingKey, type HotLead } from './hot-lead.ts'

const NOW = Date.UTC(2026, 10, 21, 8)

const lead = (given: Partial<HotLead> = {}): HotLead => ({
  key: 'e1',
  event_id: 'e1',
  lead_id: 'l1',
  lead_label: 'Maya Chen',
  phone: null,
  conversation_id: 'c1',
  message_id: null,
  platform: 'sms',
  reason: 'Score reached 85',
  score: 85,
  since: NOW - 60_000,
  waiting_since: null,
  alert_count: 1,
  relation: 'mine',
  snoozed_until: null,
  passed: false,
  claiming: false,
  is_told: false,
  ...given,
})

const leads = fc
  .array(
    fc.record({
      key: fc.uuid(),
      score: fc.option(fc.nat(100)),
      since: fc.integer({ min: NOW - 1e6, max: NOW }),
      alert_count: fc.integer({ min: 1, max: 3 }),
      relation: fc.constantFrom('mine', 'pool', 'followed'),
      snoozed_until: fc.option(fc.integer({ min: NOW - 1000, max: NOW + 1000 })),
      passed: fc.boolean(),
      claiming: fc.boolean(),
    }),
  )
  .map((all) => all.map((given) => lead({ ...given, event_id: given.key })))

test('each alert is told once, whatever is told first, and again only when the team is alerted again', () => {
  fc.assert(
    fc.property(leads, (all) => {
      const told = new Set<string>()
      for (const found of untold(all, told, NOW)) told.add(toldKeys(found)[0])
      expect(untold(all, told, NOW)).toEqual([])
      const again = all.map((one) => ({ ...one, alert_count: one.alert_count + 1 }))
      expect(new Set(untold(again, told, NOW))).toEqual(new Set(again.filter((one) => isCalling(one, NOW))))
    }),
  )
})

test('what is passed, put off or being claimed does not call, and what is passed is not listed', () => {
  fc.assert(
    fc.property(leads, (all) => {
      const ranked = rankHotLeads(all, NOW)
      expect(new Set(ranked)).toEqual(new Set(all.filter(({ passed }) => !passed)))
      const calling = ranked.map((one) => isCalling(one, NOW))
      expect(calling).toEqual(calling.toSorted((a, b) => Number(b) - Number(a)))
      for (const one of untold(all, new Set(), NOW)) {
        expect(one.passed || one.claiming || (one.snoozed_until ?? 0) > NOW).toBe(false)
      }
    }),
  )
})

test('the higher score comes first, then who has waited longer, and what is only followed last', () => {
  const followed = lead({ key: 'followed', relation: 'followed', score: 99 })
  const low = lead({ key: 'low', score: null })
  const late = lead({ key: 'late', score: 90, since: NOW - 1_000 })
  const early = lead({ key: 'early', score: 90, since: NOW - 9_000, relation: 'pool' })
  const ranked = rankHotLeads([followed, low, late, early], NOW).map(({ key }) => key)
  expect(ranked).toEqual(['early', 'late', 'low', 'followed'])
})

test('a snooze that is over is told, once', () => {
  const slept = lead({ snoozed_until: NOW })
  const told = new Set(toldKeys(lead()))
  expect(untold([slept], told, NOW - 1)).toEqual([])
  expect(untold([slept], told, NOW)).toEqual([slept])
  expect(untold([slept], new Set(toldKeys(slept)), NOW)).toEqual([])
})

test('a customer who waits, told without the server, is not told again when the server says the same', () => {
  const since = NOW - 16 * 60_000
  const alone = lead({ key: waitingKey('c1', since), event_id: null, waiting_since: since })
  const told = new Set([toldKeys(alone)[0]])
  expect(untold([lead({ waiting_since: since })], told, NOW)).toEqual([])
  // Alerted again, or about what was said since, it is another matter.
  expect(untold([lead({ waiting_since: since, alert_count: 2 })], told, NOW)).toHaveLength(1)
  expect(untold([lead({ waiting_since: since + 1 })], told, NOW)).toHaveLength(1)
})
