import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { connectBackend } from '#main/auth/backend-client.ts'
import { createSession } from '#main/auth/session.ts'
import { uuidv7 } from '#shared/domain/ids.ts'
import { startTestBackend } from '#tests/support/backend.ts'
import type { Member } from '#tests/support/database.ts'
import { newDevice, removeDevice, startDesk, type Desk, type Device } from '#tests/support/desk.ts'
import { startFaultProxy, type FaultProxy } from '#tests/support/fault-proxy.ts'
import { memoryVault } from '#tests/support/memory-vault.ts'
import { openOffice, type Office } from '#tests/support/office.ts'

let backend: LocalSupabase
let office: Office
let proxy: FaultProxy
let device: Device
let desk: Desk | undefined

beforeAll(async () => {
  backend = await startTestBackend()
  office = await openOffice(backend, 'Acme')
  proxy = await startFaultProxy(backend.url)
})
beforeEach(async () => {
  device = await newDevice()
})
afterEach(async () => {
  await standUp()
  await removeDevice(device)
})
afterAll(async () => {
  await proxy?.close()
  await backend?.close()
})

async function sitDown({ email, password }: Member): Promise<Desk> {
  desk = await startDesk({ url: proxy.url, anonKey: backend.anonKey, email, password, device })
  await desk.untilState('online')
  return desk
}

async function standUp(): Promise<void> {
  await desk?.close()
  desk = undefined
}

const notes = (body: string) => backend.sql`select created_by from notes where body = ${body}`

test('what a rep could not send waits on this computer for them, whoever uses it meanwhile', async () => {
  const [ana, ben] = [await office.member('sales_rep'), await office.member('sales_rep')]
  const { leadId, conversationId } = await office.enquiry('Mia', 'Hello?')
  const anas = await sitDown(ana)
  proxy.set('cut')
  const args = {
    note_id: uuidv7(Date.now()),
    lead_id: leadId,
    title: null,
    body: 'Ana was here',
    type: 'general' as const,
  }
  await anas.workspace.db.commit({ name: 'note.create', args }, { at: Date.now() })
  await anas.workspace.db.saveDraft(conversationId, { body: 'Dear Mia', mode: 'reply' }, { at: Date.now() })
  anas.workspace.engine.wake('write')
  await anas.untilState('offline')
  expect(await anas.workspace.db.unsentCount()).toBe(1)
  await standUp()

  proxy.set('up')
  const bens = await sitDown(ben)
  expect(await bens.workspace.db.unsentCount()).toBe(0)
  expect(await bens.workspace.db.loadDraft(conversationId)).toBeNull()
  expect(bens.workspace.db.clientId).not.toBe(anas.workspace.db.clientId)
  expect(await notes('Ana was here')).toEqual([])
  await standUp()

  const again = await sitDown(ana)
  await again.until(async () => (await notes('Ana was here')).length > 0, 'the note to arrive')
  expect(await notes('Ana was here')).toEqual([{ created_by: ana.id }])
  expect(await again.workspace.db.loadDraft(conversationId)).toMatchObject({ body: 'Dear Mia' })
})

test('a session is renewed for its rep alone, once however often it is asked for', async () => {
  const [ana, ben] = [await office.member('sales_rep'), await office.member('sales_rep')]
  const client = connectBackend({ id: 'workspace', url: backend.url, key: backend.anonKey }, memoryVault())
  const session = createSession(client, memoryVault())
  await session.signIn(ana.email, ana.password)
  const token = async () => (await client.supabase.auth.getSession()).data.session?.refresh_token
  const before = await token()
  await Promise.all([session.renew(ana.id), session.renew(ana.id), session.renew(ana.id)])
  expect(await token()).not.toBe(before)
  await session.ensure(ana.id)
  await expect(session.ensure(ben.id)).rejects.toMatchObject({ code: 'unauthenticated' })
  await expect(session.renew(ben.id)).rejects.toMatchObject({ code: 'unauthenticated' })
  await client.close()
})

test('a token of somebody else sends nothing, whoever the session kept on this computer says it is', async () => {
  const [ana, ben] = [await office.member('sales_rep'), await office.member('sales_rep')]
  const vault = memoryVault()
  const client = connectBackend({ id: 'workspace', url: backend.url, key: backend.anonKey }, vault)
  await createSession(client, vault).signIn(ben.email, ben.password)
  await client.close()
  const kept = JSON.parse((await vault.get('session'))!) as { user: { id: string } }
  await vault.set('session', JSON.stringify({ ...kept, user: { ...kept.user, id: ana.id } }))
  const forged = connectBackend({ id: 'workspace', url: backend.url, key: backend.anonKey }, vault)
  await expect(createSession(forged, vault).ensure(ana.id)).rejects.toMatchObject({ code: 'unauthenticated' })
  await forged.close()
})
