import type { SaveState } from '#shared/contract/read-models.ts'

/** The strongest state of the queued changes on a row, as a number for {@link saveStateOf}; null when there are none. */
export const saveStateSql = (table: string, id: string): string =>
  `(select max(case o.state when 'parked' then 3 when 'leased' then 2 when 'pending' then 1 else 0 end)
    from outbox_rows as q join outbox as o on o.seq = q.seq
    where q.table_name = '${table}' and q.row_id = ${id} and q.effect <> 'read')`

const STATES: readonly SaveState[] = ['saved', 'local', 'syncing', 'attention']

export const saveStateOf = (strength: number | null): SaveState => STATES[strength ?? 0]!
