import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { MUTATIONS, applyMutation } from '#shared/domain/mutations.ts'
import type { MutationName } from '#shared/domain/mutations.ts'
import type { RowStore } from '#shared/domain/mutations/define.ts'
import type { Role } from '#shared/domain/vocabulary.ts'
import { TABLES } from '#shared/replication/tables.ts'
import type { Row, TableName } from '#shared/replication/tables.ts'
import { createOrganization, joinAs, startDatabase } from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'
import { Pusher } from '#tests/support/pusher.ts'
import { Replica } from '#tests/support/replica.ts'
import { rowsToChange, seeing, specimens } from '#tests/support/row-mutation-specimens.ts'
import type { Specimen } from '#tests/support/row-mutation-specimens.ts'

let backend: LocalSupabase
let organization: Organization
beforeAll(async () => {
  backend = await startDatabase()
  organization = await createOrganization(backend.sql, 'Acme')
})
afterAll(() => backend.close())

const join = (role: Role): Promise<Member> => joinAs(backend, organization.id, role)

/** The mutations of one row as the server knows them. */
async function known() {
  const rows = await backend.sql<{ name: MutationName; verb: string; id_argument: string; fields: object }[]>`
    select name, verb, id_argument, fields from sync.mutations where relation is not null order by name`
  return [...rows]
}

interface Schema {
  type?: string
  enum?: string[]
  maxLength?: number
  anyOf?: Schema[]
}

/** A bound as the server writes it: a length, a list of values, or null; undefined for JSON, whose bounds differ. */
function boundOf(schema: Schema): unknown {
  const part = schema.anyOf?.find(({ type }) => type !== 'null') ?? schema
  if (part.enum) return part.enum
  if (part.type === 'array' || part.type === 'object') return undefined
  return part.maxLength ?? null
}

describe('what a mutation of a row may name', () => {
  test('is the same here and there, with lengths and values', async () => {
    for (const { name, verb, id_argument, fields } of await known()) {
      const { shape } = MUTATIONS[name].args as z.ZodObject
      const given = verb === 'edit' ? (shape['set'] as z.ZodObject).shape : shape
      const names = Object.keys(given).filter((column) => column !== id_argument && column !== 'seen_status')
      expect([name, names.sort()]).toEqual([name, Object.keys(fields).sort()])
      const declared = (z.toJSONSchema(z.object(given), { io: 'input', unrepresentable: 'any' }).properties ?? {}) as {
        [column: string]: Schema
      }
      const bounds = Object.entries(fields).map(
        ([column, bound]) => [column, boundOf(declared[column]!), bound] as const,
      )
      // Identifiers and numbers have bounds of their own here, JSON has other ones there.
      const compared = bounds.filter(([, own, bound]) => own !== undefined && (Array.isArray(bound) || own !== null))
      expect([name, compared.filter(([, own, bound]) => JSON.stringify(own) !== JSON.stringify(bound))]).toEqual([
        name,
        [],
      ])
    }
  })

  test('is no derived column, and of an edit none that is fixed', async () => {
    for (const { name, verb, fields } of await known()) {
      const [{ relation } = { relation: '' }] =
        await backend.sql`select relation from sync.mutations where name = ${name}`
      const specs = TABLES[relation as TableName] as Record<string, { rule: string }>
      const refused = verb === 'edit' ? ['derived', 'fixed'] : ['derived']
      const wrong = Object.keys(fields).filter(
        (column) => column !== 'lead_id' && refused.includes(specs[column]!.rule),
      )
      expect([name, wrong]).toEqual([name, []])
    }
  })

  test('is tried here, for each', async () => {
    const ids = await rowsToChange(backend.sql, organization, (await join('admin')).id)
    const tried = specimens(ids).map(({ name }) => name)
    expect(tried.filter((name) => !(name in MUTATIONS))).toEqual([])
    expect((await known()).map(({ name }) => name).filter((name) => !tried.includes(name))).toEqual([])
  })
})

/** A replica's rows with a mutation laid over them. */
class Overlay implements RowStore {
  readonly written = new Map<string, object>()
  readonly deleted = new Set<string>()
  readonly #replica: Replica

  constructor(replica: Replica) {
    this.#replica = replica
  }

