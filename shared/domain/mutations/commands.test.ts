import { describe, expect, test } from 'vitest'
import { newConversation } from '../conversation.ts'
import { newLead } from '../lead.ts'
import { applyMutation } from '../mutations.ts'
import type { Row, TableName } from '../../replication/tables.ts'
import type { RowStore } from './define.ts'

const id = (n: number) => `00000000-0000-7000-8000-00000000000${n.toString(16)}`
const [ME, LEAD, OTHER, CHAT, MESSAGE, MERGE, BRAND, STAGE] = [1, 2, 3, 4, 5, 6, 7, 8].map(id) as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
]
const CONTEXT = { userId: ME, at: 1_000 }

/** Rows in memory, as the cache would hand them to a mutation. */
class Rows implements RowStore {
  readonly #rows = new Map<string, object>()

  get<T extends TableName>(table: T, key: string): Row<T> | undefined {
    return this.#rows.get(`${table}/${key}`) as Row<T> | undefined
  }

  put<T extends TableName>(table: T, row: Row<T>): void {
    this.#rows.set(`${table}/${row.id as string}`, row)
  }

  delete(table: TableName, key: string): void {
    this.#rows.delete(`${table}/${key}`)
  }
}

function rowsWith(lead: Partial<Row<'leads'>> = {}, conversation: Partial<Row<'conversations'>> = {}): Rows {
  const rows = new Rows()
  rows.put('leads', { ...newLead(LEAD, BRAND, 0), first_name: 'Ada', ...lead })
  rows.put('leads', { ...newLead(OTHER, BRAND, 0), first_name: 'Ada Mae', company_name: 'Acme' })
  rows.put('conversations', {
    ...newConversation(CHAT, LEAD, { id: id(9), platform: 'sms' }, 0),
    last_inbound_id: id(10),
    ...conversation,
  })
  return rows
}

/** Rows after one mutation, which must parse. */
function after(rows: Rows, name: string, args: object): Rows {
  applyMutation(rows, { name, args }, CONTEXT)
  return rows
}

describe('the cache, until the server has spoken, shows', () => {
  test('a new lead as the rep’s own, or where they put it', () => {
    const args = { lead_id: id(11), brand_id: BRAND, fields: { first_name: 'Eve', last_name: 'Moon' } }
    expect(after(rowsWith(), 'lead.create', args).get('leads', id(11))).toMatchObject({
      full_name: 'Eve Moon',
      owner_id: ME,
      lead_status: 'new',
      created_at: 1_000,
    })
    const pooled = after(rowsWith(), 'lead.create', { ...args, owner_id: null })
    expect(pooled.get('leads', id(11))?.owner_id).toBeNull()
  })

  test('a merge: chosen fields on the survivor, the other as a part of it; and its undoing', () => {
    const args = { merge_id: MERGE, survivor_id: LEAD, absorbed_id: OTHER, fields: ['first_name', 'company_name'] }
    const rows = after(rowsWith(), 'lead.merge', args)
    expect(rows.get('leads', LEAD)).toMatchObject({ full_name: 'Ada Mae', company_name: 'Acme' })
    expect(rows.get('leads', OTHER)?.merged_into).toBe(LEAD)
    expect(rows.get('lead_merges', MERGE)).toMatchObject({ lead_id: LEAD, absorbed_id: OTHER, merged_by: ME })
    after(rows, 'lead.unmerge', { merge_id: MERGE })
    expect(rows.get('leads', OTHER)?.merged_into).toBeNull()
    expect(rows.get('lead_merges', MERGE)?.undone_by).toBe(ME)
  })

  test.each([
    [
      'lead.move',
      { stage_id: STAGE, sub_stage: null, reason: null, base: { pipeline_stage_id: null, sub_stage: null } },
      { pipeline_stage_id: STAGE, stage_override: true },
    ],
    ['lead.release_stage', {}, { stage_override: false }],
    ['lead.assign', { owner_id: ME, base: { owner_id: null } }, { owner_id: ME }],
    ['lead.tag', { add: ['b', 'c'], remove: ['a'] }, { tags: ['b', 'c'] }],
    ['lead.archive', {}, { archived_at: 1_000 }],
    ['lead.restore', {}, { archived_at: null }],
    ['lead.set_ai', { ai_enabled: false }, { ai_enabled: false }],
    [
      'lead.set_status',
      { set: { client_type: 'customer' }, base: { client_type: 'lead' } },
      { client_type: 'customer' },
    ],
  ])('%s', (name, args, expected) => {
    const rows = after(rowsWith({ tags: ['a', 'b'] }), name, { lead_id: LEAD, ...args })
    expect(rows.get('leads', LEAD)).toMatchObject(expected)
  })

  test.each([
    [
      'conversation.snooze',
      { until: 5_000, base: { status: 'open', snoozed_until: null } },
      { status: 'snoozed', snoozed_until: 5_000 },
    ],
    ['conversation.unsnooze', {}, { status: 'open' }],
    ['conversation.prioritize', { priority: 'high', base: { priority: 'normal' } }, { priority: 'high' }],
    ['conversation.mark_unread', {}, { unread_count: 1 }],
    ['conversation.take_over', {}, { ai_enabled: false }],
    ['conversation.resume_ai', {}, { ai_enabled: true }],
  ])('%s', (name, args, expected) => {
    const rows = after(rowsWith(), name, { conversation_id: CHAT, ...args })
    expect(rows.get('conversations', CHAT)).toMatchObject(expected)
  })

  test('a message for later, its changes, and that it was taken back', () => {
    const args = { message_id: MESSAGE, conversation_id: CHAT, body: 'Hi', subject: 'Offer', scheduled_for: 9_000 }
    const rows = after(rowsWith(), 'message.send', args)
    const scheduled = { status: 'scheduled', subject: 'Offer', metadata: { scheduled_for: 9_000 } }
    expect(rows.get('messages', MESSAGE)).toMatchObject(scheduled)
    after(rows, 'message.edit_scheduled', {
      message_id: MESSAGE,
      set: { body: 'Hello', scheduled_for: 8_000 },
      base: { body: 'Hi', subject: 'Offer', metadata: { scheduled_for: 9_000 } },
    })
    expect(rows.get('messages', MESSAGE)).toMatchObject({ body: 'Hello', metadata: { scheduled_for: 8_000 } })
    after(rows, 'message.cancel', { message_id: MESSAGE })
    expect(rows.get('messages', MESSAGE)?.status).toBe('cancelled')
  })

  test('a failed message on its way again, for the failure that was seen', () => {
    const rows = after(rowsWith(), 'message.send', { message_id: MESSAGE, conversation_id: CHAT, body: 'Hi' })
    const failed: Row<'messages'> = { ...rows.get('messages', MESSAGE)!, status: 'failed', failed_at: 700 }
    rows.put('messages', failed)
    after(rows, 'message.retry', { message_id: MESSAGE, failed_at: 600 })
    expect(rows.get('messages', MESSAGE)?.status).toBe('failed')
    after(rows, 'message.retry', { message_id: MESSAGE, failed_at: 700 })
    expect(rows.get('messages', MESSAGE)).toMatchObject({ status: 'queued', failed_at: null })
  })
})
