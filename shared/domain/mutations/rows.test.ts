import { describe, expect, test } from 'vitest'
import { TABLES, columnsOf, withGroups } from '../../replication/tables.ts'
import type { Row, TableName } from '../../replication/tables.ts'
import { MUTATIONS, applyMutation } from '../mutations.ts'
import type { RowStore } from './define.ts'

const ME = '00000000-0000-7000-8000-000000000001'
const ROW = '00000000-0000-7000-8000-000000000002'
const LEAD = '00000000-0000-7000-8000-00000000000a'
const CONTEXT = { userId: ME, at: 1_000 }

function storeOf(...given: [TableName, object & { id: string }][]) {
  const rows = new Map<string, object>(given.map(([table, row]) => [`${table}/${row.id}`, row]))
  const store: RowStore = {
    get: <T extends TableName>(table: T, id: string) => rows.get(`${table}/${id}`) as Row<T> | undefined,
    put: (table, row) => void rows.set(`${table}/${String((row as { id: unknown }).id)}`, row),
    delete: (table, id) => void rows.delete(`${table}/${id}`),
  }
  return { rows, apply: (name: string, args: object) => applyMutation(store, { name, args }, CONTEXT) }
}

describe('columns of one group', () => {
  test('are told together, whichever is changed', () => {
    expect(withGroups('deals', ['currency', 'name']).sort()).toEqual(['currency', 'name', 'value_minor'])
    expect(withGroups('deals', ['name'])).toEqual(['name'])
    expect(withGroups('leads', [])).toEqual([])
  })

  test('are all guarded: a mixture of two people’s values would be nobody’s', () => {
    const grouped = (Object.keys(TABLES) as TableName[]).flatMap((table) =>
      columnsOf(table).filter(([, { group }]) => group !== undefined),
    )
    expect(grouped.length).toBeGreaterThan(20)
    expect(grouped.filter(([, { rule }]) => rule !== 'guarded')).toEqual([])
  })
})

describe('a creation', () => {
  const activity = { activity_id: ROW, lead_id: LEAD, type: 'task', subject: 'Call' }

  test('makes a whole row, once, and not without its lead', () => {
    const { rows, apply } = storeOf(['leads', { id: LEAD }])
    apply('activity.create', activity)
    const row = rows.get(`activities/${ROW}`) as Row<'activities'>
    expect(Object.keys(row).sort()).toEqual(Object.keys(TABLES.activities).sort())
    expect(row).toMatchObject({ status: 'planned', subject: 'Call', created_by: ME, created_at: 1_000, due_at: null })
    apply('activity.create', { ...activity, subject: 'Again' })
    expect(rows.get(`activities/${ROW}`)).toMatchObject({ subject: 'Call' })
    const without = storeOf()
    without.apply('activity.create', activity)
    expect(without.rows.size).toBe(0)
  })

  test('of an item whose price no 64 bits hold is left undone', () => {
    const { rows, apply } = storeOf(['deals', { id: LEAD, lead_id: LEAD, currency: 'EUR' } as Row<'deals'>])
    const item = { deal_item_id: ROW, deal_id: LEAD, name: 'x', unit_price_minor: '9223372036854775807', quantity: 2 }
    apply('deal_item.create', item)
    expect(rows.has(`deal_items/${ROW}`)).toBe(false)
    apply('deal_item.create', { ...item, quantity: 1 })
    expect(rows.get(`deal_items/${ROW}`)).toMatchObject({ total_minor: '9223372036854775807', lead_id: LEAD })
  })
})

describe('an edit', () => {
  test('changes what it names and when, and nothing of a row that is gone', () => {
    const { rows, apply } = storeOf([
      'products',
      { id: ROW, name: 'Panel', sku: 'P1', updated_at: 5 } as Row<'products'>,
    ])
    apply('product.edit', { product_id: ROW, set: { name: 'Big panel' }, base: {} })
    expect(rows.get(`products/${ROW}`)).toEqual({ id: ROW, name: 'Big panel', sku: 'P1', updated_at: 1_000 })
    apply('product.archive', { product_id: ROW, base: {} })
    expect(rows.get(`products/${ROW}`)).toMatchObject({ is_active: false })
    apply('product.edit', { product_id: LEAD, set: { name: 'x' }, base: {} })
    expect(rows.size).toBe(1)
  })

  test('of a deal’s stage moves chance, day and reasons with it', () => {
    const { rows, apply } = storeOf(
      ['deals', { id: ROW, stage_id: ME, probability: 20, actual_close_date: null, won_reason: null } as Row<'deals'>],
      ['pipeline_stages', { id: LEAD, kind: 'won', probability: 100 } as Row<'pipeline_stages'>],
      ['pipeline_stages', { id: ME, kind: 'open', probability: 30 } as Row<'pipeline_stages'>],
    )
    apply('deal.move', { deal_id: ROW, set: { stage_id: LEAD, won_reason: 'Price' }, base: {} })
    expect(rows.get(`deals/${ROW}`)).toMatchObject({
      probability: 100,
      won_reason: 'Price',
      actual_close_date: '1970-01-01',
      stage_changed_at: 1_000,
    })
    apply('deal.move', { deal_id: ROW, set: { stage_id: ME }, base: {} })
    expect(rows.get(`deals/${ROW}`)).toMatchObject({ probability: 30, won_reason: null, actual_close_date: null })
  })
})

describe('pipelines', () => {
  test('show a new order; a stage that is to be deleted stays until the server has moved its cards', () => {
    const stage = (id: string, more: object) => ['pipeline_stages', { id, pipeline_id: LEAD, ...more }] as const
    const { rows, apply } = storeOf([...stage(ME, { is_default: true, position: 0 })], [...stage(ROW, { position: 1 })])
    apply('stage.reorder', { pipeline_id: LEAD, stage_ids: [ROW, ME] })
    expect([rows.get(`pipeline_stages/${ROW}`), rows.get(`pipeline_stages/${ME}`)]).toMatchObject([
      { position: 0 },
      { position: 1 },
    ])
    apply('stage.delete', { stage_id: ME, target_id: ROW })
    apply('pipeline.delete', { pipeline_id: LEAD, target_id: ROW })
    expect(rows.size).toBe(2)
  })
})

describe('arguments', () => {
  const view = { saved_view_id: ROW, name: 'Mine', kind: 'leads' }
  const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) })
  const { args } = MUTATIONS['saved_view.create']

  test('of JSON are refused when nested without end or not storable', () => {
    expect(args.safeParse({ ...view, filters: nested(20) }).success).toBe(true)
    for (const filters of [nested(40), { a: 'x\0' }, { 'x\0': 1 }, { a: [{ b: '\uD800' }] }]) {
      expect(args.safeParse({ ...view, filters }).success).toBe(false)
    }
  })

  test.each(['-1', '01', '1.5', '9223372036854775808', '', '1e3'])('take no amount like %j', (price_minor) => {
    const product = { product_id: ROW, name: 'Panel', price_minor }
    expect(MUTATIONS['product.create'].args.safeParse(product).success).toBe(false)
  })
})
