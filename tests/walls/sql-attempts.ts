import type { Sql, TransactionSql } from 'postgres'
import postgres from 'postgres'
import type { Relation } from './catalogue.ts'
import type { Answer, Probe } from './probe.ts'
import type { Sight } from './scope.ts'

/** Schemas that no signed-in person may read at all, not even past REST. */
const CLOSED = ['app', 'auth', 'sync', 'local_backend', 'supabase_migrations']
const REFUSED = ['42501', '55000', '0A000']

class Undo extends Error {
  override readonly name = 'Undo'
}

/**
 * Reads and writes tables and views of schemas that REST does not reach, in SQL as PostgREST would run it for the actor:
 * what protects them must not be the list of exposed schemas alone. Everything is undone.
 */
export async function trySql(probe: Probe, sight: Sight, sql: Sql, relations: Relation[]): Promise<void> {
  await sql
    .begin(async (transaction) => {
      await become(transaction, sight)
      for (const relation of relations) {
        for (const [verb, statement] of statementsFor(relation)) {
          probe.attempts += 1
          const what = `${verb} ${relation.schema}.${relation.name} in SQL`
          const answer = await answerTo(transaction, statement)
          probe.inspect(sight, what, answer)
          judge(probe, sight, relation, what, verb, answer)
        }
      }
      throw new Undo()
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error
    })
}

function judge(
  probe: Probe,
  sight: Sight,
  relation: Relation,
  what: string,
  verb: string,
  { data, error }: Answer,
): void {
  const rows = (data as { count: number } | null)?.count ?? 0
  if (CLOSED.includes(relation.schema)) {
    if (!error || !REFUSED.includes(error.code ?? ''))
      probe.report(sight, what, `got past the privileges: ${error?.message ?? rows}`)
  } else if (verb !== 'select from' && !error && rows > 0) {
    probe.report(sight, what, `wrote ${rows} rows`)
  }
}

function statementsFor({ schema, name, columns }: Relation): [string, string][] {
  const relation = `"${schema}"."${name}"`
  const column = columns.find(({ generated }) => !generated)?.name ?? columns[0]!.name
  const readable = columns.filter(({ readable }) => readable).map(({ name }) => `"${name}"`)
  return [
    ['select from', `select ${readable.length > 0 ? readable.join(', ') : '*'} from ${relation}`],
    ['insert into', `insert into ${relation} default values`],
    ['update', `update ${relation} set "${column}" = "${column}"`],
    ['delete from', `delete from ${relation}`],
  ]
}

async function answerTo(transaction: TransactionSql, statement: string): Promise<Answer> {
  try {
    const rows = await transaction.savepoint((inner) => inner.unsafe(statement))
    return { status: 200, data: { count: rows.count, rows: [...rows] }, error: null }
  } catch (error) {
    if (!(error instanceof postgres.PostgresError)) throw error
    return { status: 400, data: null, error: { code: error.code, message: error.message } }
  }
}

async function become(transaction: TransactionSql, { actor }: Sight): Promise<void> {
  const role = actor.userId === null ? 'anon' : 'authenticated'
  const claims = JSON.stringify({ role, ...(actor.userId !== null && { sub: actor.userId }) })
  await transaction`select set_config('request.jwt.claims', ${claims}, true),
    set_config('request.jwt.claim.sub', ${actor.userId ?? ''}, true),
    set_config('request.jwt.claim.role', ${role}, true), set_config('role', ${role}, true)`
}
