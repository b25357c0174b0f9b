/** What waits in the queue, and why a record looks as it does: over real files and threads. */
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { LATER, ben, maya, memo, useParking } from './parking-test-support.ts'
import { outcomeOf, pageOf, pull } from './test-support.ts'

const parking = useParking()
const { commit, outgoing, restore, overlapping } = parking

describe('the queue', () => {
  const edit = (postcode: string) => commit({ name: 'lead.edit', args: { lead_id: maya.id, set: { postcode } } })

  test('lists what waits, in order, and gives up what has never been sent', async () => {
    const first = await edit('20095')
    await edit('80331')
    expect(await parking.database.read('outbox.list', null)).toMatchObject({
      total: 2,
      items: [
        { title: 'Postcode of Maya Chen', text: '20095', state: 'waiting', can_discard: true },
        { text: '80331' },
      ],
    })
    const { undo } = await parking.database.discardUnsent(first, { at: LATER })
    // The second edit now stands on what the server has, so that nobody is taken for a colleague.
    expect(await outgoing()).toMatchObject([{ args: { set: { postcode: '80331' }, base: { postcode: '10115' } } }])
    await restore(undo)
    expect(await outgoing()).toMatchObject([{ args: { set: { postcode: '20095' } } }])
  })

  test('gives up with a create what uses it', async () => {
    const note_id = randomUUID()
    const args = { note_id, lead_id: maya.id, title: null, body: 'New', type: 'general' } as const
    const seq = await commit({ name: 'note.create', args })
    await commit({ name: 'note.edit', args: { note_id, set: { body: 'Newer' } } })
    const { undo } = await parking.database.discardUnsent(seq, { at: LATER })
    expect(await outgoing()).toEqual([])
    await restore(undo)
    expect((await outgoing()).map(({ name }) => name)).toEqual(['note.create', 'note.edit'])
  })

  test('gives up what went out and found no connection, unless it went out before', async () => {
    const seq = await edit('20095')
    await outgoing()
    await parking.database.release(true)
    await parking.database.discardUnsent(seq, { at: LATER })
    const second = await edit('80331')
    await outgoing()
    await parking.database.release(false)
    await outgoing()
    await parking.database.release(true)
    await expect(parking.database.discardUnsent(second, { at: LATER })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('does not give up what may have reached the server', async () => {
    const seq = await edit('20095')
    await outgoing()
    await parking.database.release(false)
    expect((await parking.database.read('outbox.list', null)).items).toMatchObject([
      { state: 'waiting', can_discard: false },
    ])
    await expect(parking.database.discardUnsent(seq, { at: LATER })).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('why a record looks as it does', () => {
  const story = (table: 'leads' | 'notes' | 'conversations', id: string) =>
    parking.database.read('record.story', { table, id })
  const field = async (column: string) => (await story('leads', maya.id))?.fields.find((one) => one.column === column)

  test('lays what is queued over the server’s row, in order', async () => {
    const first = await commit({ name: 'lead.edit', args: { lead_id: maya.id, set: { postcode: '20095' } } })
    const second = await commit({ name: 'lead.edit', args: { lead_id: maya.id, set: { postcode: '80331' } } })
    expect(await field('postcode')).toEqual({
      column: 'postcode',
      label: 'Postcode',
      server: '10115',
      steps: [
        { seq: first, text: '20095' },
        { seq: second, text: '80331' },
      ],
      shown: '80331',
    })
    expect((await story('leads', maya.id))?.changes).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }])
  })

  test('says which parked change is not laid over it', async () => {
    await overlapping()
    expect(await story('notes', memo.id)).toMatchObject({ changes: [{ state: 'parked', hidden: true }] })
  })

  test('tells the last change that arrived, field by field, and which of it was mine', async () => {
    const seq = await commit({ name: 'lead.edit', args: { lead_id: maya.id, set: { postcode: '20095' } } })
    await outgoing()
    await parking.database.settle([outcomeOf(seq, { xid: '15' })])
    const arrived = { ...maya, postcode: '20095', company_name: 'Chen & Co', updated_at: LATER }
    await pull(parking.database, [pageOf('leads', [arrived])], 20)
    expect((await story('leads', maya.id))?.last_change).toEqual({
      at: LATER,
      fields: [
        { column: 'company_name', label: 'Company', before: 'Empty', after: 'Chen & Co', by: null },
        { column: 'postcode', label: 'Postcode', before: '10115', after: '20095', by: 'You' },
      ],
    })
  })

  test('knows a record that the server does not have', async () => {
    const note_id = randomUUID()
    const args = { note_id, lead_id: maya.id, title: null, body: 'New', type: 'general' } as const
    await commit({ name: 'note.create', args })
    expect(await story('notes', note_id)).toMatchObject({ on_server: false, title: 'Note on Maya Chen' })
    expect(await story('notes', randomUUID())).toBeNull()
  })

  test('keeps nothing of a lead that is gone', async () => {
    await pull(parking.database, [pageOf('leads', [{ ...maya, postcode: '20095' }])], 20)
    expect((await story('leads', maya.id))?.last_change).not.toBeNull()
    await pull(parking.database, [], 21, { revoked: [{ lead_id: maya.id, owner_id: ben.id }] })
    await pull(parking.database, [pageOf('leads', [maya])], 22)
    expect((await story('leads', maya.id))?.last_change).toBeNull()
  })
})
