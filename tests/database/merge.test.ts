import { randomUUID } from 'node:crypto'
import { array, constantFrom, sample, tuple } from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { createLead, createOrganization, joinAs, startDatabase } from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'
import { Pusher } from '#tests/support/pusher.ts'
import { Replica } from '#tests/support/replica.ts'

let backend: LocalSupabase
let organization: Organization
let rep: Member
beforeAll(async () => {
  backend = await startDatabase()
  organization = await createOrganization(backend.sql, 'Acme')
  rep = await joinAs(backend, organization.id, 'sales_rep')
})
afterAll(() => backend.close())

let lead: string
let desk: Pusher
beforeEach(async () => {
  lead = await createLead(backend.sql, organization, { first_name: 'Ann', owner_id: rep.id })
  desk = new Pusher(rep.client)
})

async function leadRow() {
  const [row] = await backend.sql`select * from leads where id = ${lead}`
  return row!
}

describe('an edit of a lead', () => {
  test('merges with edits of other fields', async () => {
    await backend.sql`update leads set company_name = 'Acme' where id = ${lead}`
    await desk.send('lead.edit', { lead_id: lead, set: { first_name: 'Anna' }, base: { first_name: 'Ann' } })
    expect(await leadRow()).toMatchObject({ first_name: 'Anna', full_name: 'Anna', company_name: 'Acme' })
  })

  test("wins over a colleague's edit of the same field, whose value stays in the ledger", async () => {
    await backend.sql`update leads set first_name = 'Annie' where id = ${lead}`
    const outcome = await desk.send('lead.edit', {
      lead_id: lead,
      set: { first_name: 'Anna' },
      base: { first_name: 'Ann' },
    })
    expect(outcome).toMatchObject({ result: 'applied', details: { overwritten: { first_name: 'Annie' } } })
    const [entry] = await backend.sql`select details from sync.outcomes where client_id = ${desk.clientId}`
    expect(entry!.details).toEqual(outcome.details)
  })

  test('that says what is already there changes nothing, not even the stamp', async () => {
    const before = await leadRow()
    await desk.send('lead.edit', { lead_id: lead, set: { first_name: 'Ann' }, base: { first_name: 'A' } })
    expect(await leadRow()).toEqual(before)
  })

  test('to a phone number of another lead names it, unless it is a colleague’s', async () => {
    const known = await createLead(backend.sql, organization, { phone: '07400 111222', owner_id: rep.id })
    const edit = () =>
      desk.send('lead.edit', { lead_id: lead, set: { phone: '+44 7400 111222' }, base: { phone: null } })
    expect(await edit()).toMatchObject({ result: 'rejected', code: 'duplicate_of', details: { lead_id: known } })
    const colleague = await joinAs(backend, organization.id, 'sales_rep')
    await backend.sql`update leads set owner_id = ${colleague.id} where id = ${known}`
    expect(await edit()).toMatchObject({ result: 'rejected', code: 'belongs_to_colleague', details: null })
  })
})

