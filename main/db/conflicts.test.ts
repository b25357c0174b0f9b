/** How values that met others are settled, field by field: over real files and threads. */
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { LATER, ana, ben, maya, chat, memo, EDITED, useParking } from './parking-test-support.ts'
import { NOW, conversation, lead, pageOf, pull, rowOf } from './test-support.ts'

const parking = useParking()
const { outgoing, shown, refused, list, item, discarded, settle, restore, shownNote, assigned, overlapping } = parking

describe('a guarded field', () => {
  test('is told with base, mine, theirs, and that the server does not say who', async () => {
    const seq = await assigned(ana.id)
    expect(await item(seq)).toMatchObject({
      title: 'Assignee of Maya Chen',
      reason: 'Somebody else changed assignee at the same time.',
      actions: ['mine', 'theirs', 'edit', 'discard'],
      record: { table: 'conversations', id: chat.id },
      fields: [
        {
          label: 'Assignee',
          base: { text: 'Nobody' },
          mine: { text: 'Ana Lopes' },
          theirs: { text: 'Ben Ortiz', by: null, at: LATER },
          suggested: 'theirs',
          editor: { kind: 'choice' },
        },
      ],
    })
  })

  test('goes over theirs as mine, which can be undone by setting theirs again', async () => {
    const seq = await assigned(ana.id)
    const { undo } = await settle(seq, { assigned_to: { take: 'mine', theirs: ben.id } })
    expect(await list()).toEqual([])
    expect(await outgoing()).toMatchObject([{ args: { assigned_to: ana.id, base: { assigned_to: ben.id } } }])
    expect(await discarded()).toMatchObject([{ id: undo, why: 'overwritten', text: 'Ben Ortiz' }])
    await restore(undo)
    expect((await shown())?.conversation.assigned_to).toBe(ben.id)
    expect(await outgoing()).toMatchObject([{ args: { assigned_to: ben.id, base: { assigned_to: ana.id } } }])
    expect(await discarded()).toMatchObject([{ why: 'overwritten', text: 'Ana Lopes' }])
  })

  test('takes theirs, and mine comes back to be decided when that is undone', async () => {
    const seq = await assigned(ana.id)
    const { undo } = await settle(seq, { assigned_to: { take: 'theirs', theirs: ben.id } })
    expect(await list()).toEqual([])
    expect(await outgoing()).toEqual([])
    expect(await discarded()).toMatchObject([{ why: 'theirs', text: 'Ana Lopes' }])
    await restore(undo)
    expect(await list()).toMatchObject([{ title: 'Assignee of Maya Chen', mine: 'Ana Lopes', theirs: 'Ben Ortiz' }])
    expect(await discarded()).toEqual([])
    expect((await shown())?.conversation.assigned_to).toBe(null)
  })

  test('takes a third value, and both that gave way are kept', async () => {
    const seq = await assigned(ana.id)
    await settle(seq, { assigned_to: { take: 'value', value: parking.userId, theirs: ben.id } })
    expect(await outgoing()).toMatchObject([{ args: { assigned_to: parking.userId, base: { assigned_to: ben.id } } }])
    expect(await discarded()).toMatchObject([{ why: 'edited', text: 'Ana Lopes' }])
  })

  test('is not settled over a value that the rep has not seen', async () => {
    const seq = await assigned(ana.id)
    await pull(parking.database, [pageOf('conversations', [{ ...chat, assigned_to: parking.userId }])], 20)
    expect((await item(seq))?.fields[0]?.theirs).toMatchObject({ value: parking.userId })
    const choice = { assigned_to: { take: 'mine', theirs: ben.id } } as const
    await expect(settle(seq, choice)).rejects.toMatchObject({ code: 'conflict' })
    expect(await list()).toHaveLength(1)
  })

  test('refuses a value that the field cannot have', async () => {
    const seq = await assigned(ana.id)
    const choice = { assigned_to: { take: 'value', value: 'nobody', theirs: ben.id } } as const
    await expect(settle(seq, choice)).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(settle(seq, { body: { take: 'mine', theirs: null } })).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await list()).toHaveLength(1)
  })
})

describe('a text that overlaps', () => {
  test('takes a text of both', async () => {
    const seq = await overlapping()
    expect(await item(seq)).toMatchObject({
      title: 'Note on Maya Chen',
      fields: [{ editor: { kind: 'lines' }, suggested: 'mine', theirs: { text: 'one\ntheirs' } }],
    })
    await settle(seq, { body: { take: 'value', value: 'one\nmine\ntheirs', theirs: EDITED.theirs } })
    expect(await outgoing()).toMatchObject([
      { args: { set: { body: 'one\nmine\ntheirs' }, base: { body: EDITED.theirs } } },
    ])
    expect((await shownNote())?.body).toBe('one\nmine\ntheirs')
  })

  test('is left to them, and the rest of the change goes out', async () => {
    const seq = await refused(
      { name: 'note.edit', args: { note_id: memo.id, set: { body: EDITED.mine, is_pinned: true } } },
      { result: 'conflict', details: { fields: { body: EDITED } } },
    )
    await settle(seq, { body: { take: 'theirs', theirs: EDITED.theirs } })
    expect(await outgoing()).toMatchObject([{ args: { set: { is_pinned: true }, base: { is_pinned: false } } }])
    const [kept] = await discarded()
    expect(kept).toMatchObject({ why: 'theirs', text: EDITED.mine })
    await restore(kept!.id)
    expect(await list()).toMatchObject([{ mine: EDITED.mine, theirs: EDITED.theirs }])
  })
})

