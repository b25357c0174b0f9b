import type { ImportList } from '#shared/contract/areas/import.ts'
import type { Connection } from '../connection.ts'

/** Lists that leads can be imported into: a small table of the organisation, read whole. */
export function importLists(db: Connection): () => ImportList[] {
  const lists = db.prepare<[], ImportList>(
    'select id, name, total_leads as leads from datasets where not archived order by name collate nocase',
  )
  return () => lists.all()
}
