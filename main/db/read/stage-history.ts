/** The moves between stages: of leads and of deals, those that wait to be sent, and when rules were told to keep out. */
import type { StageMove } from '#shared/contract/areas/pipeline.ts'
import type { ReadInput } from '../calls.ts'
import type { Connection } from '../connection.ts'

const NAMES = `coalesce(f.name, c.from_name) as "from", coalesce(t.name, c.to_name) as "to"`
const STAGES = `left join pipeline_stages as f on f.id = c.from_stage_id
    left join pipeline_stages as t on t.id = c.to_stage_id`

/** What was queued and has not reached the server; a change that was refused is in the Conflict Centre instead. */
const WAITING = `o.state in ('pending', 'leased')`

const ME = `(select value from meta where key = 'user_id')`

/** Of a lead and its deals, newest first; `:lead` and `:limit`. */
export const MOVES_OF_LEAD = `select c.id, c.created_at as at, ${NAMES}, c.changed_by as by, c.is_automatic as automatic,
    c.reason, d.name as deal, 0 as waiting
  from stage_changes as c ${STAGES} left join deals as d on d.id = c.deal_id
  where c.lead_id = :lead order by c.created_at desc, c.rid desc limit :limit`

export const WAITING_OF_LEAD = `select o.id, o.at, null as "from", t.name as "to", ${ME} as by, 0 as automatic,
    json_extract(o.args, '$.reason') as reason, null as deal, 1 as waiting
  from outbox_rows as q join outbox as o on o.seq = q.seq
  left join pipeline_stages as t on t.id = json_extract(o.args, '$.stage_id')
  where q.table_name = 'leads' and q.row_id = :lead and q.effect <> 'read' and o.name = 'lead.move' and ${WAITING}
  limit :limit`

const MOVES_OF_DEAL = `select c.id, c.created_at as at, ${NAMES}, c.changed_by as by, c.is_automatic as automatic,
    c.reason, null as deal, 0 as waiting
  from stage_changes as c ${STAGES}
  where c.lead_id = (select lead_id from deals where id = :deal) and c.deal_id = :deal
  order by c.created_at desc, c.rid desc limit 200`

const WAITING_OF_DEAL = `select o.id, o.at, null as "from", t.name as "to", ${ME} as by, 0 as automatic,
    coalesce(json_extract(o.args, '$.set.lost_reason'), json_extract(o.args, '$.set.won_reason')) as reason,
    null as deal, 1 as waiting
  from outbox_rows as q join outbox as o on o.seq = q.seq
  left join pipeline_stages as t on t.id = json_extract(o.args, '$.set.stage_id')
  where q.table_name = 'deals' and q.row_id = :deal and q.effect <> 'read' and o.name = 'deal.move' and ${WAITING}`

/** Since when, and until when, a lead's stage was a person's to decide; twice a row, once for each end. */
export const HOLDS_OF_LEAD = `select o.id || ' held' as id, o.created_at as at, o.overridden_by as by,
    'Held by hand in ' || coalesce(s.name, 'its stage') || ': rules do not move it' as text
  from stage_overrides as o left join pipeline_stages as s on s.id = o.stage_id where o.lead_id = :lead
  union all
  select o.id || ' released', o.removed_at, o.removed_by, 'Released: rules move it again'
  from stage_overrides as o where o.lead_id = :lead and o.removed_at is not null
  order by at desc limit :limit`

export type StoredMove = Omit<StageMove, 'automatic' | 'waiting'> & {
  automatic: number
  waiting: number
  deal: string | null
}

/** A move in words: `New → Won: Trust`, with the deal before it where it was one's. */
export function moveText({ from, to, reason, deal }: StoredMove): string {
  const stages = [from, to ?? 'No stage'].filter((name) => name !== null).join(' → ')
  return `${deal === null ? '' : `${deal}: `}${from === null ? '→ ' : ''}${stages}${reason ? `: ${reason}` : ''}`
}

/** The moves of a deal, newest first. */
export function dealHistory(db: Connection): (input: ReadInput<'deal.history'>) => StageMove[] {
  const moves = db.prepare<[{ deal: string }], StoredMove>(MOVES_OF_DEAL)
  const waiting = db.prepare<[{ deal: string }], StoredMove>(WAITING_OF_DEAL)
  return ({ deal_id }) =>
    [...waiting.all({ deal: deal_id }), ...moves.all({ deal: deal_id })].map(({ deal: _deal, ...move }) => ({
      ...move,
      automatic: move.automatic === 1,
      waiting: move.waiting === 1,
    }))
}
