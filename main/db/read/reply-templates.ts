/** The texts that a rep may use in a conversation, and what fills their places. */
import type { ReplyTemplate, ReplyTemplates } from '#shared/contract/areas/composer.ts'
import type { TemplateValues } from '#shared/domain/template.ts'
import type { Connection } from '../connection.ts'

interface Facts {
  first_name: string | null
  full_name: string | null
  organization: string | null
  timezone: string | null
  rep: string | null
  booking_at: number | null
  booking_link: string | null
}

const TEMPLATES = `select id, name, type, category, shortcut, subject, content,
    external_id is not null and approval_status = 'approved' as approved
  from message_templates where is_active order by name collate nocase, id`

/** The booking page is told only where the organisation's campaigns agree on one. */
const FACTS = `select lead.first_name, lead.full_name, o.name as organization, o.timezone,
    coalesce(me.full_name, me.email) as rep,
    (select min(b.starts_at) from bookings as b where b.lead_id = c.lead_id and b.starts_at > :now
      and b.status <> 'cancelled') as booking_at,
    (select min(s.booking_link) from campaign_settings as s where s.booking_link <> ''
      having min(s.booking_link) = max(s.booking_link)) as booking_link
  from conversations as c
  left join leads as lead on lead.id = c.lead_id
  left join organizations as o on true
  left join profiles as me on me.id = (select value from meta where key = 'user_id')
  where c.id = :conversation limit 1`

/** @returns values by the names of the database's `app.template_variables` */
export function replyTemplates(db: Connection): (input: { conversation_id: string }) => ReplyTemplates {
  const templates = db.prepare<[], Omit<ReplyTemplate, 'approved'> & { approved: number }>(TEMPLATES)
  const facts = db.prepare<[{ conversation: string; now: number }], Facts>(FACTS)
  return ({ conversation_id }) => {
    const found = facts.get({ conversation: conversation_id, now: Date.now() })
    return {
      templates: templates.all().map((template) => ({ ...template, approved: template.approved === 1 })),
      values: found ? valuesOf(found) : {},
    }
  }
}

function valuesOf({ booking_at, timezone, rep, ...facts }: Facts): TemplateValues {
  const values = {
    first_name: facts.first_name,
    full_name: facts.full_name,
    organization: facts.organization,
    rep_name: rep?.trim().split(/\s+/)[0] ?? null,
    booking_link: facts.booking_link,
    booking_time: booking_at === null ? null : bookingTime(booking_at, timezone ?? 'UTC'),
  }
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])))
}

/** `Tuesday 4 May, 10:30`, in the organisation's time zone. */
function bookingTime(at: number, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone })
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone })
  return `${day.format(at).replace(',', '')}, ${clock.format(at)}`
}
