import type { Platform } from '#shared/domain/vocabulary.ts'
import { Budget } from './budget.ts'
import { Calendar } from './calendar.ts'
import { generateLead } from './lead.ts'
import type { Lead } from './lead.ts'
import { Random } from './random.ts'
import type { LeadRows } from './rows.ts'
import { LANGUAGES } from './script.ts'
import type { Workspace } from './workspace.ts'

/** How much of everything there is, in all organisations together. */
export interface Volume {
  leads: number
  conversations: number
  messages: number
  activities: number
  notes: number
}

/** `demo` to look around, `large` for benchmarks, or a number of leads. */
export type Scale = 'demo' | 'large' | number

const DEMO: Volume = { leads: 2_000, conversations: 3_000, messages: 40_000, activities: 5_000, notes: 1_500 }
const LARGE: Volume = {
  leads: 100_000,
  conversations: 100_000,
  messages: 1_000_000,
  activities: 200_000,
  notes: 50_000,
}
/** From here on a number of leads has the proportions of the benchmark. */
const BENCHMARK_LEADS = 10_000

/** @throws for a number of leads that is not a whole number from 1 to 100,000. */
export function volumeOf(scale: Scale): Volume {
  if (scale === 'demo') return DEMO
  if (scale === 'large') return LARGE
  if (!Number.isInteger(scale) || scale < 1 || scale > LARGE.leads) {
    throw new RangeError(`--scale is demo, large or a number of leads from 1 to ${LARGE.leads}, not ${scale}`)
  }
  return shareOf(scale >= BENCHMARK_LEADS ? LARGE : DEMO, scale / (scale >= BENCHMARK_LEADS ? LARGE : DEMO).leads)
}

function shareOf(volume: Volume, share: number): Volume {
  const part = (count: number) => Math.round(count * share)
  return {
    leads: part(volume.leads),
    conversations: part(volume.conversations),
    messages: part(volume.messages),
    activities: part(volume.activities),
    notes: part(volume.notes),
  }
}

/** Splits a volume by the organisations' shares, without losing a row. */
export function splitVolume(total: Volume, shares: readonly number[]): Volume[] {
  const left = { ...total }
  return shares.map((share, index) => {
    const mine = index === shares.length - 1 ? { ...left } : shareOf(total, share)
    for (const key of Object.keys(left) as (keyof Volume)[]) left[key] -= mine[key]
    return mine
  })
}

/** Conversations end up a little shorter than asked for: exchanges are not cut to size. */
const SHORTFALL = 1.05

/**
 * The leads of one organisation with all their rows, one after the other. The same workspace, volume, seed and `now`
 * give the same rows. Totals of leads, notes and activities are exact; conversations and messages as near as leads
 * have channels and scripts have lines.
 * @param now milliseconds since 1970; everything lies before it but appointments, reminders and due dates.
 */
export function* generateLeads(workspace: Workspace, volume: Volume, seed: string, now: number): Generator<LeadRows> {
  const random = new Random(seed, workspace.organization.slug, 'volume')
  const conversations = new Budget(volume.conversations, volume.leads)
  const messages = new Budget(volume.messages, volume.conversations)
  const notes = new Budget(volume.notes, volume.leads)
  const activities = new Budget(volume.activities, volume.leads)
  const calendars = new Map(LANGUAGES.map((language) => [language, new Calendar(language)]))
  const nextTarget = (platform: Platform) => {
    const weight = platform === 'voice' ? 1 : random.skewed()
    return Math.max(1, Math.round(messages.average * weight * SHORTFALL))
  }
  let previous: Lead | null = null
  for (let index = 0; index < volume.leads; index++) {
    const lead: Lead = generateLead({
      workspace,
      seed,
      index,
      now,
      conversations: Math.round(conversations.average * random.skewed() * 1.15),
      nextTarget,
      spend: (count) => messages.spend(count),
      notes: notes.take(random.skewed()),
      activities: activities.take(random.skewed()),
      calendars,
      previous,
    })
    conversations.spend(lead.rows.conversations.length)
    previous = lead
    yield lead.rows
  }
}
