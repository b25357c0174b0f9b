import { PEOPLE, REPLIES, STAGES, TEAM_NAMES } from './fixture-people.ts'
import { PLATFORMS } from '#shared/domain/vocabulary.ts'
import type {
  ConversationView,
  InboxRow,
  Teammate,
  TimelineItem,
  TimelineMessage,
} from '#shared/contract/read-models.ts'

export const MINUTE = 60_000
const HOUR = 60 * MINUTE

export const idOf = (kind: number, index: number): string =>
  `${String(kind).padStart(8, '0')}-0000-7000-8000-${String(index).padStart(12, '0')}`

export const TEAM: Teammate[] = TEAM_NAMES.map((name, index) => ({
  id: idOf(1, index),
  name,
  email: `${name.split(' ')[0]?.toLowerCase()}@brightdrive.example`,
  avatar_url: null,
  role: index === 0 ? 'sales_rep' : index === 1 ? 'manager' : 'sales_rep',
}))

const personOf = (index: number) => PEOPLE[index % PEOPLE.length]!

/** A conversation's row; older ones further down, as the inbox has them. */
export function inboxRow(index: number, now: number): InboxRow {
  const person = personOf(index)
  const at = now - (index === 0 ? 20_000 : index ** 1.7 * 4 * MINUTE)
  const outbound = index % 3 === 1
  return {
    id: idOf(2, index),
    rid: 1_000_000 - index,
    lead_id: idOf(3, index),
    lead_label: person.name ?? person.company ?? person.email ?? person.phone,
    platform: PLATFORMS[(index * 3 + 1) % PLATFORMS.length]!,
    status: index % 17 === 16 ? 'closed' : 'open',
    priority: 'normal',
    preview: outbound ? REPLIES[index % REPLIES.length]! : person.talk.at(-1)!,
    last_by: outbound ? 'you' : null,
    at,
    unread: outbound ? 0 : [3, 0, 0, 1, 0, 0, 12, 0, 0, 0, 0, 0][index % 12]!,
    waiting_since: outbound || index % 4 === 2 ? null : at,
    snoozed_until: null,
    score: [86, 64, 41, 92, 18, 55, 7, 0, 78, 33, 100, 47][index % 12]!,
    stage: index % 7 === 6 ? null : STAGES[index % STAGES.length]!,
    handler_id: index % 5 === 2 ? null : TEAM[index % 3]!.id,
    save_state: index === 1 ? 'local' : index === 4 ? 'attention' : index === 7 ? 'syncing' : 'saved',
  }
}

export const message = (id: string, at: number, change: Partial<TimelineMessage>): TimelineMessage => ({
  kind: 'message',
  id,
  conversation_id: idOf(2, 0),
  platform: 'whatsapp',
  at,
  direction: 'inbound',
  sender_type: 'customer',
  sender_id: null,
  content_type: 'text',
  subject: null,
  body: '',
  status: 'received',
  error: null,
  failed_at: null,
  scheduled_for: null,
  save_state: 'saved',
  call: null,
  attachments: [],
  ...change,
})

export const ours = { direction: 'outbound', sender_type: 'agent' } as const

/** A thread with one of everything a timeline can hold. */
export function richTimeline(index: number, now: number): TimelineItem[] {
  const { talk } = personOf(index)
  const me = TEAM[0]!.id
  const other = TEAM[2]!.id
  const line = (part: number) => talk[part % talk.length]!
  const id = (part: number) => idOf(4, index * 100 + part)
  const ago = (hours: number) => now - hours * HOUR
  return [
    message(id(0), ago(75), {
      direction: 'outbound',
      sender_type: 'system',
      body: 'Conversation started from the pricing page',
    }),
    message(id(1), ago(75) + MINUTE, { body: line(0) }),
    message(id(2), ago(75) + 2 * MINUTE, {
      direction: 'outbound',
      sender_type: 'ai',
      status: 'read',
      body: 'Hi, thanks for your message! I can help with prices and availability, and a colleague will take over for everything else. May I ask what you have in mind?',
    }),
    message(id(3), ago(51), { body: line(1) }),
    message(id(4), ago(51) + MINUTE, { body: line(2) }),
    {
      kind: 'note',
      id: id(5),
      at: ago(50.5),
      title: null,
      body: `Asked twice about the monthly price, <@${me}|${TEAM[0]!.name}>. <@${TEAM[1]!.id}|${TEAM[1]!.name}> knows that she has an offer from Harlow Motors at £329; we can go to £305 if they sign this month.`,
      type: 'general',
      is_pinned: true,
      tags: ['Price match', 'Decides this month'],
      author_id: other,
      save_state: 'saved',
    },
    message(id(6), ago(50), { ...ours, sender_id: other, status: 'delivered', body: REPLIES[0]! }),
    message(id(7), ago(50) + MINUTE, { ...ours, sender_id: other, status: 'read', body: REPLIES[1]! }),
    message(id(8), ago(27), {
      ...ours,
      sender_id: me,
      content_type: 'call',
      status: 'delivered',
      call: {
        duration_seconds: 412,
        outcome: 'follow_up_booked',
        summary:
          'Wants a quote with winter tyres included. Decides together with their partner by Friday; prefers messages over calls.',
        transcript: [
          { speaker: 'agent', text: 'Good afternoon, this is Ana from Bright Drive. Is now a good time?' },
          { speaker: 'customer', text: 'Yes, sure. I wanted to ask about the tyres again.' },
        ],
      },
    }),
    message(id(9), ago(26), {
      conversation_id: idOf(8, index),
      platform: 'email',
      subject: 'Re: Your offer 2025-1147',
      body: `${line(0)}\n\n${line(1)}\n\nOn Mon, 3 Nov 2025 at 10:01, Ana <ana@brightdrive.example> wrote:\n> ${line(2)}`,
    }),
    message(id(10), now - 40 * MINUTE, {
      ...ours,
      sender_id: me,
      status: 'failed',
      error: 'The number is not on WhatsApp',
      failed_at: now - 40 * MINUTE,
      body: 'Here is the quote again, with tyres.',
    }),
    message(id(11), now - 32 * MINUTE, { ...ours, sender_id: me, status: 'delivered', body: REPLIES[3]! }),
    message(id(12), now - 31 * MINUTE, {
      ...ours,
      sender_id: me,
      status: 'queued',
      save_state: 'local',
      body: REPLIES[4]!,
    }),
    message(id(13), now - 20_000, { body: line(2) }),
  ]
}

