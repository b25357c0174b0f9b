import type { Sql, TransactionSql } from 'postgres'

class Undo extends Error {
  override readonly name = 'Undo'
}

/**
 * Runs `work` in a transaction that is undone afterwards, so that one test's writes are nobody else's rows.
 *
 * @returns what `work` returned.
 */
export async function undone<T>(sql: Sql, work: (transaction: TransactionSql) => Promise<T>): Promise<T> {
  const done: { result?: T } = {}
  await sql
    .begin(async (transaction) => {
      done.result = await work(transaction)
      throw new Undo()
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error
    })
  return done.result as T
}

/**
 * Makes the rest of a transaction that of a signed-in colleague, as PostgREST does for a request (`authenticated`) or
 * sync_push for a mutation (`leadline_sync`).
 */
export async function become(
  transaction: TransactionSql,
  userId: string,
  role: 'authenticated' | 'leadline_sync' = 'authenticated',
): Promise<void> {
  const claims = JSON.stringify({ sub: userId, role: 'authenticated' })
  await transaction`select set_config('request.jwt.claims', ${claims}, true),
    set_config('request.jwt.claim.sub', ${userId}, true),
    set_config('request.jwt.claim.role', 'authenticated', true), set_config('role', ${role}, true)`
}

/** Runs `work` as a colleague and undoes it. */
export function asMember<T>(sql: Sql, userId: string, work: (member: TransactionSql) => Promise<T>): Promise<T> {
  return undone(sql, async (transaction) => {
    await become(transaction, userId)
    return work(transaction)
  })
}

/** What the database refused, by its code and the constraint it named; null when it refused nothing. */
export async function refusalOf(
  work: Promise<unknown>,
): Promise<{ code: string; constraint: string | undefined } | null> {
  try {
    await work
    return null
  } catch (error) {
    const { code, constraint_name } = error as { code?: string; constraint_name?: string }
    if (code === undefined) throw error
    return { code, constraint: constraint_name }
  }
}
