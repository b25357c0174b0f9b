import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { previewOf } from '#shared/domain/conversation.ts'
import { PLATFORMS } from '#shared/domain/vocabulary.ts'
import { ORGANIZATIONS } from './content/organizations.ts'
import { exampleWorkspace } from './example-workspace.ts'
import { generateLeads, splitVolume, volumeOf } from './generate.ts'
import { normalizePhone } from './person.ts'
import { LOADED_TABLES } from './rows.ts'
import type { LeadRows } from './rows.ts'

const NOW = Date.UTC(2026, 5, 17, 14, 20)

function everything(seed: string, leads: number, now = NOW): LeadRows {
  const all = Object.fromEntries(LOADED_TABLES.map((table) => [table, []])) as unknown as LeadRows
  const volumes = splitVolume(
    volumeOf(leads),
    ORGANIZATIONS.map(({ share }) => share),
  )
  for (const [index, organization] of ORGANIZATIONS.entries()) {
    const volume = volumes[index]
    if (!volume) throw new Error('no volume')
    for (const rows of generateLeads(exampleWorkspace(organization, seed, now), volume, seed, now)) {
      for (const table of LOADED_TABLES) (all[table] as unknown[]).push(...rows[table])
    }
  }
  return all
}

function fingerprint(rows: LeadRows): string {
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex')
}

describe('the demo generator', () => {
  const demo = everything('1', 2_000)

  it('makes the same rows from the same seed and present', () => {
    expect(fingerprint(everything('7', 150))).toBe(fingerprint(everything('7', 150)))
  })

  it('makes other rows from another seed, and from another present', () => {
    const first = fingerprint(everything('7', 60))
    expect(fingerprint(everything('8', 60))).not.toBe(first)
    expect(fingerprint(everything('7', 60, NOW + 1))).not.toBe(first)
  })

  it('makes as much as the demo promises', () => {
    expect(demo.leads).toHaveLength(2_000)
    expect(demo.conversations.length).toBeGreaterThanOrEqual(2_990)
    expect(demo.conversations.length).toBeLessThanOrEqual(3_010)
    expect(demo.messages.length).toBeGreaterThan(39_500)
    expect(demo.messages.length).toBeLessThan(40_500)
    expect(demo.notes).toHaveLength(1_500)
    expect(demo.activities).toHaveLength(5_000)
    expect(demo.deals.length).toBeGreaterThan(400)
    expect(demo.bookings.length).toBeGreaterThan(200)
  })

  it('gives every row an id of its own', () => {
    const ids = LOADED_TABLES.flatMap((table) => demo[table].map(({ id }) => id))
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids.slice(0, 2_000))
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  it('uses all seven channels', () => {
    const used = new Set(demo.conversations.map(({ platform }) => platform))
    expect([...used].sort()).toEqual([...PLATFORMS].sort())
  })

  it('writes nothing in the future but appointments, reminders and due dates', () => {
    for (const { created_at, updated_at } of [...demo.messages, ...demo.conversations, ...demo.leads, ...demo.notes]) {
      expect(created_at).toBeLessThanOrEqual(NOW)
      expect(updated_at).toBeLessThanOrEqual(NOW)
      expect(updated_at).toBeGreaterThanOrEqual(created_at)
    }
  })

  it('shows a list of different previews, the newest of them minutes old', () => {
    const newest = [...demo.conversations].sort((a, b) => (b.last_message_at ?? 0) - (a.last_message_at ?? 0))
    const previews = newest.slice(0, 100).map(({ last_message_preview }) => last_message_preview)
    expect(new Set(previews).size).toBeGreaterThanOrEqual(93)
    expect(NOW - (newest[0]?.last_message_at ?? 0)).toBeLessThan(15 * 60_000)
  })

  it('derives summaries from the messages', () => {
    const byConversation = Map.groupBy(demo.messages, ({ conversation_id }) => conversation_id)
    for (const conversation of demo.conversations) {
      const messages = byConversation.get(conversation.id) ?? []
      const last = messages.at(-1)
      expect(conversation.message_count).toBe(messages.length)
      expect(conversation.last_message_preview).toBe(previewOf(last?.body ?? ''))
      expect(conversation.last_message_direction).toBe(last?.direction)
    }
  })

  it('has the cases that an inbox must cope with', () => {
    const { conversations, leads, messages } = demo
    expect(conversations.filter(({ waiting_since }) => waiting_since !== null).length).toBeGreaterThan(50)
    expect(conversations.filter(({ unread_count }) => unread_count > 0).length).toBeGreaterThan(50)
    for (const status of ['open', 'snoozed', 'closed', 'archived']) {
      expect(conversations.some((each) => each.status === status)).toBe(true)
    }
    expect(
      leads.some(({ owner_id, assignee_ids }) => owner_id === null && (assignee_ids as string[]).length === 0),
    ).toBe(true)
    expect(leads.some(({ full_name }) => full_name === null)).toBe(true)
    expect(leads.some(({ full_name }) => (full_name?.length ?? 0) > 40)).toBe(true)
    expect(leads.some(({ duplicate_of }) => duplicate_of !== null)).toBe(true)
    expect(messages.some(({ ai_generated }) => ai_generated)).toBe(true)
    expect(messages.some(({ status, error }) => status === 'failed' && error !== null)).toBe(true)
    expect(messages.some(({ body }) => /^stop$/i.test(body))).toBe(true)
    expect(messages.some(({ subject }) => subject?.startsWith('Re: '))).toBe(true)
  })

  it('writes numbers so that libphonenumber understands them, and no number twice but in duplicates', () => {
    const countries = new Map(ORGANIZATIONS.map((each) => [exampleWorkspace(each, '1', NOW).id, each.country]))
    const seen = new Set<string>()
    for (const { organization_id, phone, phone_normalized, duplicate_of } of demo.leads) {
      if (phone === null) continue
      expect(phone_normalized).toMatch(/^\+\d{8,15}$/)
      expect(normalizePhone(phone, countries.get(organization_id) ?? 'GB')).toBe(phone_normalized)
      if (duplicate_of !== null) continue
      expect(seen.has(`${organization_id}${phone_normalized}`)).toBe(false)
      seen.add(`${organization_id}${phone_normalized}`)
    }
  })

  it('explains every score by parts that add up to it', () => {
    for (const { lead_score, score_breakdown } of demo.leads) {
      const parts = score_breakdown as { points: number; reason: string }[]
      expect(
        Math.min(
          100,
          parts.reduce((sum, { points }) => sum + points, 0),
        ),
      ).toBe(lead_score)
      for (const { reason } of parts) expect(reason).not.toBe('')
    }
  })
})

describe('the scale of the demo', () => {
  it('takes the names demo and large, and numbers of leads', () => {
    expect(volumeOf('large').messages).toBe(1_000_000)
    expect(volumeOf(20_000)).toEqual({
      leads: 20_000,
      conversations: 20_000,
      messages: 200_000,
      activities: 40_000,
      notes: 10_000,
    })
    expect(volumeOf(200).messages).toBe(4_000)
  })

  it('refuses other numbers', () => {
    for (const wrong of [0, -1, 1.5, 100_001]) expect(() => volumeOf(wrong)).toThrow(RangeError)
  })
})
