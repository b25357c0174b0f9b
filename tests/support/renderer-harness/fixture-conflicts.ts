/** Refused and held changes of every kind, for the screens of the Conflict Centre. */
import { idOf } from './fixture-data.ts'
import type { ConflictDetail, ConflictField } from '#shared/contract/conflict-models.ts'

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
