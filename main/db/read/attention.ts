import { z } from 'zod'
import type { AttentionItem } from '#shared/contract/read-models.ts'
import { outcomeSchema } from '#shared/replication/protocol.ts'
import type { Connection } from '../connection.ts'
import { mineOf, reasonOf, theirsOf } from './attention-words.ts'

interface Parked {
  seq: number
  name: string
  args: string
  outcome: string
  at: number
}

interface Orphaned {
  id: number
  name: string
  args: string
  at: number
  outcome: string | null
  lead_label: string | null
  owner_name: string | null
  why: 'revoked' | 'deleted' | 'not_visible'
}

/** What a change is about, whichever of its arguments says so. */
const targetSchema = z.object({
  conversation_id: z.string().optional(),
  lead_id: z.string().optional(),
  note_id: z.string().optional(),
})

interface Target {
  conversation_id: string | null
  lead_label: string | null
}

/** Changes that wait for the rep, newest first: refused or held ones, then what was left of leads that are gone. */
export function attentionList(db: Connection): () => AttentionItem[] {
  const parked = db.prepare<[], Parked>(`select * from outbox where state = 'parked' order by seq desc`)
  const orphaned = db.prepare<[], Orphaned>(
    `select v.*, coalesce(p.full_name, p.email) as owner_name
     from vault as v left join profiles as p on p.id = v.owner_id order by v.id desc`,
  )
  const find = targetFinder(db)
  const nameOf = nameFinder(db)
  return () => [
    ...parked.all().map((entry): AttentionItem => {
      const outcome = outcomeSchema.parse(JSON.parse(entry.outcome))
      const args: unknown = JSON.parse(entry.args)
      const target = find(args)
      return {
        seq: entry.seq,
        mutation: entry.name,
        result: outcome.result === 'applied' ? 'rejected' : outcome.result,
        code: outcome.code ?? outcome.result,
        reason: reasonOf(outcome, nameOf),
        mine: mineOf(entry.name, args, nameOf),
        theirs: theirsOf(outcome.details, nameOf),
        lead_label: target.lead_label,
        conversation_id: target.conversation_id,
        at: entry.at,
      }
    }),
    ...orphaned.all().map((entry): AttentionItem => {
      const outcome = entry.outcome === null ? null : outcomeSchema.parse(JSON.parse(entry.outcome))
      return {
        seq: -entry.id,
        mutation: entry.name,
        result: 'rejected',
        code: outcome?.code ?? entry.why,
        reason: outcome ? reasonOf(outcome, nameOf) : GONE[entry.why](entry.owner_name),
        mine: mineOf(entry.name, JSON.parse(entry.args), nameOf),
        theirs: null,
        lead_label: entry.lead_label,
        conversation_id: null,
        at: entry.at,
      }
    }),
  ]
}

const GONE: Record<Orphaned['why'], (owner: string | null) => string> = {
  revoked: (owner) =>
    owner
      ? `This lead is now with ${owner}. It was not sent.`
      : 'This lead is no longer yours to see. It was not sent.',
  deleted: () => 'This lead was deleted. It was not sent.',
  not_visible: () => 'You no longer have access to this lead. It was not sent.',
}

function targetFinder(db: Connection): (args: unknown) => Target {
  const byConversation = db.prepare<[string], Target>(
    'select id as conversation_id, lead_label from conversations where id = ?',
  )
  const newestOf = `(select id from conversations where lead_id = lead.id order by at desc limit 1) as conversation_id, lead.label as lead_label`
  const byLead = db.prepare<[string], Target>(`select ${newestOf} from leads as lead where lead.id = ?`)
  const byNote = db.prepare<[string], Target>(
    `select ${newestOf} from notes join leads as lead on lead.id = notes.lead_id where notes.id = ?`,
  )
  return (args) => {
    const { conversation_id, lead_id, note_id } = targetSchema.parse(args)
    const found =
      (conversation_id && byConversation.get(conversation_id)) ||
      (lead_id && byLead.get(lead_id)) ||
      (note_id && byNote.get(note_id))
    return found || { conversation_id: null, lead_label: null }
  }
}

function nameFinder(db: Connection): (profileId: string) => string | null {
  const statement = db.prepare<[string], string>('select coalesce(full_name, email) from profiles where id = ?').pluck()
  return (id) => statement.get(id) ?? null
}
