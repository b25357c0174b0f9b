import type { Sql } from 'postgres'
import { z } from 'zod'
import { createUser } from './users.ts'

const NEW_USER = z.object({
  email: z.email(),
  password: z.string(),
  user_metadata: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
})

/** The shortest password, as in supabase/config.toml. */
const SHORTEST_PASSWORD = 8

/**
 * `POST /auth/v1/admin/users` as GoTrue answers it: makes a confirmed account for the service role. `null` for every
 * other request; lite's Auth asks the caller for a session here, which the service role has not.
 */
export class AdminUsers {
  readonly #sql: Sql
  readonly #serviceRoleKey: string

  constructor(sql: Sql, serviceRoleKey: string) {
    this.#sql = sql
    this.#serviceRoleKey = serviceRoleKey
  }

  async answer(request: Request, url: URL): Promise<Response | null> {
    const isCreation = request.method === 'POST' && url.pathname === '/auth/v1/admin/users'
    if (!isCreation || request.headers.get('authorization') !== `Bearer ${this.#serviceRoleKey}`) return null
    const user = NEW_USER.safeParse(await request.json())
    if (!user.success) return failure(400, 'validation_failed', 'Cannot be read')
    const { email, password, user_metadata } = user.data
    if (password.length < SHORTEST_PASSWORD) return failure(422, 'weak_password', 'Password is too short')
    const [taken] = await this.#sql`select 1 from auth.users where email = ${email.toLowerCase()}`
    if (taken) return failure(422, 'email_exists', 'A user with this email address has already been registered')
    try {
      const { id } = await createUser(this.#sql, { email, password, metadata: user_metadata ?? {} })
      return Response.json({ id, email: email.toLowerCase(), aud: 'authenticated', role: 'authenticated' })
    } catch {
      return failure(500, 'unexpected_failure', 'Database error creating new user')
    }
  }
}

const failure = (status: number, error_code: string, msg: string): Response =>
  Response.json({ code: status, error_code, msg }, { status })
