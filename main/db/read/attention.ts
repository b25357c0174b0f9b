import { z } from 'zod'
import type { ConflictDetail, ConflictField } from '#shared/contract/conflict-models.ts'
import { EXPLAINED_TABLES } from '#shared/contract/conflict-models.ts'
import type { AttentionAction, AttentionItem } from '#shared/contract/read-models.ts'
import { fieldName } from '#shared/domain/mutation-words.ts'
import { mayGoAgain } from '#shared/domain/refusals.ts'
import { outcomeSchema } from '#shared/replication/protocol.ts'
import type { Outcome } from '#shared/replication/protocol.ts'
import { isVisible } from '#shared/replication/snapshot.ts'
import type { Connection } from '../connection.ts'
import { valueSetBy } from '../change-target.ts'
import { Meta } from '../meta.ts'
import { parkedFields } from '../parked-fields.ts'
import type { ParkedField } from '../parked-fields.ts'
import { storedRows } from '../server-row.ts'
import { claimOf, excerpt, mineText, reasonOf, sideText } from './attention-words.ts'
import { authors } from './authors.ts'
import { subjects, titleOf } from './parked-change.ts'
import type { Subject } from './parked-change.ts'
import { valueWords } from './value-words.ts'

interface Parked {
  seq: number
  name: string
  args: string
  outcome: string
  at: number
}

interface Orphaned extends Omit<Parked, 'seq' | 'outcome'> {
  id: number
  outcome: string | null
  lead_label: string | null
  owner_name: string | null
  why: 'revoked' | 'deleted' | 'not_visible'
}

/** A change with what it is about and the fields it sets. */
interface Read {
  subject: Subject
  fields: ParkedField[]
}

interface ReadParked extends Read {
  outcome: Outcome
}

const PARKED = `select seq, name, args, outcome, at from outbox where state = 'parked'`
const ORPHANED = `select v.*, coalesce(p.full_name, p.email) as owner_name
  from vault as v left join profiles as p on p.id = v.owner_id`

const messageIdSchema = z.object({ message_id: z.string() })
const parentSchema = z.object({ parent: z.int() })

/**
 * Changes that wait for the rep: refused or held ones, newest first, each with those that wait for it; then what was left
 * of leads that are gone.
 */
export function attentionList(db: Connection): () => AttentionItem[] {
  const parked = db.prepare<[], Parked>(`${PARKED} order by seq desc`)
  const orphaned = db.prepare<[], Orphaned>(`${ORPHANED} order by v.id desc`)
  const tell = teller(db)
  return () => [...parked.all().map((entry) => tell.parked(entry).item), ...orphaned.all().map(tell.orphaned)]
}

/** One of them with all that is needed to decide. */
export function attentionItem(db: Connection): (input: { seq: number }) => ConflictDetail | null {
  const parked = db.prepare<[number], Parked>(`${PARKED} and seq = ?`)
  const orphaned = db.prepare<[number], Orphaned>(`${ORPHANED} where v.id = ?`)
  const tell = teller(db)
  return ({ seq }) => {
    if (seq < 0) {
      const entry = orphaned.get(-seq)
      return entry ? tell.orphanedDetail(entry) : null
    }
    const entry = parked.get(seq)
    return entry ? tell.detail(entry) : null
  }
}