  get<T extends TableName>(table: T, id: string): Row<T> | undefined {
    return (this.written.get(`${table}/${id}`) ?? this.#replica.get(table, id)) as Row<T> | undefined
  }

  put<T extends TableName>(table: T, row: Row<T>): void {
    this.written.set(`${table}/${row.id as string}`, row)
  }

  delete(table: TableName, id: string): void {
    this.deleted.add(`${table}/${id}`)
  }
}

/** Moments that the server takes from its own clock: there here and there, or on neither side. */
const MOMENTS =
  /^(created_at|updated_at|enrolled_at|completed_at|claimed_at|reviewed_at|resolved_at|cancelled_at|stage_changed_at)$/

/** What the server works out alone: when a step is due, and the lesson that an approved insight becomes. */
const WORKED_OUT = new Set(['next_due_at', 'related_lesson_id', 'applied_at'])

const withoutMoments = (row: object): object =>
  Object.fromEntries(
    Object.entries(row).filter(
      ([column, value]) => !WORKED_OUT.has(column) && (!MOMENTS.test(column) || value === null),
    ),
  )

/** Cards move with them, which a desktop cannot foretell: what they delete stays until the server has. */
const LEFT_TO_THE_SERVER = new Set<string>(['stage.delete', 'pipeline.delete'])

describe('the optimistic effect of a mutation', () => {
  test('is what the server makes of it, column by column', { timeout: 60_000 }, async () => {
    const admin = await join('admin')
    const replica = new Replica(admin.client)
    const desk = new Pusher(admin.client)
    const ids = await rowsToChange(backend.sql, organization, admin.id)
    await replica.pull()
    for (const specimen of specimens(ids)) {
      const { name } = specimen
      const args = seeing(specimen, (table, id) => replica.get(table, id))
      const overlay = new Overlay(replica)
      applyMutation(overlay, { name, args }, { userId: admin.id, at: Date.now() })
      expect([name, overlay.written.size + overlay.deleted.size > 0]).toEqual([name, true])
      expect([name, await desk.send(name, args)]).toMatchObject([name, { result: 'applied', details: null }])
      await replica.pull()
      if (LEFT_TO_THE_SERVER.has(name)) continue
      for (const [key, row] of overlay.written) {
        const [table, id] = key.split('/') as [TableName, string]
        expect([name, withoutMoments(row)]).toEqual([name, withoutMoments(replica.get(table, id) ?? {})])
      }
      for (const key of overlay.deleted) {
        const [table, id] = key.split('/') as [TableName, string]
        expect([name, replica.get(table, id)]).toEqual([name, undefined])
      }
    }
  })
})

describe('who may', () => {
  const RIGHTS: Record<Role, readonly Specimen['who'][]> = {
    owner: ['anybody', 'managers', 'administrators', 'teachers'],
    admin: ['anybody', 'managers', 'administrators', 'teachers'],
    manager: ['anybody', 'managers'],
    sales_rep: ['anybody'],
    viewer: [],
  }

  test.each(['owner', 'manager', 'sales_rep', 'viewer'] as const)(
    'is decided for each mutation: %s',
    { timeout: 60_000 },
    async (role) => {
      const member = await join(role)
      const replica = new Replica(member.client)
      const desk = new Pusher(member.client)
      const ids = await rowsToChange(backend.sql, organization, member.id)
      for (const specimen of specimens(ids)) {
        await replica.pull()
        const args = seeing(specimen, (table, id) => replica.get(table, id))
        const { result, code } = await desk.send(specimen.name, args)
        const expected = RIGHTS[role].includes(specimen.who) ? ['applied', null] : ['rejected', 'forbidden']
        expect([specimen.name, result, code]).toEqual([specimen.name, ...expected])
      }
    },
  )

  test('is nobody of another organisation, whatever ids they name', { timeout: 60_000 }, async () => {
    const insider = await join('admin')
    const rival = await createOrganization(backend.sql, 'Rival')
    const stranger = await joinAs(backend, rival.id, 'owner')
    const replica = new Replica(insider.client)
    const desk = new Pusher(stranger.client)
    const ids = await rowsToChange(backend.sql, organization, insider.id)
    const foreign = new Set(Object.values(ids))
    await replica.pull()
    for (const specimen of specimens(ids)) {
      const args = seeing(specimen, (table, id) => replica.get(table, id))
      if (!Object.values(args).some((value) => foreign.has(String(value)))) continue
      const { result, code } = await desk.send(specimen.name, args)
      // A deal is told which of its two ids is not there; a stage of strangers is one that there is not.
      const missing = ['deal.create', 'deal.move'].includes(specimen.name) ? 'invalid_stage' : 'not_found'
      expect([specimen.name, result, code]).toEqual([specimen.name, 'rejected', missing])
    }
  })
})

describe('a row that was made', () => {
  test('is made once: the same again changes nothing, another content or author is a collision', async () => {
    const [admin, colleague] = [await join('admin'), await join('admin')]
    const desk = new Pusher(admin.client)
    const ids = await rowsToChange(backend.sql, organization, admin.id)
    const creations = (await known()).filter(({ verb, name }) => verb === 'create' && !OWN_RULE.includes(name))
    expect(creations.length).toBeGreaterThan(12)
    for (const { name } of creations) {
      const { args } = specimens(ids).find((specimen) => specimen.name === name)!
      expect([name, await desk.send(name, args)]).toMatchObject([name, { result: 'applied' }])
      expect([name, await desk.send(name, args)]).toMatchObject([name, { result: 'applied' }])
      const text = Object.keys(args).find((key) => ['subject', 'name', 'title', 'message_template'].includes(key))
      if (!text) continue
      const changed = { ...args, [text]: 'Something else' }
      expect([name, await desk.send(name, changed)]).toMatchObject([name, { result: 'rejected', code: 'id_taken' }])
    }
    const { args } = specimens(ids).find(({ name }) => name === 'activity.create')!
    await desk.send('activity.create', args)
    expect(await new Pusher(colleague.client).send('activity.create', args)).toMatchObject({ code: 'id_taken' })
  })

  /** What may be recorded again, or is there only once for a person. */
  const OWN_RULE: MutationName[] = ['preference.set', 'consent.record', 'follower.add']

  test('and deleted does not come back', async () => {
    const desk = new Pusher((await join('admin')).client)
    const tag = { tag_id: randomUUID(), name: randomUUID() }
    await desk.send('tag.create', tag)
    expect(await desk.send('tag.delete', { tag_id: tag.tag_id })).toMatchObject({ result: 'applied' })
    expect(await desk.send('tag.delete', { tag_id: tag.tag_id })).toMatchObject({ result: 'applied' })
    expect(await desk.send('tag.create', tag)).toMatchObject({ result: 'rejected', code: 'not_found' })
    expect(await desk.send('tag.delete', { tag_id: randomUUID() })).toMatchObject({ code: 'not_found' })
  })

  test('under a name that is taken is told apart from a taken id', async () => {
    const desk = new Pusher((await join('admin')).client)
    const name = randomUUID()
    await desk.send('tag.create', { tag_id: randomUUID(), name })
    expect(await desk.send('tag.create', { tag_id: randomUUID(), name })).toMatchObject({ code: 'already_exists' })
  })
})

describe('arguments that are not right', () => {
  test('are rejected for each mutation of a row: none, a stray column, a derived one, a wrong form', async () => {
    const admin = await join('admin')
    const desk = new Pusher(admin.client)
    const ids = await rowsToChange(backend.sql, organization, admin.id)
    for (const { name, verb, id_argument } of await known()) {
      const { args } = specimens(ids).find((specimen) => specimen.name === name)!
      const set = (value: object): Record<string, unknown> =>
        verb === 'edit' ? { ...args, set: value, base: value } : { ...args, ...value }
      const broken: Record<string, unknown>[] = [{}, { ...args, [id_argument]: 'x' }]
      if (verb !== 'delete') {
        broken.push(set({ organization_id: ids['leads'] }), set({ sync_xid: '1' }), set({ created_at: 1 }))
      }
      for (const wrong of broken) {
        const { result, code } = await desk.send(name, wrong)
        expect([name, wrong, result, code]).toEqual([name, wrong, 'rejected', 'invalid_input'])
      }
    }
  })

  test.each([
    ['activity.create', { duration_minutes: 1.5 }],
    ['activity.create', { duration_minutes: 1e12 }],
    ['activity.create', { due_at: 1e300 }],
    ['activity.create', { due_at: '2026-01-01' }],
    ['activity.create', { type: 'website_visit' }],
    ['activity.create', { subject: 'long '.repeat(61) }],
    ['deal.create', { value_minor: 5 }],
    ['deal.create', { value_minor: '05' }],
    ['deal.create', { value_minor: '9223372036854775808' }],
    ['deal.create', { currency: 'euro' }],
    ['deal.create', { probability: 101 }],
    ['deal.create', { expected_close_date: '2026-02-30' }],
    ['deal.create', { expected_close_date: 'tomorrow' }],
    ['deal.create', { tags: 'roof' }],
    ['deal.create', { tags: [{}] }],
    ['deal_item.create', { quantity: 0 }],
    ['deal_item.create', { quantity: 2_000, unit_price_minor: '9223372036854775807' }],
    ['deal_item.create', { discount_minor: '99999999999999999' }],
    ['template.create', { shortcut: 'two words' }],
    ['campaign_step.create', { day_number: null }],
    ['saved_view.create', { columns: Array.from({ length: 20_000 }, (_, n) => n) }],
    ['pipeline.create', { kind: 'other' }],
  ] as const)('of %s are rejected: a wrong value in %o', async (name, wrong) => {
    const admin = await join('admin')
    const ids = await rowsToChange(backend.sql, organization, admin.id)
    const { args } = specimens(ids).find((specimen) => specimen.name === name)!
    const outcome = await new Pusher(admin.client).send(name, { ...args, ...wrong })
    expect(outcome).toMatchObject({ result: 'rejected', code: 'invalid_input' })
  })

  test('that name what is not of the lead, or who cannot act, are rejected', async () => {
    const rep = await join('sales_rep')
    const viewer = await join('viewer')
    const desk = new Pusher(rep.client)
    const ids = await rowsToChange(backend.sql, organization, rep.id)
    const activity = { activity_id: randomUUID(), lead_id: ids['other lead'], type: 'task' }
    expect(await desk.send('activity.create', { ...activity, deal_id: ids['deals'] })).toMatchObject({
      code: 'invalid_input',
    })
    expect(await desk.send('activity.create', { ...activity, assigned_to: viewer.id })).toMatchObject({
      code: 'invalid_assignee',
    })
    const colleague = await join('sales_rep')
    const hidden = await rowsToChange(backend.sql, organization, colleague.id)
    for (const name of ['activity.create', 'booking.create', 'deal.create', 'deal_item.create'] as const) {
      const { args } = specimens(hidden).find((specimen) => specimen.name === name)!
      expect([name, await desk.send(name, args)]).toMatchObject([name, { code: 'not_found' }])
    }
  })
})
