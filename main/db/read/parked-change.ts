/** A change as the lists tell of it: what it is about, and what it holds. */
import { changeTitle } from '#shared/domain/mutation-words.ts'
import type { TableName } from '#shared/replication/tables.ts'
import { columnsSetBy, parseArgs, recordsOf } from '../change-target.ts'
import type { Args, RecordKey } from '../change-target.ts'
import type { Connection } from '../connection.ts'
import { storedRows } from '../server-row.ts'

export interface Subject {
  args: Args
  record: RecordKey | null
  /** The record's table; null when the arguments name none. */
  table: TableName | null
  lead_id: string | null
  lead_label: string | null
  /** The conversation it was made in, else the lead's newest. */
  conversation_id: string | null
}

interface LeadPlace {
  label: string | null
  conversation_id: string | null
}

export interface Subjects {
  /** @param argsJson arguments of a queued change, JSON */
  of: (argsJson: string) => Subject
  place: (leadId: string) => LeadPlace
}

/** Finds what changes are about, also when a queued change has hidden the record. */
export function subjects(db: Connection): Subjects {
  const rows = storedRows(db)
  const places = db.prepare<[string], LeadPlace>(
    `select lead.label, (select id from conversations where lead_id = lead.id order by at desc limit 1) as conversation_id
     from leads as lead where lead.id = ?`,
  )
  const place = (leadId: string): LeadPlace => places.get(leadId) ?? { label: null, conversation_id: null }
  return {
    place,
    of(argsJson) {
      const args = parseArgs(argsJson)
      const records = recordsOf(args)
      const rowOf = ({ table, id }: RecordKey) => rows.shown(table, id) ?? rows.server(table, id)
      const found = records.flatMap((key) => {
        const row = rowOf(key)
        return row ? [{ key, leadId: String(key.table === 'leads' ? row['id'] : row['lead_id']) }] : []
      })
      const leadId = found[0]?.leadId ?? null
      const { label, conversation_id } = leadId ? place(leadId) : { label: null, conversation_id: null }
      const written = found.find(({ key }) => key.table === 'conversations')?.key.id
      return {
        args,
        record: records[0] ?? null,
        table: records[0]?.table ?? null,
        lead_id: leadId,
        lead_label: label,
        conversation_id: written ?? conversation_id,
      }
    },
  }
}

/** What a change was, in words. */
export const titleOf = (mutation: string, args: Args, leadLabel: string | null): string =>
  changeTitle(mutation, leadLabel, args['set'] === undefined ? [] : columnsSetBy(args))
