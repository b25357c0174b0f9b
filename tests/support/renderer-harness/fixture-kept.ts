/** What stands around refused changes: what was given up, waits, was merged, and how a record came about. */
import { idOf, TEAM } from './fixture-data.ts'
import type { DiscardedItem, OutboxView, RecordStory } from '#shared/contract/conflict-models.ts'
import type { MergeRecord } from '#shared/contract/read-models.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

export function discardedItems(now: number): DiscardedItem[] {
  const kept = (days: number) => ({ discarded_at: now - days * DAY, kept_until: now + (30 - days) * DAY })
  return [
    {
      id: 3,
      title: 'Assignee of Amelia Thornton',
      why: 'overwritten',
      text: 'Sofia Lindqvist',
      lead_label: 'Amelia Thornton',
      dependents: 0,
      ...kept(0),
    },
    {
      id: 2,
      title: 'Note on Marcus Webb',
      why: 'discarded',
      text: 'Asked for a test drive, then cancelled.',
      lead_label: 'Marcus Webb',
      dependents: 2,
      ...kept(4),
    },
  ]
}

export function outboxView(now: number, pending: number): OutboxView {
  const titles = ['Reply to Amelia Thornton', 'Note on Marcus Webb', 'Phone of Priya Raghavan']
  return {
    total: pending,
    items: Array.from({ length: pending }, (_, n) => ({
      seq: 50 + n,
      title: titles[n % titles.length]!,
      text: ['Yes, Saturday works.', 'Wants the family plan.', '+44 20 7946 0018'][n % 3]!,
      state: n === 0 ? ('sending' as const) : ('waiting' as const),
      conversation_id: idOf(2, n),
      at: now - (40 - n) * MINUTE,
      can_discard: n > 0,
      editable_text: n > 0 && n % 3 !== 2 ? ['Yes, Saturday works.', 'Wants the family plan.'][n % 3]! : null,
    })),
  }
}

export function mergeRecords(now: number): MergeRecord[] {
  const me = TEAM[0]!.id
  const colleague = TEAM[1]!.id
  const common = {
    table: 'leads',
    row_id: idOf(1, 0),
    lead_id: idOf(1, 0),
    lead_label: 'Amelia Thornton',
    conversation_id: idOf(2, 0),
    base: null,
  }
  return [
    {
      ...common,
      id: 2,
      kind: 'mine',
      field: 'email',
      losing: { value: 'amelia@thornton.example', by: colleague, at: now - 90 * MINUTE },
      winning: { value: 'amelia.thornton@work.example', by: me, at: now - 80 * MINUTE },
      current: 'amelia.thornton@work.example',
      undo: 'possible',
    },
    {
      ...common,
      id: 1,
      kind: 'both',
      table: 'notes',
      field: 'body',
      losing: { value: 'Wants three vans.\nBudget 90k.', by: colleague, at: now - DAY },
      winning: { value: 'Wants three vans.\nBudget 90k.\nCall on Friday.', by: me, at: now - DAY },
      current: 'Wants three vans.\nBudget 90k.\nCall on Friday.',
      undo: 'done',
    },
  ]
}

export function recordStory(now: number): RecordStory {
  const plain = (column: string, label: string, text: string) => ({
    column,
    label,
    server: text,
    steps: [],
    shown: text,
  })
  return {
    title: 'Jürgen Müller-Lüdenscheidt',
    synced_at: now - 2 * MINUTE,
    on_server: true,
    changes: [
      { seq: 40, title: 'Stage and company', state: 'parked', hidden: true, at: now - 3 * 60 * MINUTE },
      { seq: 52, title: 'Phone of Jürgen Müller-Lüdenscheidt', state: 'waiting', hidden: false, at: now - 20 * MINUTE },
      { seq: 53, title: 'Phone and postcode', state: 'sending', hidden: false, at: now - 18 * MINUTE },
    ],
    fields: [
      plain('first_name', 'First name', 'Jürgen'),
      plain('last_name', 'Last name', 'Müller-Lüdenscheidt'),
      {
        column: 'phone',
        label: 'Phone',
        server: '+49 30 123456',
        steps: [
          { seq: 52, text: '+49 30 123457' },
          { seq: 53, text: '+49 30 123458' },
        ],
        shown: '+49 30 123458',
      },
      { column: 'postcode', label: 'Postcode', server: 'Empty', steps: [{ seq: 53, text: '10115' }], shown: '10115' },
      plain('pipeline_stage_id', 'Stage', 'Lost'),
      plain('owner_id', 'Owner', 'You'),
    ],
    last_change: {
      at: now - 70 * MINUTE,
      fields: [
        { column: 'pipeline_stage_id', label: 'Stage', before: 'Proposal', after: 'Lost', by: 'Tom Becker' },
        {
          column: 'company_name',
          label: 'Company',
          before: 'Empty',
          after: 'Müller & Söhne Spedition GmbH & Co. KG',
          by: null,
        },
      ],
    },
  }
}
