import { AWAY_KINDS } from '#shared/contract/areas/away.ts'
import type { AwayDigest, AwayItem, AwayKind } from '#shared/contract/areas/away.ts'
import type { Connection } from '../connection.ts'
import { Meta } from '../meta.ts'

/** More are counted, not listed: nobody walks through them one by one. */
const LISTED = 200

interface Between {
  from: number
  to: number
}

type Found = Omit<AwayItem, 'kinds'>

const CONVERSATION = `c.id as conversation_id, c.lead_id, c.lead_label, c.platform,
  coalesce(c.last_message_preview, '') as preview, c.at,
  (select count(*) from messages as m where m.conversation_rid = c.rid
     and m.created_at > :from and m.created_at <= :to and m.direction = 'inbound') as messages`

/** A lead's latest conversation, for what is said of the lead as a whole. */
const LATEST = `c.rid = (select o.rid from conversations as o where o.lead_id = happened.lead_id order by o.at desc, o.rid desc limit 1)`

const ME = `(select value from meta where key = 'user_id')`

const given = (column: string): string =>
  `json_extract(changes, '$.${column}.after') = ${ME} and not json_extract(changes, '$.${column}.mine')`

/** For each kind, the conversations to which it happened. "Mine" is what the list of that name holds, closed ones too. */
const STATEMENTS: Record<AwayKind, string> = {
  attention: `select ${CONVERSATION} from (
      select r.row_id as lead_id from outbox as o join outbox_rows as r on r.seq = o.seq
      where o.state = 'parked' and r.table_name = 'leads') as happened
    join conversations as c on ${LATEST}
    union select ${CONVERSATION} from outbox as o join outbox_rows as r on r.seq = o.seq
    join conversations as c on c.id = r.row_id
    where o.state = 'parked' and r.table_name = 'conversations'`,
  hot: `select ${CONVERSATION} from (
      select distinct lead_id from hot_events where created_at > :from and created_at <= :to) as happened
    join conversations as c on ${LATEST} where c.mine`,
  assigned: `select ${CONVERSATION} from (
      select lead_id from arrivals where at > :from and at <= :to and table_name = 'leads' and ${given('owner_id')}
      union select lead_id from handed_over where at > :from and at <= :to) as happened
    join conversations as c on ${LATEST}
    union select ${CONVERSATION} from arrivals as a join conversations as c on c.id = a.row_id
    where a.at > :from and a.at <= :to and a.table_name = 'conversations' and ${given('assigned_to')}`,
  message: `select * from (select ${CONVERSATION} from conversations as c where c.in_mine and c.at > :from)
    where messages > 0`,
  done: `select ${CONVERSATION} from arrivals as a join conversations as c on c.id = a.row_id
    where a.at > :from and a.at <= :to and a.table_name = 'conversations' and c.mine and c.status = 'closed'
      and json_extract(changes, '$.status.after') = 'closed' and not json_extract(changes, '$.status.mine')`,
}

/** What happened to the rep's leads while they were away; null when nothing did, or when they have seen it. */
export function awayDigest(db: Connection): () => AwayDigest | null {
  const meta = new Meta(db)
  const statements = AWAY_KINDS.map((kind) => ({ kind, statement: db.prepare<[Between], Found>(STATEMENTS[kind]) }))
  return () => {
    const { away } = meta
    if (!away) return null
    const items = new Map<string, AwayItem>()
    for (const { kind, statement } of statements) {
      for (const found of statement.iterate(away)) {
        const item = items.get(found.conversation_id)
        if (item) item.kinds.push(kind)
        else items.set(found.conversation_id, { ...found, kinds: [kind] })
      }
    }
    if (items.size === 0) return null
    const sorted = [...items.values()].toSorted((a, b) => urgency(a) - urgency(b) || b.at - a.at)
    return {
      ...away,
      counts: countsOf(sorted),
      items: sorted.slice(0, LISTED),
      more: Math.max(0, sorted.length - LISTED),
    }
  }
}

const urgency = ({ kinds }: AwayItem): number => AWAY_KINDS.indexOf(kinds[0]!)

function countsOf(items: AwayItem[]): AwayDigest['counts'] {
  const counts = { attention: 0, hot: 0, assigned: 0, message: 0, done: 0 }
  for (const { kinds, messages } of items) {
    for (const kind of kinds) counts[kind] += kind === 'message' ? messages : 1
  }
  return counts
}
