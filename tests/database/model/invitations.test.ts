import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startDatabase } from '#tests/support/database.ts'
import { refusalOf } from './as-member.ts'
import { fillOrganization } from './filled-organization.ts'
import type { FilledOrganization } from './filled-organization.ts'

let backend: LocalSupabase
let acme: FilledOrganization
let globex: FilledOrganization
beforeAll(async () => {
  backend = await startDatabase()
  acme = await fillOrganization(backend, 'Acme')
  globex = await fillOrganization(backend, 'Globex')
})
afterAll(() => backend.close())

interface Sent {
  id: string
  token: string
  expires_at: string | null
}

const address = (): string => `${randomUUID()}@example.test`

/** Calls a function and gives back what it returned, or the code of its refusal. */
async function call(
  member: { client: FilledOrganization['members']['owner']['client'] },
  name: string,
  args: object,
): Promise<{ sent: Sent; code: string | undefined }> {
  const { data, error } = await member.client.rpc(name, args)
  return { sent: data as Sent, code: error?.code }
}

const signUp = (email: string, token: string): Promise<{ id: string }> =>
  backend.createUser({ email, password: randomUUID(), metadata: { invitation_token: token } })

describe('an invitation of a colleague', () => {
  test('is claimed by signing up with its token, once', async () => {
    const email = address()
    const { sent } = await call(acme.members.owner, 'create_user_invitation', { p_email: email, p_role: 'manager' })
    const { id } = await signUp(email, sent.token)
    const [profile] = await backend.sql`select organization_id, role from profiles where id = ${id}`
    expect(profile).toEqual({ organization_id: acme.id, role: 'manager' })
    expect(await refusalOf(signUp(address(), sent.token))).toMatchObject({ code: '28000' })
  })

  test('keeps only the hash of a long random token', async () => {
    const { sent } = await call(acme.members.owner, 'create_user_invitation', { p_email: address(), p_role: 'viewer' })
    expect(sent.token).toMatch(/^[0-9a-f]{64}$/)
    const [row] = await backend.sql`select token_hash from user_invitations where id = ${sent.id}`
    expect(row).toEqual({ token_hash: createHash('sha256').update(sent.token).digest('hex') })
  })

  test('that is sent again has a new token, and the former is dead', async () => {
    const email = address()
    const { owner } = acme.members
    const { sent: first } = await call(owner, 'create_user_invitation', { p_email: email, p_role: 'viewer' })
    const { sent: second } = await call(owner, 'resend_user_invitation', { p_invitation_id: first.id })
    expect(await refusalOf(signUp(email, first.token))).toMatchObject({ code: '28000' })
    expect(await refusalOf(signUp(email, second.token))).toBeNull()
  })

  test('that is revoked, or replaced by another to the same address, is dead', async () => {
    const email = address()
    const { owner } = acme.members
    const { sent: first } = await call(owner, 'create_user_invitation', { p_email: email, p_role: 'viewer' })
    const { sent: second } = await call(owner, 'create_user_invitation', {
      p_email: email.toUpperCase(),
      p_role: 'viewer',
    })
    expect(await refusalOf(signUp(email, first.token))).toMatchObject({ code: '28000' })
    await call(owner, 'revoke_user_invitation', { p_invitation_id: second.id })
    expect(await refusalOf(signUp(email, second.token))).toMatchObject({ code: '28000' })
    const { code } = await call(owner, 'resend_user_invitation', { p_invitation_id: second.id })
    expect(code).toBe('PT404')
  })

  test('is given out by those who manage users, up to their own role', async () => {
    const invite = async (role: keyof typeof acme.members, p_role: string): Promise<string | undefined> =>
      (await call(acme.members[role], 'create_user_invitation', { p_email: address(), p_role })).code
    expect(await invite('owner', 'owner')).toBeUndefined()
    expect(await invite('admin', 'admin')).toBeUndefined()
    expect(await invite('admin', 'owner')).toBe('42501')
    for (const role of ['manager', 'sales_rep', 'viewer'] as const) expect(await invite(role, 'viewer')).toBe('42501')
    await backend.sql`update profiles set can_manage_users = true where id = ${acme.members.manager.id}`
    expect(await invite('manager', 'sales_rep')).toBeUndefined()
    expect(await invite('manager', 'admin')).toBe('42501')
  })

  test('is refused for no address, no role, a colleague and a time beyond a year', async () => {
    const refusal = async (args: object): Promise<string | undefined> =>
      (await call(acme.members.owner, 'create_user_invitation', { p_email: address(), p_role: 'viewer', ...args })).code
    expect(await refusal({ p_email: 'nobody' })).toBe('23514')
    expect(await refusal({ p_role: 'emperor' })).toBe('23514')
    expect(await refusal({ p_valid_days: 366 })).toBe('22023')
    expect(await refusal({ p_valid_days: 0 })).toBe('22023')
    const [colleague] = await backend.sql<
      { email: string }[]
    >`select email from profiles where id = ${acme.members.viewer.id}`
    expect(await refusal({ p_email: colleague!.email })).toBe('23505')
  })

  test('of another organisation is not there', async () => {
    const { sent } = await call(acme.members.owner, 'create_user_invitation', { p_email: address(), p_role: 'viewer' })
    for (const name of ['resend_user_invitation', 'revoke_user_invitation']) {
      const { code } = await call(globex.members.owner, name, { p_invitation_id: sent.id })
      expect([name, code]).toEqual([name, 'PT404'])
    }
  })
})

