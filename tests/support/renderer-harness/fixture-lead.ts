import { idOf, TEAM } from './fixture-data.ts'
import { PEOPLE, STAGES } from './fixture-people.ts'
import type { InboxRow } from '#shared/contract/read-models.ts'
import type {
  LeadChoices,
  LeadEvent,
  LeadEventKind,
  LeadMatch,
  LeadTimeline,
  LeadView,
  MergeSide,
  StageChoice,
} from '#shared/contract/lead-models.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

const stages: StageChoice[] = [
  ...STAGES.map((stage, index) => ({ id: idOf(20, index), ...stage, kind: 'open' as const })),
  { id: idOf(20, 90), name: 'Won', color: '#15803d', kind: 'won' },
  { id: idOf(20, 91), name: 'Lost', color: '#64748b', kind: 'lost' },
]

export const leadChoices = (): LeadChoices => ({
  default_country: 'GB',
  brands: [
    { id: idOf(21, 0), name: 'Bright Drive', is_default: true },
    { id: idOf(21, 1), name: 'Bright Drive Business', is_default: false },
  ],
  stages,
  tags: ['business', 'family', 'finance', 'suv', 'test drive'].map((name) => ({ name, color: '#3b82f6' })),
  campaigns: [
    { id: idOf(22, 0), name: 'Autumn test drives', tag: 'autumn' },
    { id: idOf(22, 1), name: 'Winter tyres', tag: 'tyres' },
  ],
})

/** The panel of a lead: every third has everything, the others little or nothing. */
export function leadView(row: InboxRow, now: number): LeadView {
  const index = Number(row.lead_id.slice(-12))
  const person = PEOPLE[index % PEOPLE.length]!
  const [first, ...last] = person.name?.split(' ') ?? []
  const stage = stages.find(({ name }) => name === row.stage?.name) ?? null
  const bare: LeadView = {
    lead: {
      id: row.lead_id,
      label: row.lead_label,
      first_name: first ?? null,
      last_name: last.join(' ') || null,
      full_name: person.name,
      company_name: person.company,
      email: person.email,
      phone: person.phone,
      secondary_phone: null,
      address: null,
      postcode: null,
      source: 'website',
      brand_id: idOf(21, 0),
      owner_id: row.handler_id,
      temperature: row.score >= 80 ? 'hot' : null,
      score: row.score,
      score_parts: [],
      stage,
      sub_stage: null,
      stage_override: false,
      tags: [],
      custom_fields: {},
      next_follow_up_at: null,
      summary: null,
      ai_enabled: true,
      archived_at: null,
      created_at: now - 40 * DAY,
      updated_at: now - DAY,
    },
    marks: {},
    last_inbound_at: row.at,
    summary_at: null,
    handles: [],
    deals: [],
    bookings: [],
    orders: [],
    order_count: 0,
    next_activity: null,
    open_activities: 0,
    enrollments: [],
    consents: [],
    pinned: [],
    merges: [],
    merged_into: null,
  }
  return index % 3 === 2 ? bare : full(bare, row, now)
}