/** A thread of `count` messages, for scrolling. */
export function longTimeline(count: number, now: number): TimelineItem[] {
  return Array.from({ length: count }, (_, index) => {
    const person = personOf(Math.floor(index / 40))
    const outbound = index % 4 === 3
    const body = outbound ? REPLIES[index % REPLIES.length]! : person.talk[index % person.talk.length]!
    return message(idOf(5, index), now - (count - index) * 47 * MINUTE, {
      ...(outbound ? { ...ours, sender_id: TEAM[index % 3]!.id, status: 'read' } : {}),
      body: `${index + 1}. ${body}`,
    })
  })
}

/** Every third lead also writes by e-mail. */
function otherChannels({ platform }: InboxRow, index: number): ConversationView['siblings'] {
  return index % 3 === 0 && platform !== 'email'
    ? [{ id: idOf(8, index), platform: 'email', channel_name: 'sales@brightdrive.example' }]
    : []
}

export function conversationView(
  row: InboxRow,
  index: number,
  items: TimelineItem[],
  hasOlder: boolean,
): ConversationView {
  const person = personOf(index)
  return {
    conversation: {
      id: row.id,
      lead_id: row.lead_id,
      platform: row.platform,
      channel_name: 'Bright Drive London',
      status: row.status,
      assigned_to: row.handler_id === TEAM[0]!.id ? row.handler_id : null,
      waiting_since: row.waiting_since,
      ai_enabled: index % 2 === 0,
      unread: row.unread,
    },
    lead: {
      id: row.lead_id,
      label: row.lead_label,
      full_name: person.name,
      company_name: person.company,
      email: person.email,
      phone: person.phone,
      score: row.score,
      stage: row.stage,
      owner_id: row.handler_id,
      tags: ['finance', 'suv', 'test drive', 'website autumn campaign'],
      summary:
        'Interested in a Sportage with 48 months of finance and about £2,000 down. Compared us with Harlow Motors (£329). Price is the main concern; a test drive on Saturday is likely.',
    },
    siblings: [
      { id: row.id, platform: row.platform, channel_name: 'Bright Drive London' },
      ...otherChannels(row, index),
    ],
    items,
    stage_changes: items.slice(5, 6).map(({ at }) => ({
      id: idOf(6, index),
      at: at + 60_000,
      from: 'New',
      to: row.stage?.name ?? null,
      by: TEAM[2]!.id,
      is_automatic: false,
      reason: null,
    })),
    has_older: hasOlder,
    has_newer: false,
    has_older_on_server: false,
    older_in: null,
    anchor: null,
    gap_at: null,
  }
}

/** A mail as marketing tools make them. */
export const DESIGNED_MAIL = {
  from: 'amelia@thornton-interiors.co.uk',
  to: 'sales@brightdrive.example',
  html: `<table width="100%" style="border-collapse:collapse"><tr><td style="background:#133b5c;color:#fff;padding:16px;font-size:20px">
    Thornton Interiors</td></tr><tr><td style="padding:16px"><p>Hello Ana,</p><p>Is the <b>Sportage</b> still available?</p>
    <p><a href="https://thornton-interiors.example">Our showroom</a></p><img src="https://spy.example/p.gif" width="1" height="1"></td></tr></table>`,
}
