import { z } from 'zod'
import type { Authorship } from '#shared/contract/conflict-models.ts'
import type { Outcome } from '#shared/replication/protocol.ts'
import type { Connection } from '../connection.ts'
import type { ParkedField } from '../parked-fields.ts'
import { storedRows } from '../server-row.ts'
import type { Subject } from './parked-change.ts'

const rowSchema = z.object({ row: z.object({ updated_at: z.number() }) })

interface StageChange {
  to_stage_id: string | null
  changed_by: string | null
  is_automatic: 0 | 1
  created_at: number
}

/**
 * Who wrote what stands on the server, and when, as far as this device can know: where the server told, from its log of
 * stage changes, else only when the record was last changed.
 */
export function authors(
  db: Connection,
  person: (id: string) => string | null,
): (subject: Subject, field: ParkedField, outcome: Outcome | null) => Authorship {
  const rows = storedRows(db)
  const stage = db.prepare<[string], StageChange>(
    `select to_stage_id, changed_by, is_automatic, created_at from stage_changes
     where lead_id = ? and deal_id is null order by created_at desc limit 1`,
  )
  return ({ record, lead_id }, { column, theirs, by, at }, outcome) => {
    if (by !== null) return { by: person(by), at }
    const moved = column === 'pipeline_stage_id' && lead_id ? stage.get(lead_id) : undefined
    if (moved && moved.to_stage_id === theirs) {
      const who = moved.is_automatic ? 'A rule' : moved.changed_by && person(moved.changed_by)
      return { by: who, at: moved.created_at }
    }
    const told = rowSchema.safeParse(outcome?.details).data?.row.updated_at ?? null
    const row = record && rows.server(record.table, record.id)
    const cached = typeof row?.['updated_at'] === 'number' ? row['updated_at'] : null
    return { by: null, at: at ?? told ?? cached }
  }
}
