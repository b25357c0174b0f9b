import { describe, expect, it } from 'vitest'
import { applyLabel, proposedDecision, settlementOf, takeAll } from './decision.ts'
import { cursorIn, inFamilies } from './order.ts'
import type { ConflictDetail, ConflictField } from '#shared/contract/conflict-models.ts'

const field = (given: Partial<ConflictField> = {}): ConflictField => ({
  column: 'email',
  label: 'E-mail',
  base: null,
  mine: { value: 'mine', text: 'mine' },
  theirs: { value: 'theirs', text: 'theirs', by: null, at: null },
  editor: { kind: 'line' },
  suggested: 'mine',
  ...given,
})

const detail = (given: Partial<ConflictDetail> = {}): ConflictDetail => ({
  seq: 7,
  mutation: 'lead.edit',
  title: 'E-mail of Ana Lima',
  result: 'conflict',
  code: 'conflict',
  reason: '',
  mine: '',
  theirs: null,
  lead_label: null,
  conversation_id: null,
  parent: null,
  actions: ['mine', 'theirs', 'edit', 'discard'],
  at: 0,
  fields: [field()],
  record: null,
  duplicate: null,
  ...given,
})

describe('a decision', () => {
  it('begins with what is suggested, and says what it does', () => {
    const item = detail({ fields: [field(), field({ column: 'owner_id', suggested: 'theirs' })] })
    const settlement = settlementOf(item, proposedDecision(item))
    expect(settlement).toEqual({
      command: 'attention.settle',
      input: {
        seq: 7,
        fields: { email: { take: 'mine', theirs: 'theirs' }, owner_id: { take: 'theirs', theirs: 'theirs' } },
      },
    })
    expect(applyLabel(item, settlement)).toBe('Apply the choices')
  })

  it('takes an editor left as it was for the side that it says', () => {
    const item = detail()
    const edited = (value: string) => ({ take: { email: 'value' as const }, values: { email: value } })
    const takeOf = (value: string) => {
      const settlement = settlementOf(item, edited(value))
      return settlement?.command === 'attention.settle' ? settlement.input.fields['email']?.take : undefined
    }
    expect([takeOf('mine'), takeOf('theirs'), takeOf('both')]).toEqual(['mine', 'theirs', 'value'])
  })

  it('sends a held message as it is, or edited', () => {
    const item = detail({
      mutation: 'message.send',
      result: 'held',
      actions: ['again', 'edit', 'discard'],
      fields: [field({ theirs: null })],
    })
    const asItIs = settlementOf(item, proposedDecision(item))
    expect(asItIs).toEqual({ command: 'attention.retry', input: { seq: 7 } })
    expect(applyLabel(item, asItIs)).toBe('Send anyway')
    const edited = settlementOf(item, { take: { email: 'value' }, values: { email: 'new' } })
    expect(edited).toMatchObject({ input: { fields: { email: { take: 'value', value: 'new', theirs: null } } } })
    expect(applyLabel(item, edited)).toBe('Send the edited reply')
  })

  it('waits for an edit where nothing else would be accepted', () => {
    const item = detail({ result: 'rejected', actions: ['edit', 'discard'] })
    expect(proposedDecision(item).take).toEqual({ email: 'value' })
    expect(settlementOf(item, proposedDecision(item))).toBeNull()
  })

  it('can only be to let go where nothing can be sent', () => {
    const item = detail({ code: 'already_claimed', actions: ['discard'] })
    const settlement = settlementOf(item, proposedDecision(item))
    expect(settlement).toEqual({ command: 'attention.discard', input: { seq: 7 } })
    expect(applyLabel(item, settlement)).toBe('Let it go')
  })

  it('leaves a field without an editor as it was when all are to be edited', () => {
    const fields = [field(), field({ column: 'status', editor: null, suggested: 'theirs' })]
    const item = detail({ fields })
    expect(takeAll(proposedDecision(item), fields, 'value').take).toEqual({ email: 'value', status: 'theirs' })
  })
})

describe('the list', () => {
  const items = [detail({ seq: 9, parent: 5 }), detail({ seq: 8 }), detail({ seq: 6, parent: 5 }), detail({ seq: 5 })]
  const placed = inFamilies(items)

  it('shows each change with those that wait for it', () => {
    expect(placed.map(({ item, isChild }) => [item.seq, isChild])).toEqual([
      [8, false],
      [5, false],
      [6, true],
      [9, true],
    ])
  })

  it('shows a change whose parent is gone by itself', () => {
    expect(inFamilies([detail({ seq: 9, parent: 5 })])).toMatchObject([{ isChild: false }])
  })

  it('keeps the cursor, and moves it to what took its place', () => {
    expect(cursorIn(placed, 5, null, 0)).toBe(5)
    expect(cursorIn(placed, null, null, 0)).toBe(8)
    expect(cursorIn(placed, 77, null, 2)).toBe(6)
    expect(cursorIn(placed, 77, null, 9)).toBe(9)
    expect(cursorIn([], 5, null, 0)).toBeNull()
    const asked = inFamilies([detail({ seq: 8 }), detail({ seq: 5, conversation_id: 'c' })])
    expect(cursorIn(asked, null, 'c', 0)).toBe(5)
  })
})
