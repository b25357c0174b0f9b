import { describe, expect, test } from 'vitest'
import { TABLES } from '../replication/tables.ts'
import type { Row, TableName } from '../replication/tables.ts'
import { applyMutation, editOf, editorOf, MUTATIONS } from './mutations.ts'
import type { RowStore } from './mutations/define.ts'

const ME = '00000000-0000-7000-8000-000000000001'
const COLLEAGUE = '00000000-0000-7000-8000-000000000002'
const LEAD = '00000000-0000-7000-8000-00000000000a'
const CONVERSATION = '00000000-0000-7000-8000-00000000000b'
const CONTEXT = { userId: ME, at: 1_000 }

/** Rows in memory, as the cache would hand them to a mutation. */
class Rows implements RowStore {
  readonly #rows = new Map<string, object>()

  get<T extends TableName>(table: T, id: string): Row<T> | undefined {
    return this.#rows.get(`${table}/${id}`) as Row<T> | undefined
  }

  put<T extends TableName>(table: T, row: Row<T>): void {
    this.#rows.set(`${table}/${row.id as string}`, row)
  }

  delete(table: TableName, id: string): void {
    this.#rows.delete(`${table}/${id}`)
  }
}

function rowsWith(lead: Partial<Row<'leads'>>, conversation: Partial<Row<'conversations'>> = {}): Rows {
  const rows = new Rows()
  rows.put('leads', { id: LEAD, owner_id: null, first_name: 'Mia', last_name: 'Keller', ...lead } as Row<'leads'>)
  rows.put('conversations', {
    id: CONVERSATION,
    lead_id: LEAD,
    platform: 'sms',
    assigned_to: null,
    unread_count: 2,
    message_count: 3,
    last_message_at: 500,
    waiting_since: 500,
    ...conversation,
  } as Row<'conversations'>)
  return rows
}

const conversationOf = (rows: Rows) => rows.get('conversations', CONVERSATION)

describe('message.send', () => {
  const send = {
    name: 'message.send',
    args: { message_id: COLLEAGUE, conversation_id: CONVERSATION, body: ' Hi \n there ' },
  }

  test('adds a queued message and answers the conversation', () => {
    const rows = rowsWith({})
    applyMutation(rows, send, CONTEXT)
    expect(rows.get('messages', COLLEAGUE)).toMatchObject({
      status: 'queued',
      sender_id: ME,
      lead_id: LEAD,
      created_at: 1_000,
    })
    expect(conversationOf(rows)).toMatchObject({
      last_message_preview: 'Hi there',
      last_message_at: 1_000,
      message_count: 4,
      unread_count: 0,
      waiting_since: null,
    })
  })

  test('changes nothing when replayed over the message itself', () => {
    const rows = rowsWith({})
    applyMutation(rows, send, CONTEXT)
    applyMutation(rows, send, CONTEXT)
    expect(conversationOf(rows)?.message_count).toBe(4)
  })

  test('never moves the conversation back in time', () => {
    const rows = rowsWith({}, { last_message_at: 9_000 })
    applyMutation(rows, send, CONTEXT)
    expect(conversationOf(rows)?.last_message_at).toBe(9_000)
  })
})

describe('conversation.read', () => {
  const read = { name: 'conversation.read', args: { conversation_id: CONVERSATION } }
  test.each([
    ['in the pool', {}, {}, 0],
    ['as the owner', { owner_id: ME }, {}, 0],
    ['as the assignee', { owner_id: COLLEAGUE }, { assigned_to: ME }, 0],
    ['as somebody looking in', { owner_id: COLLEAGUE }, {}, 2],
  ])('%s', (_as, lead, conversation, unread) => {
    const rows = rowsWith(lead, conversation)
    applyMutation(rows, read, CONTEXT)
    expect(conversationOf(rows)?.unread_count).toBe(unread)
  })
})

describe('lead.claim', () => {
  test('takes a lead from the pool, and nobody else’s', () => {
    const pooled = rowsWith({})
    applyMutation(pooled, { name: 'lead.claim', args: { lead_id: LEAD } }, CONTEXT)
    expect(pooled.get('leads', LEAD)?.owner_id).toBe(ME)
    const taken = rowsWith({ owner_id: COLLEAGUE })
    applyMutation(taken, { name: 'lead.claim', args: { lead_id: LEAD } }, CONTEXT)
    expect(taken.get('leads', LEAD)?.owner_id).toBe(COLLEAGUE)
  })
})

describe('lead.edit', () => {
  test('keeps the full name in step with its parts', () => {
    const rows = rowsWith({})
    applyMutation(rows, { name: 'lead.edit', args: { lead_id: LEAD, set: { first_name: ' Ada ' }, base: {} } }, CONTEXT)
    expect(rows.get('leads', LEAD)?.full_name).toBe('Ada Keller')
    applyMutation(
      rows,
      { name: 'lead.edit', args: { lead_id: LEAD, set: { first_name: null, last_name: ' ' }, base: {} } },
      CONTEXT,
    )
    expect(rows.get('leads', LEAD)?.full_name).toBeNull()
  })
})

describe('text that cannot be stored', () => {
  const { args } = MUTATIONS['note.create']
  const note = { note_id: ME, lead_id: LEAD, title: 'Title', body: 'Body 😀', type: 'general' }
  test('is refused before it is queued: NUL and half of a surrogate pair', () => {
    expect(args.safeParse(note).success).toBe(true)
    for (const broken of ['a\0b', 'a\uD800b']) {
      expect(args.safeParse({ ...note, title: broken }).success).toBe(false)
      expect(args.safeParse({ ...note, body: broken }).success).toBe(false)
      expect(
        MUTATIONS['lead.edit'].args.safeParse({ lead_id: LEAD, set: { first_name: broken }, base: {} }).success,
      ).toBe(false)
    }
  })
})

describe('what a mutation edits', () => {
  test('is named by every mutation that sends what the rep saw, with columns and argument that exist', () => {
    for (const [name, { args }] of Object.entries(MUTATIONS)) {
      const edit = editOf(name)
      expect([name, edit !== null]).toEqual([name, 'base' in args.shape])
      if (!edit) continue
      expect(Object.keys(args.shape)).toContain(edit.id)
      const columns = edit.columns ?? ('set' in args.shape ? Object.keys(args.shape.set.shape) : [])
      expect(columns.filter((column) => !(column in TABLES[edit.table]))).toEqual([])
    }
  })

  test('leads back to the mutation that sets a column', () => {
    expect(editorOf('leads', 'email')).toEqual({ name: 'lead.edit', id: 'lead_id' })
    expect(editorOf('notes', 'body')).toEqual({ name: 'note.edit', id: 'note_id' })
    expect(editorOf('leads', 'lead_score')).toBeNull()
    expect(editorOf('aliens', 'email')).toBeNull()
  })
})

describe('what cannot be applied', () => {
  test.each([
    ['an unknown mutation', { name: 'lead.explode', args: {} }],
    ['arguments of another version', { name: 'note.edit', args: { id: 7 } }],
    [
      'a conversation that is gone',
      { name: 'conversation.close', args: { conversation_id: ME, base: { status: 'open' } } },
    ],
  ])('%s leaves every row as it was', (_what, mutation) => {
    const rows = rowsWith({})
    const before = { ...conversationOf(rows) }
    applyMutation(rows, mutation, CONTEXT)
    expect(conversationOf(rows)).toEqual(before)
  })
})