describe('what was settled between two', () => {
  let colleague: Member
  beforeEach(async () => {
    colleague = await joinAs(backend, organization.id, 'manager')
  })
  const rename = (pusher: Pusher, first_name: string) =>
    pusher.send('lead.edit', { lead_id: lead, set: { first_name }, base: { first_name: 'Ann' } })

  test('tells the winner whose value gave way and when it was written', async () => {
    const before = Date.now() - 1000
    await rename(new Pusher(colleague.client), 'Annie')
    const { details } = await rename(desk, 'Anna')
    expect(details).toMatchObject({
      lead_id: lead,
      merged: {
        first_name: { rule: 'last_writer', base: 'Ann', theirs: 'Annie', value: 'Anna', by: colleague.id },
      },
    })
    const { merged } = details as { merged: { first_name: { at: number } } }
    expect(merged.first_name.at).toBeGreaterThan(before)
  })

  test('reaches the one who lost with a pull, once, and nobody else', async () => {
    const [loser, winner] = [new Replica(colleague.client), new Replica(rep.client)]
    await Promise.all([loser.pull(), winner.pull()])
    await rename(new Pusher(colleague.client), 'Annie')
    await rename(desk, 'Anna')
    const [answer] = await loser.pull()
    expect(answer!.lost).toMatchObject([
      {
        table: 'leads',
        row_id: lead,
        lead_id: lead,
        field: 'first_name',
        base: 'Ann',
        losing: 'Annie',
        winning: 'Anna',
        winning_by: rep.id,
      },
    ])
    expect((await loser.pull())[0]!.lost).toEqual([])
    expect((await winner.pull())[0]!.lost).toEqual([])
  })

  test('is not told of a lead that the loser no longer sees', async () => {
    const other = await joinAs(backend, organization.id, 'sales_rep')
    await backend.sql`update leads set owner_id = null where id = ${lead}`
    const loser = new Replica(other.client)
    await rename(new Pusher(other.client), 'Annie')
    await loser.pull()
    await backend.sql`update leads set owner_id = ${rep.id} where id = ${lead}`
    await rename(desk, 'Anna')
    expect((await loser.pull())[0]).toMatchObject({ lost: [], revoked: [{ lead_id: lead }] })
  })

  test('is nobody’s when an integration wrote it', async () => {
    await backend.sql`update leads set first_name = 'Imported' where id = ${lead}`
    const { details } = await rename(desk, 'Anna')
    expect(details).toMatchObject({ merged: { first_name: { theirs: 'Imported', by: null } } })
    expect(await backend.sql`select 1 from sync.lost_values where row_id = ${lead}`).toHaveLength(0)
  })

  test('is forgotten with the history', async () => {
    await rename(new Pusher(colleague.client), 'Annie')
    await rename(desk, 'Anna')
    await backend.sql`update sync.lost_values set settled_at = now() - interval '91 days' where row_id = ${lead}`
    await backend.sql`select sync.purge_history()`
    expect(await backend.sql`select 1 from sync.lost_values where row_id = ${lead}`).toHaveLength(0)
  })
})

describe('an edit of a note', () => {
  let note: string
  const BASE = 'one\ntwo\nthree\nfour'
  beforeEach(async () => {
    note = randomUUID()
    await desk.send('note.create', { note_id: note, lead_id: lead, title: null, body: BASE, type: 'general' })
  })
  const edit = (body: string) => desk.send('note.edit', { note_id: note, set: { body }, base: { body: BASE } })
  const bodyNow = async () => (await backend.sql`select body from notes where id = ${note}`)[0]?.body

  test('merges with an edit of other lines', async () => {
    await edit('ONE\ntwo\nthree\nfour')
    expect(await edit('one\ntwo\nthree\nfour\nfive')).toMatchObject({
      result: 'applied',
      details: { merged: { body: { rule: 'text', base: BASE, value: 'ONE\ntwo\nthree\nfour\nfive' } }, lead_id: lead },
    })
    expect(await bodyNow()).toBe('ONE\ntwo\nthree\nfour\nfive')
  })

  test('conflicts with another edit of the same line, and changes nothing', async () => {
    await edit('one\nTWO\nthree\nfour')
    expect(await edit('one\n2\nthree\nfour')).toMatchObject({
      result: 'conflict',
      details: {
        fields: {
          body: {
            base: BASE,
            mine: 'one\n2\nthree\nfour',
            theirs: 'one\nTWO\nthree\nfour',
            by: rep.id,
            at: expect.any(Number),
          },
        },
      },
    })
    expect(await bodyNow()).toBe('one\nTWO\nthree\nfour')
  })

  test('adds and removes tags beside a colleague who does too; other than texts is refused', async () => {
    const tag = (tags: unknown, base: unknown) =>
      desk.send('note.edit', { note_id: note, set: { tags }, base: { tags: base } })
    expect(await tag(['price', 'car'], [])).toMatchObject({ result: 'applied' })
    await backend.sql`update notes set tags = '{car,trade-in}' where id = ${note}`
    expect(await tag(['price', 'winter'], ['price', 'car'])).toMatchObject({
      result: 'applied',
      details: { merged: { tags: { rule: 'set', value: ['trade-in', 'winter'] } } },
    })
    for (const wrong of ['price', null, { price: 1 }, [5]]) {
      expect(await tag(wrong, ['trade-in', 'winter'])).toMatchObject({ result: 'rejected', code: 'invalid_input' })
    }
    const [row] = await backend.sql`select tags, body from notes where id = ${note}`
    expect(row).toEqual({ tags: ['trade-in', 'winter'], body: BASE })
  })

  test('after it was deleted is refused; a second deletion is not', async () => {
    expect(await desk.send('note.delete', { note_id: note })).toMatchObject({ result: 'applied' })
    expect(await edit('x')).toMatchObject({ result: 'rejected', code: 'not_found' })
    expect(await desk.send('note.delete', { note_id: note })).toMatchObject({ result: 'applied' })
    expect(await desk.send('note.delete', { note_id: randomUUID() })).toMatchObject({ code: 'not_found' })
  })
})