function full(bare: LeadView, row: InboxRow, now: number): LeadView {
  const other = TEAM[2]!.id
  return {
    ...bare,
    lead: {
      ...bare.lead,
      secondary_phone: '020 7946 0958',
      address: '14 Rosebery Avenue, London',
      postcode: 'EC1R 4TD',
      score_parts: [
        { part: 'engagement', points: 25, max: 25, reason: '12 messages from the customer in the last 90 days' },
        { part: 'recency', points: 24, max: 25, reason: 'Last wrote on 21 Nov 2026' },
        { part: 'intent', points: 22, max: 25, reason: 'Has a booking; 2 messages mention "price", "monthly"' },
        { part: 'channels', points: 7, max: 10, reason: 'Writes on sms, whatsapp' },
        { part: 'completeness', points: 8, max: 10, reason: 'Known: name, phone, e-mail' },
        { part: 'sentiment', points: 0, max: 5, reason: 'Mood not known' },
      ],
      stage_override: true,
      tags: ['finance', 'suv', 'test drive', 'website autumn campaign'],
      custom_fields: { language: 'en', budget: 22000, newsletter: true, interest: 'Kia Sportage, 48 months' },
      summary:
        'Interested in a Sportage with 48 months of finance and about £2,000 down. Compared us with Harlow Motors (£329). Price is the main concern; a test drive on Saturday is likely.',
    },
    marks: { company_name: 'local', email: 'attention' },
    summary_at: now - 3 * 60 * MINUTE,
    handles: [
      {
        id: idOf(23, 0),
        platform: 'whatsapp',
        address: (bare.lead.phone ?? '+44 7700 900123').replaceAll(' ', ''),
        name: bare.lead.full_name,
        conversation_id: row.id,
        ai_enabled: true,
      },
      {
        id: idOf(23, 1),
        platform: 'instagram',
        address: '17841400000000',
        name: '@thornton.interiors',
        conversation_id: null,
        ai_enabled: false,
      },
    ],
    deals: [
      {
        id: idOf(24, 0),
        name: 'Sportage 1.6 GT-Line',
        value_minor: '2899000',
        currency: 'GBP',
        stage: stages[2]!,
        probability: 60,
        expected_close_date: '2026-12-04',
        items: 3,
        save_state: 'local',
      },
      {
        id: idOf(24, 1),
        name: 'Winter tyres',
        value_minor: '64000',
        currency: 'GBP',
        stage: stages.at(-2)!,
        probability: 100,
        expected_close_date: null,
        items: 1,
        save_state: 'saved',
      },
    ],
    bookings: [
      {
        id: idOf(25, 0),
        title: 'Test drive, Sportage',
        starts_at: now + 2 * DAY,
        ends_at: now + 2 * DAY + 45 * MINUTE,
        status: 'confirmed',
        url: 'https://cal.example/abc',
      },
      { id: idOf(25, 1), title: null, starts_at: now - 9 * DAY, ends_at: null, status: 'cancelled', url: null },
    ],
    orders: [
      {
        id: idOf(26, 0),
        order_number: '2026-1147',
        total_minor: '64000',
        currency: 'GBP',
        status: 'delivered',
        ordered_at: now - 12 * DAY,
      },
    ],
    order_count: 1,
    next_activity: {
      id: idOf(27, 0),
      type: 'call',
      subject: 'Ask about the part exchange',
      due_at: now - 60 * MINUTE,
      assigned_to: TEAM[0]!.id,
    },
    open_activities: 2,
    enrollments: [
      {
        id: idOf(28, 0),
        campaign_id: idOf(22, 0),
        name: 'Autumn test drives',
        status: 'active',
        paused_reason: null,
        next_due_at: now + DAY,
        next_message: 'Hi {{first_name}}, there are still two Sportage test drives free this Saturday.',
        sent: 2,
        steps: 4,
        save_state: 'saved',
      },
    ],
    consents: [
      { platform: 'whatsapp', status: 'opted_in', source: 'message', decided_at: now - 20 * DAY },
      { platform: 'email', status: 'opted_out', source: 'keyword', decided_at: now - 2 * DAY },
    ],
    pinned: [
      {
        id: idOf(29, 0),
        at: now - 2 * DAY,
        title: null,
        body: 'Has an offer from Harlow Motors at £329; we can go to £305 if they sign this month.',
        type: 'general',
        author_id: other,
        save_state: 'saved',
      },
    ],
    merges: [
      {
        id: idOf(30, 0),
        absorbed_id: idOf(3, 900),
        absorbed_label: 'A. Thornton',
        merged_by: other,
        at: now - 4 * DAY,
        save_state: 'saved',
      },
    ],
  }
}

/** A lead that may be the same customer; only the first has one. */
export const duplicates = (): LeadMatch[] => [
  {
    lead_id: idOf(3, 3),
    brand_id: idOf(21, 0),
    label: 'Thornton, Amélia',
    company_name: null,
    phone: '07700 900123',
    email: null,
    postcode: 'EC1R 4TD',
    owner_id: null,
    conversation_id: idOf(2, 3),
    reasons: ['phone', 'name'],
  },
]

const counts = { conversations: 2, notes: 1, deals: 1, bookings: 0, activities: 4, orders: 0 }

export const mergeSides = (): [MergeSide, MergeSide] => [
  {
    lead_id: idOf(3, 0),
    label: 'Amelia Thornton',
    values: {
      first_name: 'Amelia',
      phone: '+44 7700 900123',
      email: 'amelia@thornton-interiors.co.uk',
      owner_id: TEAM[0]!.id,
      lead_status: 'follow_up',
    },
    counts,
  },
  {
    lead_id: idOf(3, 3),
    label: 'Thornton, Amélia',
    values: { first_name: 'Amélia', phone: '07700 900123', email: null, owner_id: TEAM[2]!.id, lead_status: 'new' },
    counts: { ...counts, orders: 2 },
  },
]

export function leadTimeline(kinds: readonly LeadEventKind[], now: number): LeadTimeline {
  const event = (index: number, given: Partial<LeadEvent> & Pick<LeadEvent, 'kind'>): LeadEvent => ({
    id: idOf(31, index),
    at: now - index * 7 * 60 * MINUTE - MINUTE,
    text: '',
    inbound: false,
    by: null,
    automatic: false,
    platform: null,
    conversation_id: null,
    ...given,
  })
  const events = [
    event(0, { kind: 'message', text: 'Could I come by on Saturday?', inbound: true, platform: 'whatsapp' }),
    event(1, { kind: 'stage', text: 'Engaged → Qualified', automatic: true }),
    event(2, { kind: 'note', text: 'Asked twice about the monthly price.', by: TEAM[2]!.id }),
    event(3, { kind: 'call', text: 'Wants a quote with winter tyres included.', by: TEAM[0]!.id, platform: 'voice' }),
    event(4, { kind: 'booking', text: 'Test drive, Sportage' }),
    event(5, { kind: 'deal', text: 'Sportage 1.6 GT-Line' }),
    event(6, { kind: 'ai', text: 'I can help with prices and availability.', automatic: true, platform: 'whatsapp' }),
  ]
  return { events: events.filter(({ kind }) => kinds.includes(kind)), has_older: kinds.length > 1 }
}
