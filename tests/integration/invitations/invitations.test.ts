import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startFakeVendors } from '#build/fake-vendors/fake-vendors.ts'
import type { FakeVendors } from '#build/fake-vendors/fake-vendors.ts'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { functionsReaching } from '#build/scripts/product-functions.ts'
import { startTestBackend } from '#tests/support/backend.ts'
import { createLead, createOrganization, joinAs, signIn } from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'

let vendors: FakeVendors
let backend: LocalSupabase
let organization: Organization
let owner: Member
let rep: Member
let stranger: Member
beforeAll(async () => {
  vendors = await startFakeVendors()
  backend = await startTestBackend({ functions: functionsReaching(vendors.env) })
  organization = await createOrganization(backend.sql, 'Acme')
  owner = await joinAs(backend, organization.id, 'owner')
  rep = await joinAs(backend, organization.id, 'sales_rep')
  stranger = await joinAs(backend, (await createOrganization(backend.sql, 'Rival')).id, 'owner')
})
afterAll(async () => {
  await backend.close()
  await vendors.close()
})

const PASSWORD = 'correct horse battery'
const address = (): string => `${randomUUID()}@example.test`

type Answer = [status: number, body: Record<string, unknown>]

async function post(action: 'send' | 'claim', body: object, headers: Record<string, string>): Promise<Answer> {
  const answer = await fetch(`${backend.url}/functions/v1/invitations/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return [answer.status, (await answer.json()) as Record<string, unknown>]
}

async function send(member: Member, body: object): Promise<Answer> {
  const { data } = await member.client.auth.getSession()
  return post('send', body, { authorization: `Bearer ${data.session!.access_token}` })
}

const claim = (token: string, more: object = {}, sender: string = randomUUID()): Promise<Answer> =>
  post('claim', { token, ...more }, { 'x-forwarded-for': sender })

const join = (token: string, more: object = {}): Promise<Answer> =>
  claim(token, { password: PASSWORD, full_name: 'Ana Lee', ...more })

const lettersTo = (email: string) => vendors.carrier.messages.filter(({ to }) => to === email)

/** The token in the newest mail to an address. */
const mailedToken = (email: string): string => /#token=([0-9a-f]{64})/.exec(lettersTo(email).at(-1)!.body)![1]!

/** Invites a colleague; what the mail brought them. */
async function invited(email: string, more: object = {}): Promise<{ id: string; token: string }> {
  const [status, { id }] = await send(owner, { kind: 'user', email, role: 'manager', ...more })
  expect(status).toBe(200)
  return { id: id as string, token: mailedToken(email) }
}

describe('a colleague who is invited', () => {
  test('gets a mail, and signs in with the role and in the organisation of the invitation', async () => {
    const email = address()
    const [status, answer] = await send(owner, { kind: 'user', email, role: 'manager', message: 'Welcome aboard!' })
    expect([status, Object.keys(answer).toSorted()]).toEqual([200, ['expires_at', 'id']])
    const [letter] = lettersTo(email)
    expect(letter).toMatchObject({ vendor: 'smtp', from: 'invitations@leadline.test' })
    expect(letter!.body).toContain('invites you to Acme on Leadline as manager.\n\nWelcome aboard!')
    expect(await join(mailedToken(email))).toEqual([
      200,
      { kind: 'user', email, organization: 'Acme', role: 'manager' },
    ])
    const client = await signIn(backend, email, PASSWORD)
    const { data } = await client.from('profiles').select('email, role, organization_id, full_name').eq('email', email)
    expect(data).toEqual([{ email, role: 'manager', organization_id: organization.id, full_name: 'Ana Lee' }])
  })

  test('joins once, even by two requests at once, and the token is of no use afterwards', async () => {
    const email = address()
    const { token } = await invited(email)
    const ends = await Promise.all([join(token), join(token), join(token)])
    expect(ends.filter(([status]) => status === 200)).toHaveLength(1)
    for (const [status] of ends) expect([200, 409, 410]).toContain(status)
    expect((await join(token))[0]).toBe(410)
    expect(await backend.sql`select id from profiles where email = ${email}`).toHaveLength(1)
  })

  test('is not let in with a short password, and may try again', async () => {
    const { token } = await invited(address())
    for (const password of ['short', '', 'x'.repeat(73), 7, null]) {
      expect((await join(token, { password }))[0]).toBe(422)
    }
    expect((await join(token))[0]).toBe(200)
  })

  test('who has an account elsewhere is told, and the invitation stays open', async () => {
    const { token, id } = await invited(stranger.email)
    expect(await join(token)).toMatchObject([409, { error: 'already_registered' }])
    const [row] = await backend.sql`select claimed_at from user_invitations where id = ${id}`
    expect(row).toEqual({ claimed_at: null })
  })

  test('gets a new link when it is sent again, and the former is dead', async () => {
    const email = address()
    const { id, token } = await invited(email)
    expect((await send(owner, { kind: 'user', id }))[0]).toBe(200)
    expect((await join(token))[0]).toBe(410)
    expect((await join(mailedToken(email)))[0]).toBe(200)
  })

  test.each([
    ['revoked', (id: string) => owner.client.rpc('revoke_user_invitation', { p_invitation_id: id })],
    [
      'expired',
      (id: string) => backend.sql`update user_invitations set expires_at = now() - interval '1 s' where id = ${id}`,
    ],
  ])('cannot join by an invitation that is %s', async (_, end) => {
    const email = address()
    const { id, token } = await invited(email)
    await end(id)
    expect(await join(token)).toMatchObject([410, { error: 'invitation_invalid' }])
    expect(await backend.sql`select id from auth.users where email = ${email}`).toEqual([])
  })
})

describe('a customer who is invited', () => {
  test('becomes a member by the mailed link, once', async () => {
    const email = address()
    const lead = await createLead(backend.sql, organization, { owner_id: rep.id })
    expect((await send(rep, { kind: 'client', lead_id: lead, email, valid_days: 7 }))[0]).toBe(200)
    expect(lettersTo(email)[0]!.body).toContain('to become a member of Acme.')
    const token = mailedToken(email)
    expect(await claim(token)).toEqual([200, { kind: 'client', email, organization: 'Acme' }])
    const [row] =
      await backend.sql`select client_type, lifecycle_stage, membership_status from leads where id = ${lead}`
    expect(row).toEqual({ client_type: 'customer', lifecycle_stage: 'customer', membership_status: 'active' })
    expect((await claim(token))[0]).toBe(410)
  })
})

describe('who may invite', () => {
  test.each([
    ['a rep', () => send(rep, { kind: 'user', email: address(), role: 'viewer' }), 403],
    ['nobody who is signed in', () => post('send', { kind: 'user', email: address(), role: 'viewer' }, {}), 401],
    [
      'somebody with a made-up token',
      () => post('send', { kind: 'user', email: address(), role: 'viewer' }, { authorization: 'Bearer x.y.z' }),
      401,
    ],
    ['an owner, without an address', () => send(owner, { kind: 'user', email: 'nobody', role: 'viewer' }), 422],
    ['an owner, for no such role', () => send(owner, { kind: 'user', email: address(), role: 'king' }), 422],
    ['an owner, a colleague', () => send(owner, { kind: 'user', email: rep.email, role: 'viewer' }), 409],
    ['an owner, nobody in particular', () => send(owner, { kind: 'ghost' }), 400],
  ])('not %s', async (_, attempt, expected) => {
    const before = vendors.carrier.messages.length
    expect((await attempt())[0]).toBe(expected)
    expect(vendors.carrier.messages).toHaveLength(before)
  })

  test('not another organisation, neither again nor to its leads', async () => {
    const { id, token } = await invited(address())
    const lead = await createLead(backend.sql, organization)
    expect((await send(stranger, { kind: 'user', id }))[0]).toBe(404)
    expect((await send(stranger, { kind: 'client', lead_id: lead, email: address() }))[0]).toBe(404)
    expect((await join(token))[0]).toBe(200)
  })
})

test('a mail that is not taken is told, and the invitation can be sent again', async () => {
  const email = address()
  vendors.carrier.failNext('smtp', { status: 451 })
  const [status, { error }] = await send(owner, { kind: 'user', email, role: 'viewer' })
  expect([status, error]).toEqual([502, 'mail_failed'])
  const [row] = await backend.sql<{ id: string }[]>`select id from user_invitations where email = ${email}`
  expect((await send(owner, { kind: 'user', id: row!.id }))[0]).toBe(200)
  expect((await join(mailedToken(email)))[0]).toBe(200)
})

describe('who guesses', () => {
  test('is stopped after twenty, finds nothing in a thousand, and stops nobody else', { timeout: 60_000 }, async () => {
    const { token } = await invited(address())
    const sender = randomUUID()
    const statuses = new Map<number, number>()
    for (let round = 0; round < 50; round += 1) {
      const guesses = Array.from({ length: 20 }, () => claim(randomBytes(32).toString('hex'), {}, sender))
      for (const [status] of await Promise.all(guesses)) statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    expect([...statuses.keys()].toSorted((a, b) => a - b)).toEqual([410, 429])
    // Those of the first round may pass the count together.
    expect(statuses.get(410)).toBeLessThan(60)
    expect((await claim(token, { password: PASSWORD }, sender))[0]).toBe(429)
    expect((await join(token))[0]).toBe(200)
  })

  test.each(['', ' ', 'null', "' or true --", '%', 'x'.repeat(10_000), '0'.repeat(64)])(
    'finds nothing by %j',
    async (guess) => {
      expect((await claim(guess))[0]).toBe(410)
    },
  )

  test('may not know the hash for the token', async () => {
    const { id } = await invited(address())
    const [row] = await backend.sql<{ token_hash: string }[]>`select token_hash from user_invitations where id = ${id}`
    expect((await claim(row!.token_hash))[0]).toBe(410)
  })
})
