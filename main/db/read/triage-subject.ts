import type { StageChoice } from '#shared/contract/lead-models.ts'
import type { TriageSubject } from '#shared/contract/areas/triage.ts'
import type { ReadInput } from '../calls.ts'
import type { Connection } from '../connection.ts'

type StoredSubject = Omit<TriageSubject, 'lead'> & {
  lead_id: string
  owner_id: string | null
  stage: string | null
  stage_override: number | null
  tags: string | null
}

/** A lead that is not in the cache leaves the conversation, with nothing to set of the lead. */
const SUBJECT = `select c.id, c.shown_status as status, c.snoozed_until, c.priority, c.assigned_to, c.last_inbound_id, c.lead_id,
    l.owner_id, l.stage_override, l.tags,
    case when s.id is not null
      then json_object('id', s.id, 'name', s.name, 'color', s.color, 'kind', s.kind) end as stage
  from conversations as c left join leads as l on l.id = c.lead_id
  left join pipeline_stages as s on s.id = l.pipeline_stage_id`

/** Those of a JSON array of ids. */
export const SUBJECTS = `${SUBJECT} where c.id in (select value from json_each(?))`

/** What triage may change of a conversation and its lead, and how that stands. */
export function triageSubject(db: Connection): (input: ReadInput<'triage.subject'>) => TriageSubject | null {
  const one = db.prepare<[string], StoredSubject>(`${SUBJECT} where c.id = ?`)
  return ({ conversation_id }) => {
    const found = one.get(conversation_id)
    return found ? subjectOf(found) : null
  }
}

/** The same of many, by their ids. */
export function triageSubjects(db: Connection): (input: ReadInput<'triage.subjects'>) => TriageSubject[] {
  const many = db.prepare<[string], StoredSubject>(SUBJECTS)
  return ({ ids }) => many.all(JSON.stringify(ids)).map(subjectOf)
}

function subjectOf({ lead_id, owner_id, stage, stage_override, tags, ...conversation }: StoredSubject): TriageSubject {
  return {
    ...conversation,
    lead: {
      id: lead_id,
      owner_id,
      stage: stage === null ? null : (JSON.parse(stage) as StageChoice),
      stage_override: stage_override === 1,
      tags: tags === null ? [] : (JSON.parse(tags) as string[]),
    },
  }
}
