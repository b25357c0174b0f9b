import type { ExportedLead } from '../calls.ts'
import type { Connection } from '../connection.ts'

const COLUMNS = `l.rid, l.first_name, l.last_name, l.company_name, l.email, l.phone, l.secondary_phone, l.address,
  l.postcode, l.source, l.temperature, l.lead_status, l.contact_status, l.lifecycle_stage, l.client_type, l.tags,
  l.custom_fields, l.created_at, o.full_name as owner, s.name as stage`
const FROM = `from leads as l
  left join profiles as o on o.id = l.owner_id left join pipeline_stages as s on s.id = l.pipeline_stage_id
  where l.rid > ? and l.merged_into is null`
const OF_LIST = 'and exists (select 1 from dataset_leads as d where d.lead_id = l.id and d.dataset_id = ?)'
const PAGE = 'order by l.rid limit 500'

type StoredLead = Omit<ExportedLead, 'tags' | 'custom_fields'> & { tags: string; custom_fields: string }

/** The next leads of a list, or of all, in the order in which they came to this device. */
export function exportedLeads(db: Connection): (input: { dataset_id: string | null; after: number }) => ExportedLead[] {
  const all = db.prepare<[number], StoredLead>(`select ${COLUMNS} ${FROM} ${PAGE}`)
  const ofList = db.prepare<[number, string], StoredLead>(`select ${COLUMNS} ${FROM} ${OF_LIST} ${PAGE}`)
  return ({ dataset_id, after }) =>
    (dataset_id === null ? all.all(after) : ofList.all(after, dataset_id)).map((lead) => ({
      ...lead,
      tags: JSON.parse(lead.tags) as string[],
      custom_fields: JSON.parse(lead.custom_fields) as Record<string, unknown>,
    }))
}
