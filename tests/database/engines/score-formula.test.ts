import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startDatabase } from '#tests/support/database.ts'
import { DAY } from './support.ts'

let backend: LocalSupabase
beforeAll(async () => {
  backend = await startDatabase()
})
afterAll(() => backend.close())

const PARTS = ['engagement', 'recency', 'intent', 'channels', 'completeness', 'sentiment'] as const
const PLATFORMS = ['sms', 'whatsapp', 'web', 'voice', 'email']
const KNOWN = ['name', 'phone', 'e-mail', 'company', 'address']
const MOODS = ['negative', 'unclear', 'neutral', 'positive', 'hot']

/** app.lead_facts, in numbers that a test can grow. */
interface Facts {
  messages: number
  asking: number
  /** Milliseconds since the customer last wrote; null: never. */
  silence: number | null
  platforms: number
  booked: boolean
  openDeal: boolean
  ai: number | null
  known: string[]
  mood: number
  weights: number[]
  halfLife: number
}

const NOW = Date.UTC(2026, 5, 1)

interface Part {
  part: string
  points: number
  max: number
  reason: string
}

async function breakdownOf(facts: Facts, now = NOW): Promise<Part[]> {
  const lastMessageAt = facts.silence === null ? null : new Date(NOW - facts.silence).toISOString()
  const record = {
    messages: facts.messages,
    asking_messages: facts.asking,
    phrases: facts.asking > 0 ? ['price'] : [],
    last_message_at: lastMessageAt,
    platforms: PLATFORMS.slice(0, facts.platforms),
    is_booked: facts.booked,
    has_open_deal: facts.openDeal,
    ai_score: facts.ai,
    known: facts.known,
    sentiment: MOODS[facts.mood] ?? null,
    settings: {
      weights: Object.fromEntries(PARTS.map((part, index) => [part, facts.weights[index]])),
      recency_half_life_days: facts.halfLife,
      intent_phrases: ['price'],
    },
  }
  const [row] = await backend.sql<{ parts: Part[] }[]>`
    select app.score_breakdown(jsonb_populate_record(null::app.lead_facts, ${backend.sql.json(record)}),
      ${new Date(now)}) as parts`
  return row!.parts
}

const total = (parts: Part[]): number => parts.reduce((sum, { points }) => sum + points, 0)

/** Six whole numbers that make 100 together. */
const weights = fc
  .array(fc.integer({ min: 0, max: 100 }), { minLength: 5, maxLength: 5 })
  .map((cuts) => cuts.toSorted((a, b) => a - b))
  .map((cuts) => [...cuts, 100].map((cut, index) => cut - (cuts[index - 1] ?? 0)))

const anyFacts: fc.Arbitrary<Facts> = fc.record({
  messages: fc.integer({ min: 0, max: 30 }),
  asking: fc.integer({ min: 0, max: 10 }),
  silence: fc.option(fc.integer({ min: 0, max: 200 * DAY })),
  platforms: fc.integer({ min: 0, max: 4 }),
  booked: fc.boolean(),
  openDeal: fc.boolean(),
  ai: fc.option(fc.integer({ min: 0, max: 100 })),
  known: fc.subarray(KNOWN),
  mood: fc.integer({ min: -1, max: 4 }),
  weights,
  halfLife: fc.constantFrom(0.25, 1, 7, 30, 365),
})

/** Ways in which a lead can become warmer, one input at a time. */
const growths: Record<string, (facts: Facts, by: number) => Facts> = {
  'another message': (facts, by) => ({ ...facts, messages: facts.messages + by }),
  'another message that asks': (facts, by) => ({ ...facts, asking: facts.asking + by }),
  'a later message': (facts, by) => ({ ...facts, silence: Math.floor((facts.silence ?? 1e10) / (by + 1)) }),
  'another channel': (facts) => ({ ...facts, platforms: facts.platforms + 1 }),
  'a booking': (facts) => ({ ...facts, booked: true }),
  'an open deal': (facts) => ({ ...facts, openDeal: true }),
  'a higher AI score': (facts, by) => ({ ...facts, ai: Math.min(100, (facts.ai ?? 0) + by) }),
  'a known detail': (facts, by) => ({ ...facts, known: [...new Set([...facts.known, KNOWN[by % KNOWN.length]!])] }),
  'a better mood': (facts) => ({ ...facts, mood: Math.min(4, facts.mood + 1) }),
}

