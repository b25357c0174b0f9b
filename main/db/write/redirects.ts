/**
 * Rows that turned out to be others: a lead that was merged into another, or that somebody else had created before. What
 * the rep queues, had queued or typed for the old row goes to the one that stands for it.
 */
import type Sqlite from 'better-sqlite3'
import { z } from 'zod'
import type { Outcome } from '#shared/replication/protocol.ts'
import type { Connection } from '../connection.ts'
import type { WriteContext } from './context.ts'
import { mutationHash } from './hash.ts'
import type { OutboxEntry } from './outbox.ts'

/** Old id → the id that stands for it, per table. */
export type Moves = Partial<Record<'leads' | 'conversations', Record<string, string>>>

const movesSchema = z.record(z.uuid(), z.uuid()).optional()
/** `details.redirected`: the server did it to rows that stand for those that were named. */
const redirectedSchema = z.object({ redirected: z.object({ leads: movesSchema, conversations: movesSchema }) })
const duplicateSchema = z.object({ lead_id: z.uuid() })
const argsSchema = z.record(z.string(), z.unknown())

const TABLE_OF: Record<string, keyof Moves> = {
  lead_id: 'leads',
  lead_ids: 'leads',
  conversation_id: 'conversations',
  conversation_ids: 'conversations',
  via_conversation_id: 'conversations',
}

/** Changes that mean exactly the lead that they name, whatever became of it. */
const EXACT: ReadonlySet<string> = new Set(['lead.create', 'lead.merge', 'lead.unmerge'])

export class Redirects {
  readonly #get: Sqlite.Statement<[string, string], string>
  readonly #any: Sqlite.Statement<[], number>
  readonly #put: Sqlite.Statement<[string, string, string]>
  readonly #remove: Sqlite.Statement<[string, string]>

  constructor(db: Connection) {
    this.#get = db
      .prepare<[string, string], string>('select new_id from redirects where table_name = ? and old_id = ?')
      .pluck()
    this.#any = db.prepare<[], number>('select exists (select 1 from redirects)').pluck()
    this.#put = db.prepare('insert or replace into redirects values (?, ?, ?)')
    this.#remove = db.prepare('delete from redirects where table_name = ? and old_id = ?')
  }

  get isEmpty(): boolean {
    return this.#any.get() === 0
  }

  /** Remembers where rows went. */
  add(moves: Moves): void {
    for (const [table, ids] of Object.entries(moves) as [keyof Moves, Record<string, string>][]) {
      for (const [oldId, newId] of Object.entries(ids)) {
        // Merged the other way than before: the row that stood for the other is its own again.
        if (this.#of(table, newId) === oldId) this.#remove.run(table, newId)
        if (oldId !== newId) this.#put.run(table, oldId, newId)
      }
    }
  }

  /** The row stands for itself again. */
  remove(table: keyof Moves, id: string): void {
    this.#remove.run(table, id)
  }

  /** A mutation's arguments with the rows that stand for those they name; null when that changes nothing. */
  follow(name: string, args: object): Record<string, unknown> | null {
    if (EXACT.has(name) || this.isEmpty) return null
    let changed = false
    const followed = Object.entries(args).map(([key, value]) => {
      const table = TABLE_OF[key]
      if (!table) return [key, value]
      const moved = Array.isArray(value) ? value.map((id) => this.#of(table, id)) : this.#of(table, value)
      changed ||= JSON.stringify(moved) !== JSON.stringify(value)
      return [key, moved]
    })
    return changed ? (Object.fromEntries(followed) as Record<string, unknown>) : null
  }

  /** The row at the end of the way: what stands for a row may have been merged in its turn. */
  #of(table: keyof Moves, id: unknown): unknown {
    const passed = new Set<unknown>()
    let last = id
    for (let next = last; typeof next === 'string' && !passed.has(next); next = this.#get.get(table, next)) {
      passed.add(next)
      last = next
    }
    return last
  }
}

/** Arguments and hash of a queued change for the rows that stand now; null when it names no others. */
function redirected({ redirects }: WriteContext, entry: OutboxEntry): Pick<OutboxEntry, 'args' | 'hash'> | null {
  const args = redirects.follow(entry.name, argsSchema.parse(JSON.parse(entry.args)))
  return args && { args: JSON.stringify(args), hash: mutationHash(entry.name, entry.v, args) }
}

/**
 * Takes what the rep has queued and typed along to where rows went. A change that was never on its way is rewritten in
 * place. One that was keeps number and content, for the server may have it: it answers for that, and if it knows the row
 * no more, the change goes out anew (`settle`).
 */
export function followMoves(context: WriteContext, moves: Moves): void {
  const { redirects, outbox, rebase, saveStates, drafts, outgoingFiles } = context
  for (const [oldId, newId] of Object.entries(moves.conversations ?? {})) {
    drafts.move(oldId, newId)
    outgoingFiles.move(oldId, newId)
  }
  if (Object.keys(moves).length === 0 || redirects.isEmpty) return
  const affected = outbox.unsent().flatMap((entry) => {
    const change = redirected(context, entry)
    return change ? [{ seq: entry.seq, ...change }] : []
  })
  const seqs = affected.map(({ seq }) => seq)
  const keys = seqs.flatMap((seq) => rebase.rowsOf(seq))
  rebase.around(keys, () => {
    for (const { seq, args, hash } of affected) outbox.rewrite(seq, args, hash)
  })
  saveStates.changed([...keys, ...seqs.flatMap((seq) => rebase.rowsOf(seq))])
}

/** What an outcome says of rows that are others; `created` is the lead that the change was to create, if it was. */
export function movesOf({ code, details }: Outcome, created: string | undefined): Moves {
  const duplicate = code === 'duplicate_of' && created ? duplicateSchema.safeParse(details).data : undefined
  if (duplicate && created) return { leads: { [created]: duplicate.lead_id } }
  const { leads, conversations } = redirectedSchema.safeParse(details).data?.redirected ?? {}
  return { ...(leads && { leads }), ...(conversations && { conversations }) }
}
