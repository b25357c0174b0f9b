import { describe, expect, it } from 'vitest'
import { ORGANIZATIONS } from './content/organizations.ts'
import { SCRIPTS } from './content/scripts.ts'
import { exampleWorkspace } from './example-workspace.ts'
import { drawFacts } from './facts.ts'
import { generateLeads } from './generate.ts'
import type { LeadRows } from './rows.ts'
import { Random } from './random.ts'
import { BEAT_KINDS } from './script.ts'
import type { Beat } from './script.ts'
import { COMMON_SLOTS } from './slots.ts'
import { slotsOf } from './template.ts'

const NOW = Date.UTC(2026, 5, 17, 14, 20)
const VOLUME = { leads: 700, conversations: 1_000, messages: 13_000, activities: 1_000, notes: 600 }

function* generated(): Generator<LeadRows> {
  for (const organization of ORGANIZATIONS) {
    yield* generateLeads(exampleWorkspace(organization, '3', NOW), VOLUME, '3', NOW)
  }
}

describe.each(SCRIPTS)('the $sector script in $language', (script) => {
  const beats = BEAT_KINDS.flatMap((kind): readonly Beat[] => script.beats[kind])

  it('asks only for slots that there are', () => {
    const facts = drawFacts(script.sector, script.language, 'EUR', new Random('slots'))
    const known = new Set<string>([...COMMON_SLOTS, ...Object.keys(facts.slots), ...Object.keys(script.words)])
    const templates = [
      ...script.subjects,
      ...Object.values(script.words).flat(),
      ...beats.flatMap(({ lines }) => lines.map(({ text }) => text)),
    ]
    expect(templates.flatMap(slotsOf).filter((slot) => !known.has(slot))).toEqual([])
  })

  it('lets the customer open an enquiry and us an outreach', () => {
    for (const { lines } of script.beats.enquiry) expect(lines[0]?.inbound).toBe(true)
    for (const { lines } of script.beats.outreach) expect(lines[0]?.inbound).toBe(false)
    for (const { lines } of script.beats.nudge) expect(lines.map(({ inbound }) => inbound)).toEqual([false])
  })

  it('names day and time in every booking', () => {
    for (const { lines } of script.beats.booking) {
      const slots = lines.flatMap(({ text }) => slotsOf(text))
      expect(slots).toContain('time')
      expect(slots.includes('day') || slots.includes('date')).toBe(true)
    }
  })
})

describe('the texts of the demo', () => {
  const rows = [...generated()]
  const messages = rows.flatMap((each) => each.messages)
  const texts = [
    ...messages.flatMap(({ body, subject }) => (subject === null ? [body] : [body, subject])),
    ...messages.map(({ metadata }) => JSON.stringify(metadata).replaceAll(/[{}[\]"]/g, '')),
    ...rows.flatMap(({ notes }) => notes.map(({ body }) => body)),
    ...rows.flatMap(({ activities }) => activities.map(({ subject }) => subject ?? '')),
    ...rows.flatMap(({ leads }) => leads.map(({ conversation_summary }) => conversation_summary ?? '')),
  ]

  it('leave no slot open and no choice unmade', () => {
    expect(texts.filter((text) => /[{}]|\[[^\]]*\||undefined|NaN/.test(text))).toEqual([])
  })

  it('have no doubled spaces, no space before a full stop, no blank ends', () => {
    expect(texts.filter((text) => / {2}| [.,](?![\da-z])|^\s|\s$/.test(text))).toEqual([])
  })

  it('are about as long as what people write', () => {
    const average = messages.reduce((sum, { body }) => sum + body.length, 0) / messages.length
    expect(average).toBeGreaterThan(90)
    expect(average).toBeLessThan(140)
  })

  it('are mostly English, with a share of every other language', () => {
    const languages = rows.flatMap(({ leads }) =>
      leads.map(({ custom_fields }) => (custom_fields as { language: string }).language),
    )
    const share = (language: string) => languages.filter((each) => each === language).length / languages.length
    expect(share('en')).toBeGreaterThan(0.5)
    expect(share('en')).toBeLessThan(0.8)
    for (const language of ['de', 'es', 'pt', 'fr', 'pl', 'ar', 'hi']) expect(share(language)).toBeGreaterThan(0.01)
    expect(share('ja')).toBeGreaterThan(0)
  })

  it('have the assistant sign with its own name, and nobody else with it', () => {
    const introductions = messages.flatMap(({ body, sender_type }) => {
      const [, name] =
        /(?:, |it's |Hi, )(\w+) (?:here )?(?:from|at|von|de|da|z) (?:Northlight|Halden|Tideway|Fieldbook)/.exec(body) ??
        []
      return name === undefined || sender_type === 'customer'
        ? []
        : [{ assistant: /^(?:Nova|Iris)$/.test(name), ai: sender_type === 'ai' }]
    })
    expect(introductions.length).toBeGreaterThan(50)
    expect(introductions.filter(({ assistant, ai }) => assistant !== ai)).toEqual([])
  })

  it('put calls down with a transcript in turns', () => {
    const calls = messages.filter(({ content_type }) => content_type === 'call')
    const talked = calls.filter(({ metadata }) => (metadata as { outcome: string }).outcome === 'completed')
    expect(talked.length).toBeGreaterThan(50)
    for (const { metadata } of talked) {
      const { transcript, duration_seconds } = metadata as {
        transcript: { speaker: string; text: string }[]
        duration_seconds: number
      }
      expect(transcript.length).toBeGreaterThan(4)
      expect(new Set(transcript.map(({ speaker }) => speaker)).size).toBe(2)
      expect(duration_seconds).toBeGreaterThan(30)
    }
  })
})