describe('an invitation of a customer', () => {
  const invite = (role: keyof typeof acme.members, p_lead_id: string, more: object = {}) =>
    call(acme.members[role], 'create_client_invitation', { p_lead_id, p_email: address(), ...more })
  const claim = (token: string): Promise<unknown> => backend.sql`select claim_client_invitation(${token})`

  test('makes the lead a member when it is claimed, once', async () => {
    const { sent } = await invite('sales_rep', acme.leadId)
    expect(sent.expires_at).toBeNull()
    await claim(sent.token)
    const [member] = await backend.sql`select client_type, membership_status, membership_start is not null as dated
      from leads where id = ${acme.leadId}`
    expect(member).toEqual({ client_type: 'customer', membership_status: 'active', dated: true })
    expect(await refusalOf(claim(sent.token))).toMatchObject({ code: '28000' })
  })

  test('is dead once revoked, sent again, replaced or expired', async () => {
    const { sent: revoked } = await invite('sales_rep', acme.leadId)
    await call(acme.members.sales_rep, 'revoke_client_invitation', { p_invitation_id: revoked.id })
    const { sent: replaced } = await invite('sales_rep', acme.leadId)
    const { sent: resent } = await invite('sales_rep', acme.leadId)
    const { sent: fresh } = await call(acme.members.sales_rep, 'resend_client_invitation', {
      p_invitation_id: resent.id,
      p_valid_days: 7,
    })
    for (const { token } of [revoked, replaced, resent]) {
      expect(await refusalOf(claim(token))).toMatchObject({ code: '28000' })
    }
    await backend.sql`update client_invitations set expires_at = now() - interval '1 s' where id = ${fresh.id}`
    expect(await refusalOf(claim(fresh.token))).toMatchObject({ code: '28000' })
  })

  test('needs a lead that the caller sees and may write to', async () => {
    expect((await invite('sales_rep', acme.hiddenLeadId)).code).toBe('PT404')
    expect((await invite('owner', globex.leadId)).code).toBe('PT404')
    expect((await invite('viewer', acme.leadId)).code).toBe('42501')
  })

  test('cannot be claimed by members', async () => {
    const { code } = await call(acme.members.owner, 'claim_client_invitation', { p_token: 'x' })
    expect(code).toBe('42501')
  })
})
