import type { ExportSource } from '#shared/contract/areas/import.ts'
import type { ExportedLead, ReadInput } from '../calls.ts'
import type { Connection } from '../connection.ts'
import { leadsOfCardsSql, paramsOf, type CardParams } from './board-query.ts'
import { boardView } from './board-view.ts'
import { matchingLeads } from './inbox.ts'
import { preparedByText } from './prepared.ts'

interface Found {
  rid: number
}

/**
 * Which leads are asked for, in the order in which they came to this device: known at once, so that what is written is of
 * one moment, and how many are to come can be told.
 */
export function exportedRids(db: Connection): (source: ExportSource) => number[] {
  const all = db.prepare<[], Found>('select rid from leads where merged_into is null')
  const ofList = db.prepare<[string], Found>(
    `select l.rid from dataset_leads as d cross join leads as l on l.id = d.lead_id
     where d.dataset_id = ? and l.merged_into is null`,
  )
  const ofInbox = matchingLeads(db)
  const ofPipeline = leadsOfPipeline(db)
  const found = (source: ExportSource): Found[] => {
    switch (source.of) {
      case 'all':
        return all.all()
      case 'list':
        return ofList.all(source.dataset_id)
      case 'inbox':
        return ofInbox(source)
      default:
        return ofPipeline(source)
    }
  }
  return (source) => [...new Set(found(source).map(({ rid }) => rid))].toSorted((a, b) => a - b)
}

function leadsOfPipeline(db: Connection): (input: ReadInput<'board.view'>) => Found[] {
  const view = boardView(db)
  const prepare = preparedByText<CardParams>(db)
  return ({ pipeline_id, filter }) => {
    const { pipeline, columns } = view({ pipeline_id, filter })
    if (!pipeline) return []
    const statement = prepare<Found>(leadsOfCardsSql(pipeline.kind, filter))
    return columns.flatMap(({ stage }) => statement.all({ ...paramsOf(filter), stage: stage?.id ?? '' }))
  }
}

type StoredLead = Omit<ExportedLead, 'tags' | 'custom_fields'> & { tags: string; custom_fields: string }

/** Some leads as a file has them, in the order asked for; those that are gone since are left out. */
export function exportedLeads(db: Connection): (input: { rids: number[] }) => ExportedLead[] {
  const some = db.prepare<[string], StoredLead>(
    `select l.first_name, l.last_name, l.company_name, l.email, l.phone, l.secondary_phone, l.address,
       l.postcode, l.source, l.temperature, l.lead_status, l.contact_status, l.lifecycle_stage, l.client_type, l.tags,
       l.custom_fields, l.created_at, o.full_name as owner, s.name as stage
     from json_each(?) as r cross join leads as l on l.rid = r.value
     left join profiles as o on o.id = l.owner_id left join pipeline_stages as s on s.id = l.pipeline_stage_id
     order by r.key`,
  )
  return ({ rids }) =>
    some.all(JSON.stringify(rids)).map((lead) => ({
      ...lead,
      tags: JSON.parse(lead.tags) as string[],
      custom_fields: JSON.parse(lead.custom_fields) as Record<string, unknown>,
    }))
}

/** The names of the own fields that some leads have. */
export function exportedFields(db: Connection): (input: { rids: number[] }) => string[] {
  const names = db
    .prepare<[string], string>(
      `select distinct f.key from json_each(?) as r cross join leads as l on l.rid = r.value
       cross join json_each(l.custom_fields) as f`,
    )
    .pluck()
  return ({ rids }) => names.all(JSON.stringify(rids))
}
