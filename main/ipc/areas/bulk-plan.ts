/** What a change of many means for one conversation as it stands, and what sets that back. */
import type { BulkChange, TriageSubject } from '#shared/contract/areas/triage.ts'
import type { Priority } from '#shared/domain/vocabulary.ts'
import type { NewMutation } from '../../db/calls.ts'

export interface Step {
  change: NewMutation
  /** In this order; empty where a change by hand could not be taken back either. */
  undo: NewMutation[]
}

/** The step for a conversation; null where there is nothing to do. */
export function stepOf(change: BulkChange, subject: TriageSubject): Step | null {
  switch (change.kind) {
    case 'done':
      return isAway(subject) ? null : { change: closing(subject), undo: backTo(subject) }
    case 'snooze':
      return subject.status === 'archived' || subject.snoozed_until === change.until
        ? null
        : { change: snoozing(subject, change.until), undo: backTo(subject) }
    case 'assign':
      return assigning(subject, change.assigned_to)
    case 'prioritize':
      return prioritizing(subject, change.priority)
    case 'claim':
      return claiming(subject)
    case 'tag':
      return tagging(subject, change.tag)
    default:
      return moving(subject, change)
  }
}

/** Whether a change is of the lead: its conversations share it, so it is made once. */
export const isOfLead = ({ kind }: BulkChange): boolean => kind === 'claim' || kind === 'tag' || kind === 'stage'

const isAway = ({ status }: TriageSubject): boolean => status === 'closed' || status === 'archived'

// Closed or put away over what the customer has said since, it is held.
const closing = ({ id, last_inbound_id }: TriageSubject): NewMutation => ({
  name: 'conversation.close',
  args: { conversation_id: id, seen_inbound_id: last_inbound_id },
})

const snoozing = ({ id, last_inbound_id }: TriageSubject, until: number): NewMutation => ({
  name: 'conversation.snooze',
  args: { conversation_id: id, until, seen_inbound_id: last_inbound_id },
})

function backTo(subject: TriageSubject): NewMutation[] {
  if (subject.status === 'closed') return [closing(subject)]
  if (subject.snoozed_until !== null) return [snoozing(subject, subject.snoozed_until)]
  return [{ name: 'conversation.reopen', args: { conversation_id: subject.id } }]
}

function assigning(
  { id: conversation_id, assigned_to: before }: TriageSubject,
  assigned_to: string | null,
): Step | null {
  if (assigned_to === before) return null
  const assign = (to: string | null): NewMutation => ({
    name: 'conversation.assign',
    args: { conversation_id, assigned_to: to },
  })
  return { change: assign(assigned_to), undo: [assign(before)] }
}

function prioritizing({ id: conversation_id, priority: before }: TriageSubject, priority: Priority): Step | null {
  if (priority === before) return null
  const set = (to: Priority): NewMutation => ({
    name: 'conversation.prioritize',
    args: { conversation_id, priority: to },
  })
  return { change: set(priority), undo: [set(before)] }
}

/** Only what nobody works can be claimed. */
function claiming({ assigned_to, lead: { id: lead_id, owner_id } }: TriageSubject): Step | null {
  if (assigned_to !== null || owner_id !== null) return null
  return {
    change: { name: 'lead.claim', args: { lead_id } },
    undo: [{ name: 'lead.assign', args: { lead_id, owner_id: null } }],
  }
}

function tagging({ lead: { id: lead_id, tags } }: TriageSubject, tag: string): Step | null {
  if (tags.includes(tag)) return null
  return {
    change: { name: 'lead.tag', args: { lead_id, add: [tag], remove: [] } },
    undo: [{ name: 'lead.tag', args: { lead_id, add: [], remove: [tag] } }],
  }
}

function moving(
  { lead }: TriageSubject,
  { stage_id, reason }: { stage_id: string; reason: string | null },
): Step | null {
  const { id: lead_id, stage: before, stage_override } = lead
  if (before?.id === stage_id) return null
  const move = (to: string, why: string | null): NewMutation => ({
    name: 'lead.move',
    args: { lead_id, stage_id: to, sub_stage: null, reason: why },
  })
  const release: NewMutation[] = stage_override ? [] : [{ name: 'lead.release_stage', args: { lead_id } }]
  // A lost lead would need its reason again.
  const undo = before === null || before.kind === 'lost' ? [] : [move(before.id, null), ...release]
  return { change: move(stage_id, reason), undo }
}
