/** Refused and held changes of every kind, and what stands around them, for the screens of the Conflict Centre. */
import { idOf, TEAM } from './fixture-data.ts'
import type {
  ConflictDetail,
  ConflictField,
  DiscardedItem,
  OutboxView,
  RecordStory,
} from '#shared/contract/conflict-models.ts'
import type { MergeRecord } from '#shared/contract/read-models.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const shown = (text: string) => ({ value: text, text })

/** A note of about 100 kB, of which two people changed some lines. */
function longNote(changed: Record<number, string>): string {
  const line = (n: number) =>
    `${n}. Visit of the showroom: asked about trim level ${n % 7}, colour ${n % 5} and delivery.`
  return Array.from({ length: 1200 }, (_, n) => changed[n] ?? line(n)).join('\n')
}

const field = (given: Partial<ConflictField> & Pick<ConflictField, 'column' | 'label' | 'mine'>): ConflictField => ({
  base: null,
  theirs: null,
  editor: { kind: 'line' },
  suggested: 'mine',
  ...given,
})

export function conflictItems(now: number): ConflictDetail[] {
  const common = {
    parent: null,
    duplicate: null,
    record: { table: 'conversations' as const, id: idOf(2, 0) },
    lead_label: 'Amelia Thornton',
    conversation_id: idOf(2, 0),
  }
  const body = { column: 'body', label: 'Text' }
  return [
    {
      ...common,
      seq: 41,
      mutation: 'message.send',
      title: 'Reply to Amelia Thornton',
      result: 'held',
      code: 'customer_replied',
      reason: 'The customer wrote again before this went through. Read it, then decide.',
      mine: 'Perfect, see you on Saturday at 10!',
      theirs: null,
      actions: ['again', 'edit', 'discard'],
      at: now - 34 * MINUTE,
      fields: [field({ ...body, mine: shown('Perfect, see you on Saturday at 10!'), editor: { kind: 'lines' } })],
    },
    {
      ...common,
      seq: 40,
      mutation: 'lead.edit',
      title: 'Stage and company of Jürgen Müller-Lüdenscheidt',
      result: 'conflict',
      code: 'conflict',
      reason: 'Somebody else changed stage and company at the same time.',
      mine: 'Stage: Negotiation\nCompany: Müller Logistik GmbH',
      theirs: 'Stage: Lost\nCompany: Müller & Söhne Spedition GmbH & Co. KG',
      lead_label: 'Jürgen Müller-Lüdenscheidt',
      conversation_id: idOf(2, 1),
      record: { table: 'leads', id: idOf(1, 1) },
      actions: ['mine', 'theirs', 'edit', 'discard'],
      at: now - 3 * 60 * MINUTE,
      fields: [
        field({
          column: 'pipeline_stage_id',
          label: 'Stage',
          base: shown('Proposal'),
          mine: shown('Negotiation'),
          theirs: { ...shown('Lost'), by: 'Tom Becker', at: now - 70 * MINUTE },
          editor: {
            kind: 'choice',
            choices: ['New', 'Proposal', 'Negotiation', 'Won', 'Lost'].map((label) => ({ value: label, label })),
          },
          suggested: 'theirs',
        }),
        field({
          column: 'company_name',
          label: 'Company',
          base: { value: null, text: 'Empty' },
          mine: shown('Müller Logistik GmbH'),
          theirs: { ...shown('Müller & Söhne Spedition GmbH & Co. KG'), by: null, at: now - 70 * MINUTE },
        }),
      ],
    },
    {
      ...common,
      seq: 37,
      mutation: 'note.edit',
      title: 'Note on Amelia Thornton',
      result: 'conflict',
      code: 'conflict',
      reason: 'Somebody else changed text at the same time.',
      mine: longNote({ 600: 'Wants the family plan.' }).slice(0, 400),
      theirs: longNote({ 600: 'Wants the business plan.' }).slice(0, 400),
      record: { table: 'notes', id: idOf(5, 0) },
      actions: ['mine', 'theirs', 'edit', 'discard'],
      at: now - 5 * 60 * MINUTE,
      fields: [
        field({
          ...body,
          base: shown(longNote({})),
          mine: shown(longNote({ 600: 'Wants the family plan, call on Thursday.', 601: 'Two children.' })),
          theirs: {
            ...shown(longNote({ 3: 'Third visit: came with his wife.', 600: 'Wants the business plan.' })),
            by: 'Sofia Lindqvist',
            at: now - 2 * 60 * MINUTE,
          },
          editor: { kind: 'lines' },
        }),
      ],
    },
    {
      ...common,
      seq: 36,
      mutation: 'lead.edit',
      title: 'Phone of Priya Raghavan',
      result: 'rejected',
      code: 'duplicate_of',
      reason: 'Another lead already has this phone number.',
      mine: '+44 20 7946 0018',
      theirs: null,
      lead_label: 'Priya Raghavan',
      record: { table: 'leads', id: idOf(1, 3) },
      duplicate: { lead_id: idOf(3, 4), label: 'P. Raghavan', conversation_id: idOf(2, 4) },
      actions: ['edit', 'discard'],
      at: now - 7 * 60 * MINUTE,
      fields: [
        field({
          column: 'phone',
          label: 'Phone',
          base: shown('+44 20 7946 0011'),
          mine: shown('+44 20 7946 0018'),
          theirs: { ...shown('+44 20 7946 0011'), by: null, at: null },
        }),
      ],
    },
    {
      ...common,
      seq: 34,
      mutation: 'note.create',
      title: 'Note on Marcus Webb',
      result: 'rejected',
      code: 'forbidden',
      reason: 'You are not allowed to change this.',
      mine: 'Met at the fair, wants a quote for three vans.',
      theirs: null,
      lead_label: 'Marcus Webb',
      record: { table: 'notes', id: idOf(5, 1) },
      actions: ['again', 'edit', 'discard'],
      at: now - DAY,
      fields: [
        field({ ...body, mine: shown('Met at the fair, wants a quote for three vans.'), editor: { kind: 'lines' } }),
      ],
    },
    {
      ...common,
      seq: 35,
      mutation: 'note.edit',
      title: 'Pinned of a note on Marcus Webb',
      result: 'held',
      code: 'parent_parked',
      reason: 'It depends on a change of yours that was not accepted. Decide about that one first.',
      mine: 'Yes',
      theirs: null,
      lead_label: 'Marcus Webb',
      record: { table: 'notes', id: idOf(5, 1) },
      parent: 34,
      actions: ['discard'],
      at: now - DAY + MINUTE,
      fields: [field({ column: 'is_pinned', label: 'Pinned', mine: { value: true, text: 'Yes' }, editor: null })],
    },
    {
      ...common,
      seq: 31,
      mutation: 'lead.claim',
      title: 'Claim of a lead',
      result: 'conflict',
      code: 'already_claimed',
      reason: 'Grace Kim claimed this lead first, on 21 Nov 2026, 09:14.',
      mine: 'Claim this lead',
      theirs: null,
      lead_label: null,
      conversation_id: null,
      record: null,
      actions: ['discard'],
      at: now - DAY,
      fields: [
        field({
          column: 'owner_id',
          label: 'Owner',
          base: shown('Nobody, in the pool'),
          mine: shown('You'),
          theirs: { ...shown('Grace Kim'), by: 'Grace Kim', at: now - DAY },
          editor: null,
          suggested: 'theirs',
        }),
      ],
    },
    {
      ...common,
      seq: -2,
      mutation: 'draft',
      title: 'Unsent draft to Lars Nyström',
      result: 'rejected',
      code: 'revoked',
      reason: 'This lead is now with Sofia Lindqvist. It was not sent.',
      mine: 'Hi Lars, as discussed I attach the',
      theirs: null,
      lead_label: 'Lars Nyström',
      conversation_id: null,
      record: null,
      actions: ['discard'],
      at: now - 2 * DAY,
      fields: [field({ ...body, mine: shown('Hi Lars, as discussed I attach the'), editor: null })],
    },
  ]
}

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