function teller(db: Connection) {
  const meta = new Meta(db)
  const rows = storedRows(db)
  const find = subjects(db)
  const words = valueWords(db)
  const authorOf = authors(db, words.person)

  function read(entry: Parked): ReadParked {
    const outcome = outcomeSchema.parse(JSON.parse(entry.outcome))
    const subject = find.of(entry.args)
    const { snapshot } = meta.cursor
    const isSeen = snapshot !== null && isVisible(outcome.xid, snapshot)
    const row = subject.record && rows.server(subject.record.table, subject.record.id)
    return { outcome, subject, fields: parkedFields(subject.args, outcome, row, isSeen) }
  }

  /** How a change's value can be replaced; null where its arguments have no place for another (to close is to close). */
  const editorFor = ({ table, args }: Subject, column: string) =>
    valueSetBy(args, column) === undefined ? null : words.editor(table, column)

  const textOf = ({ subject, fields }: Read, side: 'mine' | 'theirs'): string =>
    sideText(
      fields
        .filter((field) => field[side] !== undefined)
        .map((field) => ({
          label: fieldName(field.column),
          text: words.text(subject.table, field.column, field[side]),
        })),
    )

  function parked(entry: Parked): { item: AttentionItem; read: ReadParked } {
    const found = read(entry)
    const { outcome, subject, fields } = found
    const isConflict = outcome.result === 'conflict'
    const parent = outcome.code === 'parent_parked' ? parentSchema.safeParse(outcome.details).data?.parent : undefined
    const item: AttentionItem = {
      seq: entry.seq,
      mutation: entry.name,
      title: titleOf(entry.name, subject.args, subject.lead_label),
      result: outcome.result === 'applied' ? 'rejected' : outcome.result,
      code: outcome.code ?? outcome.result,
      reason: reasonOf(outcome, fields, words),
      mine: excerpt(mineText(entry.name, subject.args, (side) => textOf(found, side))),
      theirs: isConflict && fields.length > 0 ? excerpt(textOf(found, 'theirs')) : null,
      lead_label: subject.lead_label,
      conversation_id: subject.conversation_id,
      message_id: messageIdSchema.safeParse(subject.args).data?.message_id,
      parent: parent ?? null,
      actions: actionsOf(outcome, fields, (column) => editorFor(subject, column) !== null),
      at: entry.at,
    }
    return { item, read: found }
  }

  function fieldOf(field: ParkedField, subject: Subject, outcome: Outcome | null, actedAt: number): ConflictField {
    const { column, base, mine, theirs } = field
    const shown = (value: unknown) => ({ value: value ?? null, text: words.text(subject.table, column, value) })
    const author = theirs === undefined ? null : authorOf(subject, field, outcome)
    const isMineNewer = typeof author?.at === 'number' && actedAt > author.at
    return {
      column,
      label: fieldName(column),
      base: base === undefined ? null : shown(base),
      mine: shown(mine),
      theirs: author && { ...shown(theirs), ...author },
      editor: editorFor(subject, column),
      suggested: theirs !== undefined && STATES.has(column) && !isMineNewer ? 'theirs' : 'mine',
    }
  }

  function readOrphaned(entry: Orphaned): Read {
    const subject = find.of(entry.args)
    return { subject, fields: parkedFields(subject.args, null, null, false) }
  }

  function orphaned(entry: Orphaned): AttentionItem {
    const outcome = entry.outcome === null ? null : outcomeSchema.parse(JSON.parse(entry.outcome))
    const found = readOrphaned(entry)
    const { args } = found.subject
    return {
      seq: -entry.id,
      mutation: entry.name,
      title: titleOf(entry.name, args, entry.lead_label),
      result: 'rejected',
      code: outcome?.code ?? entry.why,
      // That it was not found says less than why.
      reason:
        outcome && outcome.code !== 'not_found'
          ? reasonOf(outcome, found.fields, words)
          : GONE[entry.why](entry.owner_name),
      mine: excerpt(mineText(entry.name, args, (side) => textOf(found, side))),
      theirs: null,
      lead_label: entry.lead_label,
      conversation_id: null,
      parent: null,
      actions: ['discard'],
      at: entry.at,
    }
  }

  return {
    parked,
    orphaned,
    detail(entry: Parked): ConflictDetail {
      const { item, read: found } = parked(entry)
      const fields = found.fields.map((field) => fieldOf(field, found.subject, found.outcome, entry.at))
      const claim = claimOf(found.outcome, words.person)
      return {
        ...item,
        fields: claim ? [claimField(claim.name, claim.at)] : fields,
        record: explained(found.subject),
        duplicate: duplicateOf(found.outcome, find.place),
      }
    },
    orphanedDetail(entry: Orphaned): ConflictDetail {
      const { subject, fields } = readOrphaned(entry)
      const readOnly = fields.map((field) => ({ ...fieldOf(field, subject, null, entry.at), editor: null }))
      return { ...orphaned(entry), fields: readOnly, record: null, duplicate: null }
    },
  }
}

/** What changes as work goes on, rather than being written: by default the later of two stands. */
const STATES: ReadonlySet<string> = new Set([
  'status',
  'owner_id',
  'assigned_to',
  'pipeline_stage_id',
  'stage_id',
  'snoozed_until',
])

function actionsOf(
  { result, code }: Outcome,
  fields: readonly ParkedField[],
  canEdit: (column: string) => boolean,
): AttentionAction[] {
  const again = mayGoAgain(result, code)
  if (again === 'never') return ['discard']
  const edit: AttentionAction[] = fields.some(({ column }) => canEdit(column)) ? ['edit'] : []
  if (result === 'conflict' && fields.length > 0) return ['mine', 'theirs', ...edit, 'discard']
  return [...(again === 'as_is' ? (['again'] as const) : []), ...edit, 'discard']
}

const claimField = (name: string | null, at: number | null): ConflictField => ({
  column: 'owner_id',
  label: fieldName('owner_id'),
  base: { value: null, text: 'Nobody, in the pool' },
  mine: { value: null, text: 'You' },
  theirs: { value: null, text: name ?? 'A colleague', by: name, at },
  editor: null,
  suggested: 'theirs',
})

function explained({ record }: Subject): ConflictDetail['record'] {
  const table = EXPLAINED_TABLES.find((name) => name === record?.table)
  return table && record ? { table, id: record.id } : null
}

const duplicateSchema = z.object({ lead_id: z.string() })

function duplicateOf(
  { code, details }: Outcome,
  place: ReturnType<typeof subjects>['place'],
): ConflictDetail['duplicate'] {
  const found = code === 'duplicate_of' ? duplicateSchema.safeParse(details).data : undefined
  return found ? { lead_id: found.lead_id, ...place(found.lead_id) } : null
}

const GONE: Record<Orphaned['why'], (owner: string | null) => string> = {
  revoked: (owner) =>
    owner
      ? `This lead is now with ${owner}. It was not sent.`
      : 'This lead is no longer yours to see. It was not sent.',
  deleted: () => 'This lead was deleted. It was not sent.',
  not_visible: () => 'You no longer have access to this lead. It was not sent.',
}
