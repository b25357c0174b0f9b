import { z } from 'zod'
import { day, uuid } from '../domain/mutations/arguments.ts'
import { LIFECYCLE_STAGES } from '../domain/vocabulary.ts'
import { decimal, rpc } from './service.ts'

/** An amount by currency, in whole units: `{"EUR": "1299.00"}`. */
const amounts = z.record(z.string(), z.string())
/** Rows of figures; their columns are those of the view (supabase/README.md, "Analytics"). */
const rows = z.array(z.record(z.string(), z.json()))
const range = { since: day, until: day }

const summary = z.object({
  total_clients: z.int(),
  new_clients_30_days: z.int(),
  customers: z.int(),
  avg_lead_score: decimal.nullable(),
  open_deals: z.int(),
  won_deals: z.int(),
  lost_deals: z.int(),
  win_rate: decimal.nullable(),
  pipeline_value: amounts,
  weighted_value: amounts,
  won_value: amounts,
  total_orders: z.int(),
  total_revenue: amounts,
  open_conversations: z.int(),
  unread_messages: z.int(),
  open_tasks: z.int(),
  overdue_tasks: z.int(),
})

const funnelStep = z.object({
  stage: z.enum(LIFECYCLE_STAGES),
  position: z.int(),
  clients: z.int(),
  reached: z.int(),
  conversion_rate: decimal.nullable(),
})

/** Figures, each with a way to the rows that it counts. What they mean is in supabase/README.md, "Analytics". */
export const ANALYTICS_SERVICES = {
  'analytics.view': rpc(
    'get_analytics',
    {
      permission: 'member',
      input: {
        name: z.enum([
          'deal_metrics',
          'client_metrics',
          'revenue_metrics',
          'chatbot_effectiveness',
          'channel_performance',
        ]),
        since: day.nullable(),
        until: day.nullable(),
      },
      output: z.object({ rows, time_zone: z.string(), as_of: z.string().nullable() }),
    },
    '',
  ),
  'analytics.response_times': rpc(
    'get_response_times',
    {
      permission: 'member',
      input: { ...range, by: z.enum(['day', 'answered_by', 'person', 'channel']) },
      output: z.object({ rows, time_zone: z.string() }),
    },
    '',
  ),
  'analytics.ai_against_human': rpc(
    'get_ai_against_human',
    { permission: 'member', input: range, output: z.object({ rows, time_zone: z.string() }) },
    '',
  ),
  /** `org_id`: the rep's own; the server takes no other. */
  'analytics.summary': rpc(
    'get_crm_dashboard_summary',
    { permission: 'member', input: { org_id: uuid }, output: z.array(summary).length(1) },
    '',
  ),
  'analytics.funnel': rpc(
    'get_conversion_funnel',
    { permission: 'member', input: { org_id: uuid }, output: z.array(funnelStep) },
    '',
  ),
  /** Percent; null where no deal was closed. */
  'analytics.win_rate': rpc(
    'calculate_win_rate',
    {
      permission: 'member',
      input: { org_id: uuid, start_date: day, end_date: day },
      output: decimal.nullable(),
    },
    '',
  ),
  /** In whole units; null for a lead that the rep does not see. */
  'analytics.client_value': rpc(
    'calculate_client_ltv',
    {
      permission: 'member',
      input: { client_uuid: uuid, in_currency: z.string().length(3).nullable() },
      output: decimal.nullable(),
    },
    '',
  ),
  /** The ids that a figure counts: the name of its source, its column, and the row that it is in. */
  'analytics.rows_behind': rpc(
    'get_figure_rows',
    {
      permission: 'member',
      input: {
        figures: z.string().max(60),
        figure: z.string().max(60),
        key: z.record(z.string(), z.json()),
        after: uuid.nullable(),
        page_size: z.int().min(1).max(1000),
      },
      output: z.object({
        kind: z.enum(['deals', 'leads', 'orders', 'messages', 'conversations', 'activities']),
        ids: z.array(z.uuid()),
        next: z.uuid().nullable(),
      }),
    },
    '',
  ),
} as const
