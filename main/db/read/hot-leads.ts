import type { TakenLead } from '#shared/contract/areas/hot.ts'
import { BACKLOG_MS, CLOCK_SLACK_MS, waitingKey, type HotLead } from '#shared/domain/hot-lead.ts'
import type { Connection } from '../connection.ts'

/** More are beyond what anybody sees to; the latest count. */
const LISTED = 200
const TAKEN_MS = 5 * 60_000

const ME = `(select value from meta where key = 'user_id')`

/** Whose lead it is, to the rep; null when it is a colleague's that the rep does not follow. */
const RELATION = `case
    when l.owner_id = ${ME} or exists (select 1 from conversations as o where o.lead_id = l.id and o.mine) then 'mine'
    when l.owner_id is null and not exists (
      select 1 from conversations as o where o.lead_id = l.id and o.assigned_to is not null) then 'pool'
    when exists (select 1 from followers as f where f.lead_id = l.id and f.user_id = ${ME}) then 'followed' end`

const CLAIMING = `exists (select 1 from outbox_rows as q join outbox as o on o.seq = q.seq where q.table_name = 'leads'
    and q.row_id = l.id and o.name = 'lead.claim' and o.state <> 'parked')`

const answer = (action: string, what: string): string => `(select ${what} from hot_acknowledgements as a
    where a.lead_id = h.lead_id and a.hot_event_id = h.id and a.user_id = ${ME} and a.action = '${action}')`

/** One of the rep's desktops has told of it since it was last to be told, as `tell_hot_leads` has it. */
const IS_TOLD = `coalesce(${answer('told', 'max(a.created_at)')} >= max(h.created_at, coalesce(h.last_alert_at, 0),
    coalesce(${answer('snoozed', 'max(a.snoozed_until)')} - ${CLOCK_SLACK_MS}, 0)), false)`

/** An answer of the rep's that is still on its way settles the alert here, as it will there. */
const ANSWERED = `exists (select 1 from messages as r where r.conversation_rid = c.rid
    and r.created_at > h.created_at and r.direction = 'outbound' and r.sender_type = 'agent')`

export const ALERTS = `select * from (
  select h.id as key, h.id as event_id, h.lead_id, l.label as lead_label, l.phone, h.conversation_id, h.message_id,
    c.platform, h.reason, h.score, coalesce(m.created_at, h.created_at) as since, c.waiting_since, h.alert_count,
    ${RELATION} as relation, ${answer('snoozed', 'max(a.snoozed_until)')} as snoozed_until,
    ${answer('passed', 'count(*)')} > 0 as passed, ${CLAIMING} as claiming,
    ${IS_TOLD} as is_told
  from (select * from hot_events indexed by hot_events_open where status = 'open'
    order by created_at desc limit ${LISTED}) as h
  join leads as l on l.id = h.lead_id
  left join conversations as c on c.id = h.conversation_id
  left join messages as m on m.id = h.message_id
  where not ${ANSWERED}
) where relation is not null`

/** Customers of a split who wait longer than they should, while nobody has raised an alert. */
export const waiting = (split: 'mine' | 'unassigned'): string => `select c.id as conversation_id, c.lead_id,
    c.lead_label, l.phone, c.last_inbound_id as message_id, c.platform, c.lead_score as score, c.waiting_since,
    '${split === 'mine' ? 'mine' : 'pool'}' as relation, ${CLAIMING} as claiming,
    p.until as snoozed_until, p.key is not null and p.until is null as passed, false as is_told
  from inbox_entries as e indexed by inbox_${split}_by_waiting
  join conversations as c on c.rid = e.rid
  join leads as l on l.id = c.lead_id
  left join put_off as p on p.key = 'waiting:' || c.id || ':' || c.waiting_since
  where e.in_${split} and e.by_waiting between -:late and -:backlog
    and l.archived_at is null and l.merged_into is null and l.lead_status <> 'lost'
    and not exists (select 1 from hot_events as h where h.lead_id = c.lead_id
      and (h.status = 'open' or h.created_at >= c.waiting_since))
  order by e.by_waiting desc limit ${LISTED}`

export const TAKEN = `select h.id as event_id, l.label as lead_label, coalesce(p.full_name, p.email) as name,
    h.claimed_at as at
  from hot_events as h indexed by hot_events_claimed join leads as l on l.id = h.lead_id
  left join profiles as p on p.id = h.claimed_by
  where h.status = 'claimed' and h.claimed_at > ? and h.claimed_by <> ${ME} order by h.claimed_at desc limit 5`

/** Milliseconds since 1970; `waitingMs`: how long a customer may wait when this device must notice by itself, else null. */
export interface HotInput {
  now: number
  waitingMs: number | null
}

type Flags = 'passed' | 'claiming' | 'is_told'
type Found = Omit<HotLead, Flags> & Record<Flags, number>
interface Waiting extends Omit<Found, 'key' | 'event_id' | 'reason' | 'since' | 'alert_count'> {
  conversation_id: string
  waiting_since: number
}

/** The leads that call for the rep, in no order, and what colleagues have just taken. */
export function hotLeads(db: Connection): (input: HotInput) => { leads: HotLead[]; taken: TakenLead[] } {
  const alerts = db.prepare<[], Found>(ALERTS)
  const waits = (['mine', 'unassigned'] as const).map((split) =>
    db.prepare<[{ late: number; backlog: number }], Waiting>(waiting(split)),
  )
  const taken = db.prepare<[number], TakenLead>(TAKEN)
  return ({ now, waitingMs }) => {
    const range = { late: now - (waitingMs ?? 0), backlog: now - BACKLOG_MS }
    const alone = waitingMs === null ? [] : waits.flatMap((statement) => statement.all(range)).map(asAlert(now))
    return {
      leads: [...alerts.all(), ...alone].map((found) => ({
        ...found,
        passed: found.passed === 1,
        claiming: found.claiming === 1,
        is_told: found.is_told === 1,
      })),
      taken: taken.all(now - TAKEN_MS),
    }
  }
}

const asAlert =
  (now: number) =>
  (found: Waiting): Found => ({
    ...found,
    key: waitingKey(found.conversation_id, found.waiting_since),
    event_id: null,
    reason: `No answer for ${Math.floor((now - found.waiting_since) / 60_000)} minutes`,
    since: found.waiting_since,
    alert_count: 1,
  })

/** Which of the keys the rep was told under on this device. */
export function toldOf(db: Connection): (input: { keys: string[] }) => string[] {
  const told = db
    .prepare<[string], string>('select key from told where key in (select value from json_each(?))')
    .pluck()
  return ({ keys }) => told.all(JSON.stringify(keys))
}