describe('sync.merge_lines', () => {
  const merge = async (cases: (readonly [string, string, string])[]) => {
    const rows = await backend.sql<{ merged: string | null }[]>`
      select sync.merge_lines(c ->> 0, c ->> 1, c ->> 2) as merged
      from jsonb_array_elements(${JSON.stringify(cases)}::text::jsonb) with ordinality t (c, n) order by n`
    return rows.map((row) => row.merged)
  }

  test('merges disjoint edits and refuses overlapping ones', async () => {
    expect(
      await merge([
        ['a\nb\nc', 'A\nb\nc', 'a\nb\nC'],
        ['a\nb', 'A\nb', 'a\nB'],
        ['a', 'a\nx', 'a\ny'],
        ['a', 'a\nx', 'a\nx'],
        ['', 'x', ''],
        ['a\nb\nc\nd', 'b\nc\nd', 'a\nb\nc'],
        ['a\nb\nc', 'a\nc', 'a\nB\nc'],
        ['a\nb\nc\nd\ne', 'A\nb\nC\nd\ne', 'a\nb\nc\nd\nE'],
        ['x', '', 'y'],
      ]),
    ).toEqual(['A\nb\nC', 'A\nB', null, 'a\nx', 'x', 'b\nc', null, 'A\nb\nC\nd\nE', null])
  })

  test('keeps one side where the other changed nothing, gives the same from both sides, and loses no line', async () => {
    const text = array(constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 8 }).map((lines) => lines.join('\n'))
    const triples = sample(tuple(text, text, text), { numRuns: 400, seed: 7 })
    const forth = await merge(triples)
    expect(await merge(triples.map(([base, mine, theirs]) => [base, theirs, mine]))).toEqual(forth)
    expect(await merge(triples.map(([base, mine]) => [base, mine, base]))).toEqual(triples.map(([, mine]) => mine))
    expect(await merge(triples.map(([base, mine]) => [base, mine, mine]))).toEqual(triples.map(([, mine]) => mine))
    const added = triples.map(([base, mine, theirs]) => [base, `${mine}\nmine`, `theirs\n${theirs}`] as const)
    const merged = await merge(added)
    const lines = merged.flatMap((text) => (text === null ? [] : [text.split('\n')]))
    expect(lines.every((some) => some.includes('mine') && some.includes('theirs'))).toBe(true)
    expect(lines.length).toBeGreaterThan(0)
  })

  test('merges long notes quickly', async () => {
    const lines = Array.from({ length: 2_000 }, (_, n) => `line ${n}`)
    const changed = (...at: number[]) => lines.map((line, n) => (at.includes(n) ? `${line}!` : line)).join('\n')
    expect(await merge([[lines.join('\n'), changed(3, 300), changed(1_000)]])).toEqual([changed(3, 300, 1_000)])
  })
})
