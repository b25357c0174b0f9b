import type { DiscardedItem, OutboxView } from '#shared/contract/conflict-models.ts'
import { fieldName } from '#shared/domain/mutation-words.ts'
import type { Connection } from '../connection.ts'
import { parseArgs } from '../change-target.ts'
import { parkedFields } from '../parked-fields.ts'
import { KEPT_MS } from '../write/discarded.ts'
import type { DiscardedEntry } from '../write/discarded.ts'
import { typedText } from '../write/mentions.ts'
import { excerpt, mineText, sideText } from './attention-words.ts'
import { subjects, titleOf } from './parked-change.ts'
import { valueWords } from './value-words.ts'

/** More than this many waiting changes are counted, not listed. */
const LISTED = 200

/** What the rep gave up and what was overwritten, newest first; dependents are counted with what they hung on. */
export function discardedList(db: Connection): () => DiscardedItem[] {
  const entries = db.prepare<[], DiscardedEntry & { members: number }>(
    `select *, count(*) over (partition by family) as members, row_number() over (partition by family order by seq, id) as nth
     from discarded order by family desc, seq, id`,
  )
  const describe = describer(db)
  return () => {
    const families = Map.groupBy(entries.all(), ({ family }) => family)
    return [...families.values()].map((members): DiscardedItem => {
      const main = members.find(({ why }) => why !== 'discarded') ?? members[0]!
      const { title, text, lead_label } = describe(main)
      return {
        id: main.family,
        title,
        why: main.why,
        text,
        lead_label: lead_label ?? main.lead_label,
        dependents: members.filter(({ seq }) => seq !== main.seq).length,
        discarded_at: main.discarded_at,
        kept_until: main.discarded_at + KEPT_MS,
      }
    })
  }
}

interface Waiting {
  seq: number
  name: string
  args: string
  at: number
  state: 'pending' | 'leased'
  sent: number
}

/** Changes that wait to be saved to the team, in the order in which they go out. */
export function outboxList(db: Connection): () => OutboxView {
  const total = db.prepare<[], number>(`select count(*) from outbox where state in ('pending', 'leased')`).pluck()
  const waiting = db.prepare<[number], Waiting>(
    `select seq, name, args, at, state, sent from outbox where state in ('pending', 'leased') order by seq limit ?`,
  )
  const describe = describer(db)
  return () => ({
    total: total.get() ?? 0,
    items: waiting.all(LISTED).map((entry) => {
      const { title, text, conversation_id } = describe(entry)
      const state = entry.state === 'leased' ? ('sending' as const) : ('waiting' as const)
      const isHere = entry.sent === 0
      const editable_text = isHere ? typedText(entry.name, parseArgs(entry.args)) : null
      return { seq: entry.seq, title, text, state, conversation_id, at: entry.at, can_discard: isHere, editable_text }
    }),
  })
}

function describer(db: Connection) {
  const find = subjects(db)
  const words = valueWords(db)
  return ({ name, args: json, lead_label = null }: { name: string; args: string; lead_label?: string | null }) => {
    const subject = find.of(json)
    const label = subject.lead_label ?? lead_label
    const fields = parkedFields(subject.args, null, null, false)
    const values = () =>
      sideText(
        fields.map(({ column, mine }) => ({ label: fieldName(column), text: words.text(subject.table, column, mine) })),
      )
    return {
      title: titleOf(name, subject.args, label),
      text: excerpt(mineText(name, subject.args, values)),
      lead_label: label,
      conversation_id: subject.conversation_id,
    }
  }
}
