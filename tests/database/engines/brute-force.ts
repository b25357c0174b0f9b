import type { Sql } from 'postgres'
import { LocalCalendar } from './local-calendar.ts'
import { DAY, MINUTE } from './support.ts'

// The analytics of an organisation, counted here from its rows, without grouping and without time zones in SQL.

type Row = Record<string, unknown>

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString()

/** The calendar that an organisation's days and months are of; that of UTC where its time zone is none. */
async function calendarOf(sql: Sql, organization: string): Promise<LocalCalendar> {
  const [row] = await sql<{ timezone: string }[]>`select timezone from organizations where id = ${organization}`
  return LocalCalendar.orUtc(row!.timezone)
}

/** Groups rows by a key's parts, which become columns of the result. */
function group<T>(rows: readonly T[], key: (row: T) => Row, figures: (rows: T[]) => Row): Row[] {
  const groups = Map.groupBy(rows, (row) => JSON.stringify(key(row)))
  return [...groups.values()].map((members) => Object.assign(key(members[0]!), figures(members)))
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0)

/** PostgreSQL's rounding of an average: half away from zero. */
function average(numbers: readonly number[], digits = 0): number | null {
  if (numbers.length === 0) return null
  const factor = 10 ** digits
  return Math.round((sum(numbers) / numbers.length) * factor + 1e-9) / factor
}

export async function dealMetrics(sql: Sql, organization: string): Promise<Row[]> {
  const calendar = await calendarOf(sql, organization)
  const deals = await sql<
    {
      stage: string
      kind: string
      owner_id: string | null
      currency: string
      value_minor: string
      probability: number
      created_at: Date
      closed_on: string | null
      stage_changed_at: Date
    }[]
  >`
    select s.name as stage, s.kind, d.owner_id, d.currency, d.value_minor, d.probability, d.created_at,
      d.actual_close_date::text as closed_on, d.stage_changed_at
    from deals d join pipeline_stages s on s.id = d.stage_id where d.organization_id = ${organization}`
  return group(
    deals,
    ({ stage, owner_id, currency, created_at }) => ({
      organization_id: organization,
      stage,
      owner_id,
      currency,
      period_month: iso(calendar.month(created_at)),
    }),
    (rows) => {
      const value = (kind?: string) =>
        sum(rows.filter((row) => kind === undefined || row.kind === kind).map((row) => Number(row.value_minor)))
      const cycles = rows
        .filter((row) => row.kind !== 'open')
        .map(({ closed_on, stage_changed_at, created_at }) => {
          const closed = closed_on === null ? stage_changed_at.getTime() : calendar.midnight(closed_on)
          return (closed - created_at.getTime()) / DAY
        })
      return {
        deal_count: rows.length,
        total_value_minor: value(),
        avg_deal_size_minor: average(rows.map((row) => Number(row.value_minor))),
        won_value_minor: value('won'),
        lost_value_minor: value('lost'),
        avg_probability: average(
          rows.map((row) => row.probability),
          2,
        ),
        avg_deal_cycle_days: average(cycles, 2),
      }
    },
  )
}

export async function clientMetrics(sql: Sql, organization: string): Promise<Row[]> {
  const calendar = await calendarOf(sql, organization)
  const leads = await sql<
    {
      id: string
      lifecycle_stage: string
      client_type: string
      source: string | null
      owner_id: string | null
      lead_score: number
      created_at: Date
    }[]
  >`select * from leads where organization_id = ${organization} and merged_into is null`
  const orders = await sql<{ lead_id: string; currency: string; total_minor: string }[]>`
    select lead_id, currency, total_minor from orders
    where organization_id = ${organization} and status not in ('cancelled', 'refunded') order by currency`
  const ordersOf = Map.groupBy(orders, (order) => order.lead_id)
  return group(
    leads,
    ({ lifecycle_stage, client_type, source, owner_id, created_at }) => ({
      organization_id: organization,
      lifecycle_stage,
      client_type,
      source,
      assigned_to: owner_id,
      period_month: iso(calendar.month(created_at)),
    }),
    (rows) => {
      const theirs = rows.flatMap((row) => ordersOf.get(row.id) ?? [])
      const total: Record<string, string> = {}
      const mean: Record<string, string> = {}
      const byCurrency = [...Map.groupBy(theirs, (order) => order.currency)]
      for (const [currency, bought] of byCurrency.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
        const spent = sum(bought.map((order) => Number(order.total_minor)))
        total[currency] = String(spent)
        mean[currency] = String(Math.round(spent / new Set(bought.map((order) => order.lead_id)).size))
      }
      return {
        client_count: rows.length,
        total_revenue: total,
        avg_revenue_per_client: mean,
        avg_orders_per_client: average(
          rows.map((row) => ordersOf.get(row.id)?.length ?? 0),
          2,
        ),
        avg_lead_score: average(
          rows.map((row) => row.lead_score),
          2,
        ),
      }
    },
  )
}

