import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { createOrganization, joinAs, startDatabase } from '#tests/support/database.ts'
import type { Member } from '#tests/support/database.ts'
import { customerWaits, handledConversations, waitFigures } from './brute-force-responses.ts'
import type { Range, Wait } from './brute-force-responses.ts'
import { fillOrganization } from './generated-data.ts'
import { LocalCalendar } from './local-calendar.ts'
import { DAY } from './support.ts'

const ZONES = ['UTC', 'America/New_York', 'Pacific/Auckland'] as const

let backend: LocalSupabase
const managers = new Map<string, Member>()
const reps = new Map<string, Member>()
beforeAll(async () => {
  backend = await startDatabase()
  for (const [place, zone] of ZONES.entries()) {
    const { id, brandId, channelId } = await createOrganization(backend.sql, 'Acme')
    await backend.sql`update organizations set timezone = ${zone} where id = ${id}`
    const [manager, rep] = [await joinAs(backend, id, 'manager'), await joinAs(backend, id, 'sales_rep')]
    await fillOrganization(backend.sql, { id, brandId, channelId }, [manager.id, rep.id], 31 + place)
    managers.set(zone, manager)
    reps.set(zone, rep)
  }
})
afterAll(() => backend.close())

type Row = Record<string, unknown>

async function rowsOf(member: Member, name: string, input: object): Promise<Row[]> {
  const { data, error } = await member.client.rpc(name, input)
  if (error) throw error
  return (data as { rows: Row[] }).rows
}

const date = (daysAgo: number): string => new Date(Date.now() - daysAgo * DAY).toISOString().slice(0, 10)

/** From far back, around the newest, a single day, and one without anything. */
const RANGES: readonly Range[] = [
  { since: date(300), until: date(-1) },
  { since: date(15), until: date(6) },
  { since: date(9), until: date(9) },
  { since: date(330), until: date(320) },
]

const inOrder = (rows: readonly Row[]): string[] =>
  rows.map((row) => JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)))).toSorted()

describe.each(ZONES)('by the clock of %s', (zone) => {
  const keys: Record<string, (wait: Wait) => Row> = {
    day: ({ day }) => ({ day }),
    answered_by: ({ answered_by }) => ({ answered_by }),
    person: ({ person_id }) => ({ person_id }),
    channel: ({ channel_id }) => ({ channel_id }),
  }

  test.each(Object.keys(keys))('response times by %s equal what is counted message by message', async (by) => {
    const manager = managers.get(zone)!
    for (const range of RANGES) {
      const all = await customerWaits(backend.sql, manager.organizationId, new LocalCalendar(zone), range)
      const waits = all.filter(({ answered_by }) => by !== 'person' || answered_by === 'agent')
      const groups = Map.groupBy(waits, (wait) => JSON.stringify(keys[by]!(wait)))
      const expected = [...groups.values()].map((group) => ({ ...keys[by]!(group[0]!), ...waitFigures(group) }))
      expect(inOrder(await rowsOf(manager, 'get_response_times', { ...range, by }))).toEqual(inOrder(expected))
    }
  })

  test('the AI and people are credited with what came of their conversations', async () => {
    const manager = managers.get(zone)!
    for (const range of RANGES) {
      const handled = await handledConversations(backend.sql, manager.organizationId, new LocalCalendar(zone), range)
      const expected = [...Map.groupBy(handled, ({ side }) => side)].map(([side, group]) => {
        const leads = (outcome?: string) =>
          new Set(group.filter((one) => outcome === undefined || one.outcomes.has(outcome)).map((one) => one.lead_id))
            .size
        return {
          side,
          conversations: group.length,
          leads: leads(),
          messages: group.reduce((sum, { messages }) => sum + messages, 0),
          replied_conversations: group.filter(({ outcomes }) => outcomes.has('replied')).length,
          booked_leads: leads('booked'),
          converted_leads: leads('converted'),
          opted_out_leads: leads('opted_out'),
        }
      })
      expect(inOrder(await rowsOf(manager, 'get_ai_against_human', range))).toEqual(inOrder(expected))
    }
  })
})

describe('who sees them', () => {
  test('a rep’s figures are of the leads that the rep sees', async () => {
    const rep = reps.get('UTC')!
    const [range] = RANGES
    const visible = new Set((await rep.client.from('messages').select('id')).data!.map(({ id }) => id as string))
    const all = await customerWaits(backend.sql, rep.organizationId, new LocalCalendar('UTC'), range!)
    const own = all.filter(({ message_id }) => visible.has(message_id))
    expect(own.length).toBeGreaterThan(0)
    expect(own.length).toBeLessThan(all.length)
    const rows = await rowsOf(rep, 'get_response_times', { ...range!, by: 'answered_by' })
    expect(rows.reduce((sum, { waits }) => sum + Number(waits), 0)).toBe(own.length)
  })

  test('a suspended member gets none', async () => {
    const { organizationId } = managers.get('UTC')!
    const gone = await joinAs(backend, organizationId, 'manager')
    await backend.sql`update profiles set status = 'suspended' where id = ${gone.id}`
    for (const name of ['get_response_times', 'get_ai_against_human']) {
      const { error } = await gone.client.rpc(name, RANGES[0])
      expect(error?.code).toBe('42501')
    }
  })

  test.each([
    { since: '2026-02-02', until: '2026-02-01' },
    { since: '2024-01-01', until: '2026-01-01' },
    { since: '-infinity', until: '2026-01-01' },
    { since: null, until: null },
    { since: '2026-02-01', until: '2026-02-02', by: 'sender; drop table leads' },
  ])('nobody gets any for %j', async (input) => {
    const { error } = await managers.get('UTC')!.client.rpc('get_response_times', input)
    expect(error?.code).toBe('22023')
  })
})