describe('a phone number that another lead has', () => {
  const edit = { name: 'lead.edit', args: { lead_id: maya.id, set: { phone: '030 2', postcode: '20095' } } } as const

  test('of a colleague can only be edited or discarded', async () => {
    const seq = await refused(edit, { code: 'belongs_to_colleague' })
    expect(await item(seq)).toMatchObject({ title: 'Phone and postcode of Maya Chen', actions: ['edit', 'discard'] })
    await expect(settle(seq, { phone: { take: 'mine', theirs: '030 1' } })).rejects.toMatchObject({ code: 'conflict' })
    await settle(seq, { phone: { take: 'value', value: '030 3', theirs: '030 1' } })
    expect(await outgoing()).toMatchObject([
      { args: { set: { phone: '030 3', postcode: '20095' }, base: { phone: '030 1', postcode: '10115' } } },
    ])
  })

  test('that the rep may see leads to that lead', async () => {
    const twin = lead({ full_name: 'Maya C.', phone: '030 2' })
    const twinChat = conversation({ lead_id: twin.id })
    await pull(parking.database, [pageOf('leads', [twin]), pageOf('conversations', [twinChat])], 11)
    const seq = await refused(edit, { code: 'duplicate_of', details: { lead_id: twin.id } })
    expect(await item(seq)).toMatchObject({ duplicate: { label: 'Maya C.', conversation_id: twinChat.id } })
  })
})

describe('a value whose change has no argument of its name', () => {
  const stages = ['New', 'Engaged', 'Qualified'].map((name) => rowOf('pipeline_stages', { name }))
  const [before, theirs, mine] = stages.map(({ id }) => id) as [string, string, string]
  const until = NOW + 86_400_000

  async function moved(): Promise<number> {
    await pull(parking.database, [pageOf('leads', [{ ...maya, pipeline_stage_id: before }])], 11)
    const args = { lead_id: maya.id, stage_id: mine, sub_stage: null, reason: null }
    const fields = { pipeline_stage_id: { base: before, mine, theirs } }
    return refused(
      { name: 'lead.move', args },
      { result: 'conflict', code: 'conflict', details: { fields, row: maya } },
    )
  }

  test('a stage is set to a third one by the argument that moves a lead', async () => {
    const seq = await moved()
    const third = randomUUID()
    await settle(seq, { pipeline_stage_id: { take: 'value', value: third, theirs } })
    expect(await outgoing()).toMatchObject([{ args: { stage_id: third, base: { pipeline_stage_id: theirs } } }])
  })

  test('a stage is left to them whole', async () => {
    const seq = await moved()
    await settle(seq, { pipeline_stage_id: { take: 'theirs', theirs } })
    expect(await outgoing()).toEqual([])
    expect(await list()).toEqual([])
  })

  test('a stage that is gone can be another', async () => {
    const args = { lead_id: maya.id, stage_id: mine, sub_stage: null, reason: null }
    const seq = await refused({ name: 'lead.move', args }, { code: 'invalid_stage' })
    expect(await item(seq)).toMatchObject({ actions: ['edit', 'discard'], fields: [{ column: 'pipeline_stage_id' }] })
  })

  test('a new lead’s number is changed in what it is made of, and the rest stays', async () => {
    const lead_id = randomUUID()
    const fields = { first_name: 'Maya', phone: '030 2' }
    const create = { name: 'lead.create', args: { lead_id, brand_id: randomUUID(), fields } } as const
    const seq = await refused(create, { code: 'belongs_to_colleague' })
    await settle(seq, { phone: { take: 'value', value: '030 3', theirs: null } })
    expect(await outgoing()).toMatchObject([{ name: 'lead.create', args: { fields: { ...fields, phone: '030 3' } } }])
  })

  async function snoozedOver(status: string, snoozed_until: number | null = null): Promise<number> {
    const fields = { status: { base: 'open', mine: 'snoozed', theirs: status } }
    const seq = await refused(
      { name: 'conversation.snooze', args: { conversation_id: chat.id, until } },
      { result: 'conflict', code: 'conflict', details: { fields, row: { ...chat, status } } },
    )
    await pull(parking.database, [pageOf('conversations', [{ ...chat, status, snoozed_until }])], 20)
    return seq
  }

  test('a status is mine or theirs, and nothing else', async () => {
    expect((await item(await snoozedOver('closed')))?.actions).toEqual(['mine', 'theirs', 'discard'])
  })

  test('a status that mine replaced is had again, and mine after it', async () => {
    const { undo } = await settle(await snoozedOver('closed'), { status: { take: 'mine', theirs: 'closed' } })
    expect(await outgoing()).toMatchObject([
      { name: 'conversation.snooze', args: { until, base: { status: 'closed' } } },
    ])
    expect(await discarded()).toMatchObject([{ id: undo, why: 'overwritten', text: 'Mark as done' }])
    await restore(undo)
    expect(await outgoing()).toMatchObject([{ name: 'conversation.close', args: { base: { status: 'snoozed' } } }])
    const [mineAgain] = await discarded()
    expect(mineAgain).toMatchObject({ why: 'overwritten', title: 'Maya Chen snoozed' })
    await restore(mineAgain!.id)
    expect(await outgoing()).toMatchObject([
      { name: 'conversation.snooze', args: { until, base: { status: 'closed' } } },
    ])
  })
})
