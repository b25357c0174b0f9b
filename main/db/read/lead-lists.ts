import type {
  LeadActivity,
  LeadBooking,
  LeadConsent,
  LeadDeal,
  LeadEnrollment,
  LeadHandle,
  LeadMergeRecord,
  LeadOrder,
  LeadView,
  StageChoice,
} from '#shared/contract/lead-models.ts'
import type { Connection } from '../connection.ts'
import { saveStateOf, saveStateSql } from './save-state.ts'

/** More than a panel shows; of orders, the count tells that there are others. */
const MOST = 50

const HANDLES = `select p.id, p.platform, p.platform_user_id as address, p.handle as name, p.ai_enabled,
    c.id as conversation_id
  from contact_points as p
  left join conversations as c on c.id = (select id from conversations as o
    where o.lead_id = p.lead_id and o.platform = p.platform order by o.channel_id <> p.channel_id, o.at desc limit 1)
  where p.lead_id = ? order by c.at desc nulls last, p.id limit ${MOST}`

const DEALS = `select d.id, d.name, cast(d.value_minor as text) as value_minor, d.currency, d.probability,
    d.expected_close_date, d.stage_id, s.name as stage_name, s.color as stage_color, s.kind as stage_kind,
    (select count(*) from deal_items as i where i.lead_id = d.lead_id and i.deal_id = d.id) as items,
    ${saveStateSql('deals', 'd.id')} as save_strength
  from deals as d left join pipeline_stages as s on s.id = d.stage_id
  where d.lead_id = ? order by s.kind is 'open' desc, d.created_at desc limit ${MOST}`

const BOOKINGS = `select id, title, starts_at, ends_at, status, url from bookings where lead_id = :lead
  order by starts_at < :now, abs(starts_at - :now) limit ${MOST}`

const ORDERS = `select id, order_number, cast(total_minor as text) as total_minor, currency, status, ordered_at
  from orders where lead_id = ? order by ordered_at desc limit ${MOST}`

const ACTIVITIES = `select id, type, subject, due_at, assigned_to, count(*) over () as total from activities
  where lead_id = ? and status = 'planned' order by due_at is null, due_at, created_at limit 1`

const ENROLLMENTS = `select e.id, e.campaign_id, coalesce(c.name, 'Campaign') as name, e.status, e.paused_reason,
    e.next_due_at, e.last_message_day as last_day, ${saveStateSql('campaign_enrollments', 'e.id')} as save_strength
  from campaign_enrollments as e left join campaigns as c on c.id = e.campaign_id
  where e.lead_id = ? order by e.status in ('active', 'paused') desc, e.enrolled_at desc limit ${MOST}`

const STEPS = `select message_template, coalesce(day_number, sequence_order) as day from campaign_steps
  where campaign_id = ? order by sequence_order`

const CONSENTS = `select platform, status, source, decided_at from consents where lead_id = ? order by platform`

const PINNED = `select id, created_at as at, title, body, type, created_by as author_id,
    ${saveStateSql('notes', 'notes.id')} as save_strength
  from notes where lead_id = ? and is_pinned order by created_at desc limit ${MOST}`

const MERGES = `select m.id, m.absorbed_id, m.merged_by, m.created_at as at, l.label as absorbed_label,
    ${saveStateSql('lead_merges', 'm.id')} as save_strength
  from lead_merges as m left join leads as l on l.id = m.absorbed_id
  where m.lead_id = ? and m.undone_at is null order by m.created_at desc limit ${MOST}`

type Lists = Omit<LeadView, 'lead' | 'marks' | 'last_inbound_at' | 'summary_at' | 'merged_into'>
type Marked<T extends { save_state: unknown }> = Omit<T, 'save_state'> & { save_strength: number | null }
type StoredDeal = Omit<Marked<LeadDeal>, 'stage'> & {
  stage_id: string
  stage_name: string | null
  stage_color: string | null
  stage_kind: StageChoice['kind'] | null
}
type StoredEnrollment = Omit<Marked<LeadEnrollment>, 'next_message' | 'sent' | 'steps'> & { last_day: number }

const marked = <T extends { save_strength: number | null }>({ save_strength, ...row }: T) => ({
  ...row,
  save_state: saveStateOf(save_strength),
})

/** What hangs on a lead, as the panel lists it. */
export function leadLists(db: Connection): (leadId: string) => Lists {
  const handles = db.prepare<[string], Omit<LeadHandle, 'ai_enabled'> & { ai_enabled: number }>(HANDLES)
  const deals = db.prepare<[string], StoredDeal>(DEALS)
  const bookings = db.prepare<[{ lead: string; now: number }], LeadBooking>(BOOKINGS)
  const orders = db.prepare<[string], LeadOrder>(ORDERS)
  const orderCount = db.prepare<[string], number>('select count(*) from orders where lead_id = ?').pluck()
  const activities = db.prepare<[string], LeadActivity & { total: number }>(ACTIVITIES)
  const enrollments = db.prepare<[string], StoredEnrollment>(ENROLLMENTS)
  const steps = db.prepare<[string], { message_template: string; day: number }>(STEPS)
  const consents = db.prepare<[string], LeadConsent>(CONSENTS)
  const pinned = db.prepare<[string], Marked<LeadView['pinned'][number]>>(PINNED)
  const merges = db.prepare<[string], Marked<LeadMergeRecord>>(MERGES)

  const enrollmentOf = ({ last_day, ...row }: StoredEnrollment): LeadEnrollment => {
    const all = steps.all(row.campaign_id)
    const next = row.status === 'active' ? all.find(({ day }) => day > last_day) : undefined
    return {
      ...marked(row),
      next_message: next?.message_template ?? null,
      sent: all.filter(({ day }) => day <= last_day).length,
      steps: all.length,
    }
  }

  return (leadId) => {
    const activity = activities.get(leadId)
    return {
      handles: handles.all(leadId).map((row) => ({ ...row, ai_enabled: row.ai_enabled === 1 })),
      deals: deals.all(leadId).map(dealOf),
      bookings: bookings.all({ lead: leadId, now: Date.now() }),
      orders: orders.all(leadId),
      order_count: orderCount.get(leadId) ?? 0,
      next_activity: activity ? activityOf(activity) : null,
      open_activities: activity?.total ?? 0,
      enrollments: enrollments.all(leadId).map(enrollmentOf),
      consents: consents.all(leadId),
      pinned: pinned.all(leadId).map(marked),
      merges: merges.all(leadId).map(marked),
    }
  }
}

const activityOf = ({ total: _total, ...activity }: LeadActivity & { total: number }): LeadActivity => activity

function dealOf({ stage_id, stage_name, stage_color, stage_kind, ...deal }: StoredDeal): LeadDeal {
  const isKnown = stage_name !== null && stage_color !== null && stage_kind !== null
  return {
    ...marked(deal),
    stage: isKnown ? { id: stage_id, name: stage_name, color: stage_color, kind: stage_kind } : null,
  }
}
