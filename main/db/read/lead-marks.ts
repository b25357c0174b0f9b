import { z } from 'zod'
import type { LeadView } from '#shared/contract/lead-models.ts'
import { editOf } from '#shared/domain/mutations.ts'
import type { Connection } from '../connection.ts'

interface Queued {
  name: string
  args: string
  state: 'pending' | 'leased' | 'settled' | 'parked'
}

const QUEUED = `select o.name, o.args, o.state from outbox_rows as q join outbox as o on o.seq = q.seq
  where q.table_name = 'leads' and q.row_id = ? and q.effect <> 'read' and o.state <> 'settled' order by o.seq`

const MARKS = { pending: 'local', leased: 'syncing', parked: 'attention' } as const

/** The columns that changes without `base` write. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  'lead.claim': ['owner_id'],
  'lead.release_stage': ['stage_override'],
  'lead.tag': ['tags'],
  'lead.set_ai': ['ai_enabled'],
}

const setSchema = z.object({ set: z.record(z.string(), z.unknown()) })

/** How far the queued changes of a lead are, field by field; of several of one field the last counts. */
export function leadMarks(db: Connection): (leadId: string) => LeadView['marks'] {
  const queued = db.prepare<[string], Queued>(QUEUED)
  return (leadId) => {
    const marks: LeadView['marks'] = {}
    for (const { name, args, state } of queued.all(leadId)) {
      if (state === 'settled') continue
      for (const column of columnsOf(name, args)) marks[column] = MARKS[state]
    }
    return marks
  }
}

function columnsOf(name: string, args: string): readonly string[] {
  const edit = editOf(name)
  if (!edit) return WRITTEN[name] ?? []
  return edit.columns ?? Object.keys(setSchema.safeParse(JSON.parse(args)).data?.set ?? {})
}
