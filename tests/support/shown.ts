import type { SupabaseClient } from '@supabase/supabase-js'
import { columnsOf, TABLE_NAMES } from '#shared/replication/tables.ts'
import type { Shown } from '#tests/simulator/gateway.ts'
import { Replica } from './replica.ts'

/** All that the server shows a signed-in user now, by a first sync of their own. */
export async function shownTo(client: SupabaseClient): Promise<Shown> {
  const replica = new Replica(client)
  await replica.pull()
  return new Map(
    TABLE_NAMES.map((table) => [
      table,
      new Map(
        replica
          .rows(table)
          .map((row) => [String(row['id']), JSON.stringify(columnsOf(table).map(([name]) => row[name]))] as const),
      ),
    ]),
  )
}
