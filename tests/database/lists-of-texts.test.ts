import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { createOrganization, joinAs, startDatabase } from '#tests/support/database.ts'
import { Pusher } from '#tests/support/pusher.ts'

let backend: LocalSupabase
beforeAll(async () => {
  backend = await startDatabase()
})
afterAll(() => backend.close())

/** What is none: a list within the list, however deep, and what is no text. */
const NO_TEXTS = [[['x']], ['x', ['y']], [[[]]], [5], [null], [{}], { x: 'y' }, 'x', null]

test('every list of texts that a mutation may set is refused when it holds anything else', async () => {
  const columns = await backend.sql<{ relation: string; column: string; fields: Record<string, unknown> }[]>`
    select m.relation, a.attname as column, m.fields from sync.mutations m
    join pg_attribute a on a.attrelid = to_regclass('public.' || m.relation) and m.fields ? a.attname
    where a.atttypid = 'text[]'::regtype`
  expect(columns.length).toBeGreaterThan(3)
  for (const { relation, column, fields } of columns) {
    const check = (value: unknown) =>
      backend.sql`select sync.check_values(${relation}, ${backend.sql.json({ [column]: value } as never)},
        ${backend.sql.json(fields as never)})`
    const words = fields[column]
    await check(Array.isArray(words) ? words : ['x'])
    for (const value of NO_TEXTS) {
      const answer = await check(value).then(
        () => 'taken',
        () => 'refused',
      )
      expect([relation, column, value, answer]).toEqual([relation, column, value, 'refused'])
    }
  }
})

test('a template whose tags hold a list is refused as a whole', async () => {
  const organization = await createOrganization(backend.sql, 'Acme')
  const manager = new Pusher((await joinAs(backend, organization.id, 'manager')).client)
  const template = { name: 'Hello', content: 'Hi' }
  const create = (tags: unknown) => manager.send('template.create', { template_id: randomUUID(), ...template, tags })
  expect(await create([['x']])).toMatchObject({ result: 'rejected', code: 'invalid_input' })
  expect(await create(['x'])).toMatchObject({ result: 'applied' })
})

test.each([
  ['a lesson’s tags', 'select app.check_lesson_wish($1)', (texts: unknown) => ({ tags: texts })],
  [
    'a workflow’s tags',
    'select app.node_tag($1, l) from (select null::public.leads as l) x',
    (texts: unknown) => ({ add: texts }),
  ],
])('%s are checked alike', async (_what, statement, wrap) => {
  const check = (texts: unknown) => backend.sql.unsafe(statement, [wrap(texts) as never])
  await check(['x'])
  for (const texts of NO_TEXTS.slice(0, -1)) await expect(check(texts)).rejects.toMatchObject({ code: '22023' })
})

test('the choices of a form’s field are texts', async () => {
  const isFit = async (options: unknown) => {
    const fields = [{ name: 'car', label: 'Car', type: 'select', options }]
    const [row] = await backend.sql<{ fits: boolean }[]>`
      select app.are_form_fields(${backend.sql.json(fields as never)}) as fits`
    return row!.fits
  }
  expect(await isFit(['Mini'])).toBe(true)
  expect(await Promise.all(NO_TEXTS.slice(0, -1).map(isFit))).toEqual(NO_TEXTS.slice(0, -1).map(() => false))
})