export async function revenueMetrics(sql: Sql, organization: string): Promise<Row[]> {
  const calendar = await calendarOf(sql, organization)
  const orders = await sql<
    { lead_id: string; currency: string; total_minor: string; status: string; ordered_at: Date }[]
  >`select * from orders where organization_id = ${organization}`
  const isLost = (order: { status: string }) => order.status === 'cancelled' || order.status === 'refunded'
  return group(
    orders,
    ({ currency, ordered_at }) => ({
      organization_id: organization,
      currency,
      period_day: iso(calendar.day(ordered_at)),
      period_week: iso(calendar.week(ordered_at)),
      period_month: iso(calendar.month(ordered_at)),
      period_year: iso(calendar.year(ordered_at)),
    }),
    (rows) => {
      const standing = rows.filter((order) => !isLost(order))
      const total = (some: typeof rows) => sum(some.map((order) => Number(order.total_minor)))
      return {
        total_revenue_minor: total(standing),
        unique_customers: new Set(standing.map((order) => order.lead_id)).size,
        order_count: standing.length,
        avg_order_value_minor: average(standing.map((order) => Number(order.total_minor))),
        delivered_revenue_minor: total(rows.filter((order) => order.status === 'delivered')),
        lost_revenue_minor: total(rows.filter(isLost)),
      }
    },
  )
}

interface Message {
  id: string
  conversation_id: string
  lead_id: string
  channel_id: string
  channel_name: string
  platform: string
  direction: string
  sender_type: string
  created_at: Date
}

function messagesOf(sql: Sql, organization: string): Promise<Message[]> {
  return sql<Message[]>`
    select m.*, c.id as channel_id, c.name as channel_name from messages m
    join conversations v on v.id = m.conversation_id join channels c on c.id = v.channel_id
    where m.organization_id = ${organization} order by m.created_at, m.id`
}

export async function chatbotEffectiveness(sql: Sql, organization: string): Promise<Row[]> {
  const calendar = await calendarOf(sql, organization)
  const threads = Map.groupBy(await messagesOf(sql, organization), (message) => message.conversation_id)
  const answered = new Set<string>()
  for (const thread of threads.values()) {
    for (const [index, message] of thread.entries()) {
      const next = thread[index + 1]
      const soon = next !== undefined && next.created_at.getTime() - message.created_at.getTime() <= DAY
      if (soon && next.direction === 'inbound') answered.add(message.id)
    }
  }
  const isAi = (message: Message) => message.sender_type === 'ai' && message.direction === 'outbound'
  const conversationDays = [...threads.values()]
    .flatMap((thread) => Array.from(Map.groupBy(thread, ({ created_at }) => calendar.day(created_at)).values()))
    .filter((messages) => messages.some(isAi))
  return group(
    conversationDays,
    ([first]) => ({ organization_id: organization, period_day: iso(calendar.day(first!.created_at)) }),
    (days) => ({
      unique_clients_engaged: new Set(days.map(([first]) => first!.lead_id)).size,
      total_chatbot_interactions: days.flat().filter(isAi).length,
      successful_interactions: days.flat().filter((message) => isAi(message) && answered.has(message.id)).length,
      avg_interaction_duration_minutes: average(
        days.map((messages) => (messages.at(-1)!.created_at.getTime() - messages[0]!.created_at.getTime()) / MINUTE),
        2,
      ),
    }),
  )
}

export async function channelPerformance(sql: Sql, organization: string): Promise<Row[]> {
  const calendar = await calendarOf(sql, organization)
  return group(
    await messagesOf(sql, organization),
    ({ channel_id, channel_name, platform, created_at }) => ({
      organization_id: organization,
      channel_id,
      channel_name,
      platform,
      period_month: iso(calendar.month(created_at)),
    }),
    (rows) => ({
      total_contacts: new Set(rows.map((message) => message.lead_id)).size,
      total_messages: rows.length,
      incoming_messages: rows.filter(({ direction }) => direction === 'inbound').length,
      agent_responses: rows.filter(({ sender_type }) => sender_type === 'agent').length,
      ai_responses: rows.filter(({ sender_type }) => sender_type === 'ai').length,
    }),
  )
}

export async function dashboardMetrics(sql: Sql, organization: string): Promise<Row[]> {
  const calendar = await calendarOf(sql, organization)
  const since = calendar.daysBefore(new Date(), 89)
  const recent = <T extends { at: Date }>(rows: readonly T[]) => rows.filter(({ at }) => at.getTime() >= since)
  const messages = recent(
    await sql<{ at: Date; direction: string }[]>`
      select created_at as at, direction from messages where organization_id = ${organization}`,
  )
  const conversations = recent(
    await sql<{ at: Date; unread_count: number; status: string }[]>`
      select last_message_at as at, unread_count, status from conversations
      where organization_id = ${organization} and last_message_at is not null`,
  )
  const leads = recent(
    await sql<{ at: Date }[]>`
      select created_at as at from leads where organization_id = ${organization} and merged_into is null`,
  )
  const days = new Set([...messages, ...conversations, ...leads].map(({ at }) => calendar.date(at)))
  return [...days].map((date) => {
    const on = <T extends { at: Date }>(rows: T[]) => rows.filter(({ at }) => calendar.date(at) === date)
    return {
      metric_date: date,
      total_messages: on(messages).length,
      inbound_messages: on(messages).filter(({ direction }) => direction === 'inbound').length,
      outbound_messages: on(messages).filter(({ direction }) => direction === 'outbound').length,
      unread_texts: sum(on(conversations).map((conversation) => conversation.unread_count)),
      active_conversations: on(conversations).filter(({ status }) => status !== 'closed').length,
      new_leads: on(leads).length,
    }
  })
}
