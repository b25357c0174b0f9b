/** How changes that were held or refused are settled, and what is kept of those given up: over real files and threads. */
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { LATER, ana, ben, maya, chat, EDITED, useParking } from './parking-test-support.ts'
import { NOW, outcomeOf, pull } from './test-support.ts'

const parking = useParking()
const { commit, outgoing, shown, refused, list, item, discarded, settle, restore, assigned, overlapping } = parking

describe('a held reply', () => {
  const args = {
    message_id: randomUUID(),
    conversation_id: chat.id,
    body: 'See you at 10',
    seen_inbound_id: randomUUID(),
  }
  const held = (code: string) => refused({ name: 'message.send', args }, { result: 'held', code })

  test('can be sent anyway, edited or discarded', async () => {
    const seq = await held('customer_replied')
    expect(await item(seq)).toMatchObject({ title: 'Reply to Maya Chen', actions: ['again', 'edit', 'discard'] })
    await settle(seq, { body: { take: 'value', value: 'See you at 11', theirs: null } })
    const [sent] = await outgoing()
    expect(sent?.args).toEqual({
      message_id: args.message_id,
      conversation_id: chat.id,
      body: 'See you at 11',
      accept: ['customer_replied'],
    })
    expect(await discarded()).toMatchObject([{ why: 'edited', text: 'See you at 10' }])
  })

  test('tells what it is sent over, and what it was sent over before', async () => {
    const first = await held('owner_changed')
    await parking.database.retryParked(first)
    const [again] = await parking.database.leaseBatch()
    await parking.database.settle([outcomeOf(again!.seq, { result: 'held', code: 'ai_changed' })])
    await parking.database.retryParked(again!.seq)
    const [sent] = await outgoing()
    expect(sent?.args).toMatchObject({ accept: ['owner_changed', 'ai_changed'] })
  })

  test('never goes to a customer who opted out', async () => {
    const seq = await held('opted_out')
    expect(await item(seq)).toMatchObject({ actions: ['discard'] })
    await expect(parking.database.retryParked(seq)).rejects.toMatchObject({ code: 'conflict' })
    const edited = { body: { take: 'value', value: 'Please', theirs: null } } as const
    await expect(settle(seq, edited)).rejects.toMatchObject({ code: 'conflict' })
    expect(await outgoing()).toEqual([])
  })

  test('held for a reason of the future must be looked at before it goes out', async () => {
    const seq = await held('full_moon')
    expect((await item(seq))?.actions).toEqual(['edit', 'discard'])
  })

  test('comes back from a discard as it was', async () => {
    const seq = await held('customer_replied')
    const { undo } = await parking.database.discardParked(seq, { at: LATER })
    expect((await shown())?.items.some((entry) => entry.kind === 'message' && entry.body === args.body)).toBe(false)
    await restore(undo)
    expect(await list()).toMatchObject([{ code: 'customer_replied', mine: 'See you at 10' }])
    expect((await shown())?.items.at(-1)).toMatchObject({ body: 'See you at 10', save_state: 'attention' })
    await expect(restore(undo)).rejects.toMatchObject({ code: 'not_found' })
  })
})

test('a claim that came second says who was first, and can only be let go', async () => {
  const details = { owner_id: ben.id, owner_name: 'Ben Ortiz', claimed_at: NOW }
  const seq = await refused(
    { name: 'lead.claim', args: { lead_id: maya.id } },
    { result: 'conflict', code: 'already_claimed', details },
  )
  expect(await item(seq)).toMatchObject({
    title: 'Claim of Maya Chen',
    actions: ['discard'],
    fields: [{ label: 'Owner', mine: { text: 'You' }, theirs: { text: 'Ben Ortiz', by: 'Ben Ortiz', at: NOW } }],
  })
  await expect(parking.database.retryParked(seq)).rejects.toMatchObject({ code: 'conflict' })
})

describe('a create that was refused, with what depends on it', () => {
  const note_id = randomUUID()
  async function family(): Promise<number> {
    const create = { note_id, lead_id: maya.id, title: null, body: 'First', type: 'general' } as const
    const seq = await refused({ name: 'note.create', args: create }, { code: 'forbidden' })
    await commit({ name: 'note.edit', args: { note_id, set: { body: 'Second' } } })
    await outgoing()
    return seq
  }

  test('is listed as parent of its children', async () => {
    const seq = await family()
    expect(await list()).toMatchObject([
      { parent: seq, actions: ['discard'], title: 'Note on Maya Chen' },
      { parent: null, seq, actions: ['again', 'edit', 'discard'] },
    ])
  })

  test('is discarded and restored as a whole', async () => {
    const { undo } = await parking.database.discardParked(await family(), { at: LATER })
    expect(await list()).toEqual([])
    expect(await discarded()).toMatchObject([{ dependents: 1, why: 'discarded', text: 'First' }])
    await restore(undo)
    const [child, parent] = await list()
    expect(child).toMatchObject({ parent: parent!.seq, mine: 'Second' })
    await parking.database.retryParked(parent!.seq)
    expect((await outgoing()).map(({ name }) => name)).toEqual(['note.create', 'note.edit'])
  })
})

describe('what was given up', () => {
  test('leaves after 30 days', async () => {
    const first = await assigned(ana.id)
    await parking.database.discardParked(first, { at: NOW })
    const second = await overlapping()
    await parking.database.discardParked(second, { at: NOW + 31 * 24 * 3_600_000 })
    expect(await discarded()).toMatchObject([{ text: EDITED.mine }])
  })

  test('of a lead that was taken away keeps the rep’s own text alone, and restores to what is listed as unsent', async () => {
    await settle(await assigned(ana.id), { assigned_to: { take: 'mine', theirs: ben.id } })
    await outgoing()
    const { undo } = await parking.database.discardParked(await overlapping(), { at: LATER })
    await pull(parking.database, [], 20, { revoked: [{ lead_id: maya.id, owner_id: ben.id }] })
    expect(await discarded()).toMatchObject([{ id: undo, text: EDITED.mine, lead_label: 'Maya Chen' }])
    await restore(undo)
    expect((await list()).find(({ mine }) => mine === EDITED.mine)).toMatchObject({
      actions: ['discard'],
      reason: 'This lead is now with Ben Ortiz. It was not sent.',
    })
  })
})
