/** What replication settled by itself when two people had changed one field, kept so that it can be seen and undone. */
import type Sqlite from 'better-sqlite3'
import { z } from 'zod'
import { ExpectedError } from '#shared/contract/errors.ts'
import type { MergeKind } from '#shared/contract/read-models.ts'
import { editOf, editorOf } from '#shared/domain/mutations.ts'
import { lostValueSchema } from '#shared/replication/protocol.ts'
import type { LostValue, Outcome } from '#shared/replication/protocol.ts'
import type { NewMutation } from '../calls.ts'
import type { Connection } from '../connection.ts'
import type { Touched } from '../touched.ts'
import type { OutboxEntry } from './outbox.ts'

/** `details.merged` of an applied outcome: what the server settled, by column (sync.merge_row). */
const mergedSchema = z.object({
  merged: z.record(
    z.string(),
    z.object({
      rule: z.enum(['last_writer', 'text', 'set']),
      base: z.unknown(),
      theirs: z.unknown(),
      value: z.unknown(),
      by: z.uuid().nullable(),
      at: z.number().nullable(),
    }),
  ),
  lead_id: z.uuid().nullable(),
})
const argsSchema = z.record(z.string(), z.unknown())

interface StoredMerge {
  source: string
  kind: MergeKind
  table_name: string
  row_id: string
  field: string
  lead_id: string | null
  /** JSON, as are losing and winning. */
  base: string
  losing: string
  losing_by: string | null
  losing_at: number | null
  winning: string
  winning_by: string | null
  at: number
}

const json = (value: unknown): string => JSON.stringify(value ?? null)

export class MergeLog {
  readonly #userId: string
  readonly #touched: Touched
  readonly #insert: Sqlite.Statement<[StoredMerge]>
  readonly #get: Sqlite.Statement<[number], StoredMerge>
  readonly #undone: Sqlite.Statement<[number]>
  readonly #forget: Sqlite.Statement<[string]>

  constructor(db: Connection, touched: Touched, userId: string) {
    this.#userId = userId
    this.#touched = touched
    this.#insert = db.prepare(
      `insert or ignore into merge_log (source, kind, table_name, row_id, field, lead_id, base, losing, losing_by,
         losing_at, winning, winning_by, at)
       values (:source, :kind, :table_name, :row_id, :field, :lead_id, :base, :losing, :losing_by,
         :losing_at, :winning, :winning_by, :at)`,
    )
    this.#get = db.prepare('select * from merge_log where id = ? and not undone')
    this.#undone = db.prepare('update merge_log set undone = 1 where id = ?')
    this.#forget = db.prepare('delete from merge_log where lead_id = ?')
  }

  /** Keeps what the server settled of a change of the rep's. */
  ofOutcome({ seq, name, args, at }: OutboxEntry, { details }: Outcome): void {
    const edit = editOf(name)
    const settled = mergedSchema.safeParse(details).data
    if (!edit || !settled) return
    const row_id = String(argsSchema.parse(JSON.parse(args))[edit.id])
    for (const [field, { rule, base, theirs, value, by, at: losing_at }] of Object.entries(settled.merged)) {
      this.#keep({
        source: `push ${seq} ${field}`,
        kind: rule === 'last_writer' ? 'mine' : 'both',
        table_name: edit.table,
        row_id,
        field,
        lead_id: settled.lead_id,
        base: json(base),
        losing: json(theirs),
        losing_by: by,
        losing_at,
        winning: json(value),
        winning_by: this.#userId,
        at,
      })
    }
  }

  /** Keeps that a colleague's change replaced what the rep had written. */
  ofLostValue(lost: LostValue): void {
    const { id, table, row_id, field, lead_id, base, losing, losing_at, winning, winning_by, at } =
      lostValueSchema.parse(lost)
    this.#keep({
      source: `pull ${id}`,
      kind: 'theirs',
      table_name: table,
      row_id,
      field,
      lead_id,
      base: json(base),
      losing: json(losing),
      losing_by: this.#userId,
      losing_at,
      winning: json(winning),
      winning_by,
      at,
    })
  }

  /**
   * The change that sets the losing value again; its base is what stands when it is committed.
   * @throws `not_found` when there is no such merge or it was undone, `conflict` when nothing can set the field
   */
  undo(id: number): NewMutation {
    const merge = this.#get.get(id)
    if (!merge) throw new ExpectedError('not_found', 'This was already undone.')
    const editor = editorOf(merge.table_name, merge.field)
    if (!editor) throw new ExpectedError('conflict', 'This field cannot be set from here.')
    this.#undone.run(id)
    this.#touched.outbox()
    const args = { [editor.id]: merge.row_id, set: { [merge.field]: JSON.parse(merge.losing) as unknown } }
    return { name: editor.name, args } as unknown as NewMutation
  }

  /** Forgets what was settled about a lead that leaves the cache. */
  forget(leadId: string): void {
    this.#forget.run(leadId)
  }

  #keep(merge: StoredMerge): void {
    this.#insert.run(merge)
    this.#touched.outbox()
  }
}
