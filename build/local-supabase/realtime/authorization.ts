import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import type { Sql, TransactionSql } from 'postgres'
import type { Claims } from '../tokens.ts'
import type { Permissions } from './channel.ts'

/** Thrown inside a transaction to end it without a trace. */
class Rollback extends Error {}

/** SQLSTATE of "insufficient privilege", which a policy's refusal carries too. */
const REFUSED = '42501'

/** Runs `work` in a transaction that is always rolled back. */
export async function inRolledBack<T>(sql: Sql, work: (transaction: TransactionSql) => Promise<T>): Promise<T> {
  const outcome: { value?: T } = {}
  try {
    await sql.begin(async (transaction) => {
      outcome.value = await work(transaction)
      throw new Rollback()
    })
  } catch (error) {
    if (!(error instanceof Rollback)) throw error
  }
  return outcome.value as T
}

/** Makes the rest of the transaction run as the caller, on the topic. */
export async function become(transaction: TransactionSql, claims: Claims, topic = ''): Promise<void> {
  await transaction`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
    set_config('request.jwt.claim.sub', ${claims.sub ?? ''}, true),
    set_config('request.jwt.claim.role', ${claims.role}, true),
    set_config('request.jwt.claim.email', ${claims.email ?? ''}, true),
    set_config('realtime.topic', ${topic}, true),
    set_config('role', ${claims.role}, true)`
}

/** What the caller may read of a private topic: rows are put there, and looked for under row level security. */
export function readPermissions(sql: Sql, claims: Claims, topic: string): Promise<Permissions> {
  return inRolledBack(sql, async (transaction) => {
    const [broadcast, presence] = [randomUUID(), randomUUID()]
    await transaction`
      insert into realtime.messages (id, topic, extension, private)
      values (${broadcast}, ${topic}, 'broadcast', true), (${presence}, ${topic}, 'presence', true)`
    await become(transaction, claims, topic)
    const rows = await transaction<{ id: string }[]>`
      select id from realtime.messages where id in (${broadcast}, ${presence})`
    const seen = new Set(rows.map((row) => row.id))
    return { broadcast: seen.has(broadcast), presence: seen.has(presence) }
  })
}

/** Whether the caller may write to a private topic: a row is inserted under row level security. */
export async function mayWrite(
  sql: Sql,
  claims: Claims,
  topic: string,
  extension: keyof Permissions,
): Promise<boolean> {
  try {
    return await inRolledBack(sql, async (transaction) => {
      await become(transaction, claims, topic)
      await transaction`
        insert into realtime.messages (topic, extension, private) values (${topic}, ${extension}, true)`
      return true
    })
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.code === REFUSED) return false
    throw error
  }
}
