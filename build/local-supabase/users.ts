import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'

/** A user to create, as an administrator would: confirmed, with a password. */
export interface NewUser {
  email: string
  password: string
  id?: string
  /** What sign-up would pass as `options.data`; triggers on `auth.users` see it as `raw_user_meta_data`. */
  metadata?: Record<string, string | number | boolean | null>
}

export type CreateUser = (user: NewUser) => Promise<{ id: string }>

/** Low on purpose: demo passwords are public, and seeds make many users. */
const BCRYPT_COST = 5

/**
 * Creates a user that can sign in with supabase-js, some 20 times faster than through the sign-up endpoint.
 *
 * @param sql a superuser connection.
 * @throws when the id or the email exists.
 */
export async function createUser(sql: Sql, user: NewUser): Promise<{ id: string }> {
  const id = user.id ?? randomUUID()
  const email = user.email.toLowerCase()
  const profile = { ...user.metadata, sub: id, email, email_verified: true, phone_verified: false }
  await sql.begin(async (transaction) => {
    const [taken] = await transaction`select 1 from auth.users where email = ${email}`
    if (taken) throw new Error(`A user with the email ${email} exists already.`)
    await transaction`
      insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at,
        raw_app_meta_data, raw_user_meta_data)
      values (${id}, 'authenticated', 'authenticated', ${email},
        extensions.crypt(${user.password}, extensions.gen_salt('bf', ${BCRYPT_COST})), now(),
        ${transaction.json({ provider: 'email', providers: ['email'] })}, ${transaction.json(profile)})`
    await transaction`
      insert into auth.identities (id, provider, provider_id, user_id, identity_data)
      values (${randomUUID()}, 'email', ${id}, ${id}, ${transaction.json(profile)})`
  })
  return { id }
}
