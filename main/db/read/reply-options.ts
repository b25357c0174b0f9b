/** By which channels a customer can be answered, and what stands against each. */
import type { Answering, ReplyObstacle, ReplyOptions, ReplyVia } from '#shared/contract/areas/composer.ts'
import type { ReadOutput } from '../calls.ts'
import type { Connection } from '../connection.ts'

interface Head {
  lead_id: string
  channel_id: string
  brand_id: string | null
  contact_status: string | null
  phone: string | null
  email: string | null
  conversation_ai: number
  lead_ai: number | null
}

interface Stored extends Omit<ReplyVia, 'obstacle' | 'address'> {
  is_active: number
  handle: string | null
  platform_user_id: string | null
  point_ai: number | null
}

const HEAD = `select c.lead_id, c.channel_id, lead.brand_id, lead.contact_status, lead.email,
    coalesce(lead.phone_normalized, lead.phone) as phone, c.ai_enabled as conversation_ai, lead.ai_enabled as lead_ai
  from conversations as c left join leads as lead on lead.id = c.lead_id where c.id = ?`

/** The contact point that the server would write to: the one last used. */
const point = (column: string): string =>
  `(select p.${column} from contact_points as p where p.lead_id = :lead and p.channel_id = channel.id
    order by p.updated_at desc, p.id limit 1)`

const VIAS = `select channel.id as channel_id, channel.name as channel_name, channel.platform, channel.is_active,
    c.id as conversation_id, ${point('handle')} as handle, ${point('platform_user_id')} as platform_user_id,
    ${point('ai_enabled')} as point_ai,
    (select created_at from messages where id = c.last_inbound_id) as last_inbound_at,
    case when channel.platform = 'email' then (select m.subject from messages as m where m.conversation_rid = c.rid
      and m.subject is not null order by m.created_at desc, m.rid desc limit 1) end as last_subject
  from channels as channel
  left join conversations as c on c.lead_id = :lead and c.channel_id = channel.id
  where channel.brand_id = :brand or channel.id = :own
  order by channel.id <> :own, channel.name collate nocase, channel.id`

const OPTED_OUT = `select platform from consents where lead_id = ? and status = 'opted_out'`

/** Null when the conversation is not in the cache. */
export function replyOptions(db: Connection): (input: { conversation_id: string }) => ReplyOptions | null {
  const head = db.prepare<[string], Head>(HEAD)
  const vias = db.prepare<[{ lead: string; brand: string | null; own: string }], Stored>(VIAS)
  const optedOut = db.prepare<[string], string>(OPTED_OUT).pluck()
  return ({ conversation_id }) => {
    const found = head.get(conversation_id)
    if (!found) return null
    const refused = new Set(optedOut.all(found.lead_id))
    const stored = vias.all({ lead: found.lead_id, brand: found.brand_id, own: found.channel_id })
    const usable = stored.filter((via) => via.is_active === 1 || via.conversation_id !== null)
    return {
      lead_id: found.lead_id,
      conversation_ai: found.conversation_ai === 1,
      lead_ai: found.lead_ai !== 0,
      do_not_contact: found.contact_status === 'removed',
      answering: answeringOf(found, stored[0]?.point_ai ?? null),
      vias: usable.map((via) => viaOf(via, found, refused)),
    }
  }
}

function answeringOf({ conversation_ai, lead_ai }: Head, pointAi: number | null): Answering {
  if (pointAi === 0) return 'off'
  return conversation_ai === 1 && lead_ai !== 0 ? 'ai' : 'person'
}

function viaOf(stored: Stored, head: Head, refused: ReadonlySet<string>): ReplyVia {
  const { is_active, handle, platform_user_id, point_ai: _ai, ...via } = stored
  const address = handle ?? addressOf(stored, head) ?? platform_user_id
  // Who has written there was reached from somewhere, whether that is known here or not.
  const isKnown = platform_user_id !== null || via.last_inbound_at !== null || addressOf(stored, head) !== null
  return { ...via, address, obstacle: obstacleOf(stored, is_active === 1, isKnown, refused) }
}

/** What the lead has that can be written to without a message from them; as the database's `app.dispatch_recipient`. */
function addressOf({ platform }: Stored, { phone, email }: Head): string | null {
  if (platform === 'sms' || platform === 'whatsapp') return phone
  return platform === 'email' ? email : null
}

function obstacleOf(
  { platform, conversation_id }: Stored,
  isActive: boolean,
  isKnown: boolean,
  refused: ReadonlySet<string>,
): ReplyObstacle | null {
  if (platform === 'voice') return 'calls_only'
  if (refused.has(platform)) return 'opted_out'
  if (!isActive) return 'channel_off'
  if (isKnown || (platform === 'web' && conversation_id !== null)) return null
  return platform === 'sms' || platform === 'whatsapp' || platform === 'email' ? 'no_address' : 'not_written'
}

/** What a rep can have seen of a conversation, as `message.send` tells it to the server. */
export function seenOf(db: Connection): (input: { conversation_id: string }) => ReadOutput<'conversation.seen'> {
  const statement = db.prepare<[string], { last_inbound_id: string | null; owner_id: string | null; ai: number }>(
    `select c.last_inbound_id, lead.owner_id, c.ai_enabled and coalesce(lead.ai_enabled, 1) as ai
     from conversations as c left join leads as lead on lead.id = c.lead_id where c.id = ?`,
  )
  return ({ conversation_id }) => {
    const row = statement.get(conversation_id)
    if (!row) return { seen_inbound_id: null }
    return { seen_inbound_id: row.last_inbound_id, seen: { owner_id: row.owner_id, ai_enabled: row.ai === 1 } }
  }
}
