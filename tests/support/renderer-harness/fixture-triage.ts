/** What the inbox can be filtered by and set to, as a workspace of some size has it. */
import { idOf, TEAM } from './fixture-data.ts'
import { leadView } from './fixture-lead.ts'
import type { PresentPerson } from '#shared/contract/areas/presence.ts'
import type { SavedView } from '#shared/contract/areas/views.ts'
import type { ClaimState } from '#shared/contract/areas/claim.ts'
import type { InboxRow } from '#shared/contract/read-models.ts'
import type { TriageChoices, TriageSubject } from '#shared/contract/areas/triage.ts'

export const CHOICES: TriageChoices = {
  channels: [
    { id: idOf(60, 1), name: 'SMS', platform: 'sms' },
    { id: idOf(60, 2), name: 'WhatsApp Berlin', platform: 'whatsapp' },
    { id: idOf(60, 3), name: 'Website of the Stadtwerke Bad Münstereifel GmbH & Co. KG', platform: 'web' },
  ],
  stages: [
    { id: idOf(61, 1), name: 'New', color: '#64748b', kind: 'open', pipeline: 'Sales' },
    { id: idOf(61, 2), name: 'Engaged', color: '#3b82f6', kind: 'open', pipeline: 'Sales' },
    { id: idOf(61, 3), name: 'High Intent', color: '#f97316', kind: 'open', pipeline: 'Sales' },
    { id: idOf(61, 4), name: 'Converted', color: '#16a34a', kind: 'won', pipeline: 'Sales' },
    { id: idOf(61, 5), name: 'Closed Lost', color: '#dc2626', kind: 'lost', pipeline: 'Sales' },
  ],
  tags: [
    { name: 'trade-in', color: '#0ea5e9' },
    { name: 'vip', color: '#a855f7' },
  ],
}

/** What the pickers show of a row. */
export function subjectOf(row: InboxRow | undefined, started: number): TriageSubject | null {
  if (!row) return null
  const { id, status, snoozed_until, priority, handler_id } = row
  return {
    id,
    status,
    snoozed_until,
    priority,
    assigned_to: handler_id,
    last_inbound_id: null,
    lead: leadView(row, started).lead,
  }
}

/** A claim that a colleague was faster with. */
export const lostClaim = (leadId: string, now: number): ClaimState => ({
  state: 'lost',
  claim: {
    seq: 4,
    lead_id: leadId,
    lead_label: 'Maya Chen',
    name: 'Ana Lopes',
    claimed_at: now - 4_000,
    at: now - 2_000,
  },
})

/** Saved views of the rep and of a colleague, one with a name that is too long for its place. */
export function savedViews(): SavedView[] {
  const own = (n: number, name: string, view: Partial<SavedView['view']>, is_shared = false): SavedView => ({
    id: idOf(62, n),
    name,
    is_own: true,
    owner_name: 'Ana Ruiz',
    is_shared,
    view: { split: 'all', sort: 'newest', filter: {}, ...view },
  })
  return [
    own(1, 'Hot in Berlin', { split: 'hot', filter: { channel_id: idOf(60, 2) } }, true),
    own(2, 'Trade-ins', { sort: 'waiting', filter: { tags: ['trade-in', 'vip'] } }),
    own(3, 'Alle Anfragen der Stadtwerke Bad Münstereifel und Umgebung', { filter: { channel_id: idOf(60, 3) } }),
    {
      ...own(4, 'Team: nobody on it', { filter: { handler_id: null } }, true),
      is_own: false,
      owner_name: 'Tom Becker',
    },
  ]
}

/** Colleagues in the first conversations of the list: one who types, one who looks, and four at once. */
export function presentPeople(rows: readonly InboxRow[]): PresentPerson[] {
  const at = (row: number, person: number, typing = false): PresentPerson[] => {
    const [found, colleague] = [rows[row], TEAM[person]]
    return found && colleague ? [{ conversation_id: found.id, user_id: colleague.id, typing }] : []
  }
  return [...at(0, 1, true), ...at(1, 2), ...at(4, 1), ...at(4, 2), ...at(4, 3), ...at(4, 4)]
}
