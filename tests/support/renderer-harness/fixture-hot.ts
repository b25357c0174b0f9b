import type { HotList } from '#shared/contract/areas/hot.ts'
import type { HotLead } from '#shared/domain/hot-lead.ts'
import { idOf } from './fixture-data.ts'

/** Leads that call: one for each thing that can be said of one. */
export function hotList(which: 'some' | 'none', now: number): HotList {
  if (which === 'none') return { leads: [], taken: [] }
  const lead = (n: number, given: Partial<HotLead>): HotLead => ({
    key: idOf(8, n),
    event_id: idOf(8, n),
    lead_id: idOf(3, n),
    lead_label: 'Maya Chen',
    phone: '+447700900123',
    conversation_id: idOf(2, n),
    message_id: null,
    platform: 'whatsapp',
    reason: 'Score reached 91',
    score: 91,
    since: now - 42_000,
    waiting_since: null,
    alert_count: 1,
    relation: 'pool',
    snoozed_until: null,
    passed: false,
    claiming: false,
    is_told: false,
    ...given,
  })
  return {
    leads: [
      lead(0, {
        reason: 'A hot lead wrote: "Can you do a test drive on Saturday morning, and is the red one still there?"',
      }),
      lead(1, {
        lead_label: 'Wolfeschlegelsteinhausenbergerdorff Motors & Sons',
        relation: 'mine',
        alert_count: 2,
        since: now - 725_000,
        score: 84,
        reason: 'No answer for 15 minutes. Booking today at 14:30',
        platform: 'email',
      }),
      lead(2, { lead_label: 'Ben Okafor', claiming: true, score: 80, since: now - 90_000 }),
      lead(3, {
        lead_label: null,
        relation: 'followed',
        score: null,
        snoozed_until: now + 540_000,
        phone: null,
        platform: 'web',
        reason: 'Marked as hot',
      }),
    ],
    taken: [{ event_id: idOf(8, 9), lead_label: 'Rosa Alvarez', name: 'Ana Lopes', at: now - 4_000 }],
  }
}
