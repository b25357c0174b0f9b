import type { ClaimState, LostClaim } from '#shared/contract/areas/claim.ts'
import { outcomeSchema } from '#shared/replication/protocol.ts'
import type { Connection } from '../connection.ts'
import { claimOf } from './attention-words.ts'
import { valueWords } from './value-words.ts'

interface Refused {
  seq: number
  lead_id: string
  lead_label: string | null
  outcome: string
  at: number
}

/** Refused claims that wait for the rep: in the queue, and of leads that have left the cache (negative, as in the list). */
const PARKED = `select o.seq, o.args ->> '$.lead_id' as lead_id, l.label as lead_label, o.outcome, o.at
  from outbox as o left join leads as l on l.id = o.args ->> '$.lead_id'
  where o.state = 'parked' and o.name = 'lead.claim'`
const VAULTED = `select -id as seq, lead_id, lead_label, outcome, at from vault
  where name = 'lead.claim' and outcome is not null`

const WAITING = `select 1 from outbox_rows as q join outbox as o on o.seq = q.seq
  where q.table_name = 'leads' and q.row_id = ? and o.name = 'lead.claim' and o.state in ('pending', 'leased')`

/** How the rep's claim of a lead stands. */
export function claimState(db: Connection): (input: { lead_id: string }) => ClaimState | null {
  const waiting = db.prepare<[string], number>(WAITING).pluck()
  const lost = lostClaims(db)
  return ({ lead_id }) => {
    if (waiting.get(lead_id)) return { state: 'waiting' }
    const claim = lost().find((candidate) => candidate.lead_id === lead_id)
    return claim ? { state: 'lost', claim } : null
  }
}

/** The rep's claims that a colleague was faster with, newest first. */
export function lostClaims(db: Connection): () => LostClaim[] {
  const refused = db.prepare<[], Refused>(`${PARKED} union all ${VAULTED} order by at desc`)
  const { person } = valueWords(db)
  return () =>
    refused.all().flatMap(({ outcome, ...claim }) => {
      const winner = claimOf(outcomeSchema.parse(JSON.parse(outcome)), person)
      return winner ? [{ ...claim, name: winner.name, claimed_at: winner.at }] : []
    })
}