describe('the formula', () => {
  test('gives 0 to 100 in six parts that add up, none above its weight, each with a reason', async () => {
    await fc.assert(
      fc.asyncProperty(anyFacts, async (facts) => {
        const parts = await breakdownOf(facts)
        expect(parts.map(({ part }) => part)).toEqual(PARTS)
        expect(parts.map(({ max }) => max)).toEqual(facts.weights)
        for (const { points, max, reason } of parts) {
          expect(Number.isInteger(points)).toBe(true)
          expect(points).toBeGreaterThanOrEqual(0)
          expect(points).toBeLessThanOrEqual(max)
          expect(reason.length).toBeGreaterThan(5)
        }
        expect(total(parts)).toBeLessThanOrEqual(100)
      }),
      { numRuns: 150 },
    )
  })

  test.each(Object.entries(growths))('never falls with %s', async (_name, grow) => {
    await fc.assert(
      fc.asyncProperty(anyFacts, fc.integer({ min: 1, max: 20 }), async (facts, by) => {
        const [before, after] = await Promise.all([breakdownOf(facts), breakdownOf(grow(facts, by))])
        for (const [index, { points }] of before.entries()) {
          expect(after[index]!.points).toBeGreaterThanOrEqual(points)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('spans the whole range: nothing known gives 0, everything at its best 100', async () => {
    const standard = { weights: [20, 20, 30, 10, 10, 10], halfLife: 7 }
    const cold = { messages: 0, asking: 0, silence: null, platforms: 0, booked: false, openDeal: false, ai: null }
    expect(total(await breakdownOf({ ...standard, ...cold, known: [], mood: -1 }))).toBe(0)
    const hot = { messages: 10, asking: 2, silence: 0, platforms: 3, booked: true, openDeal: true, ai: null }
    expect(total(await breakdownOf({ ...standard, ...hot, known: KNOWN, mood: 4 }))).toBe(100)
  })

  test('halves recency with each half life', async () => {
    const facts = {
      messages: 1,
      asking: 0,
      platforms: 1,
      booked: false,
      openDeal: false,
      ai: null,
      known: [],
      mood: -1,
    }
    const pointsAfter = async (days: number) =>
      (await breakdownOf({ ...facts, silence: days * DAY, weights: [0, 80, 20, 0, 0, 0], halfLife: 7 }))[1]!.points
    expect(await Promise.all([0, 7, 14, 21, 365].map(pointsAfter))).toEqual([80, 40, 20, 10, 0])
  })

  test('knows the very moment at which time alone takes the next point', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 40 * DAY }),
        fc.integer({ min: 1, max: 100 }),
        async (silence, max) => {
          const rest = 100 - max
          const [row] = await backend.sql<
            { now_points: number; before: number | null; at: number | null; due: Date | null }[]
          >`
          with facts as (
            select jsonb_populate_record(null::app.lead_facts, ${backend.sql.json({
              messages: 1,
              asking_messages: 0,
              phrases: [],
              platforms: [],
              known: [],
              is_booked: false,
              has_open_deal: false,
              last_message_at: new Date(NOW - silence).toISOString(),
              settings: {
                weights: { engagement: rest, recency: max, intent: 0, channels: 0, completeness: 0, sentiment: 0 },
                recency_half_life_days: 7,
              },
            })}) as f
          ), planned as (
            select f, app.score_breakdown(f, ${new Date(NOW)}) as b,
              app.score_changes_at(f, app.score_breakdown(f, ${new Date(NOW)}), ${new Date(NOW)}) as due from facts
          )
          select (b -> 1 ->> 'points')::integer as now_points, due,
            (app.score_breakdown(f, due - interval '2 seconds') -> 1 ->> 'points')::integer as before,
            (app.score_breakdown(f, due) -> 1 ->> 'points')::integer as at
          from planned`
          const { now_points: points, before, at, due } = row!
          expect(due === null ? points : [before, at]).toEqual(due === null ? 0 : [points, points - 1])
        },
      ),
      { numRuns: 100 },
    )
  })

  test.each([
    ['How much is it?', ['how much']],
    ['What does it COST, and when can I book?', ['cost']],
    ['My dog is called Costa', ['cost']],
    ['Overpriced rubbish', []],
    ['just saying hello', []],
  ])('reads intent at the start of words: %s', async (body, phrases) => {
    const [row] = await backend.sql<{ phrase: string | null }[]>`
      select substring(lower(${body}) from app.intent_pattern(app.default_lead_score_settings())) as phrase`
    expect(row!.phrase === null ? [] : [row!.phrase]).toEqual(phrases)
  })

  test('phrases are words, not patterns', async () => {
    const [row] = await backend.sql`
      select 'a+b (c' ~ app.intent_pattern('{"intent_phrases": ["a+b (c"]}') as itself,
        'aab c' ~ app.intent_pattern('{"intent_phrases": ["a+b (c", ".*"]}') as another,
        app.intent_pattern('{"intent_phrases": []}') as none`
    expect(row).toEqual({ itself: true, another: false, none: null })
  })
})
