import type { SavedView } from '#shared/contract/areas/views.ts'
import { readView } from '#shared/domain/saved-view.ts'
import type { Connection } from '../connection.ts'

interface Kept {
  id: string
  name: string
  is_own: number
  owner_name: string | null
  is_shared: number
  filters: string
  sort: string
}

const VIEWS = `select v.id, v.name, v.owner_id = me.value as is_own, coalesce(p.full_name, p.email) as owner_name,
    v.is_shared, v.filters, v.sort
  from saved_views as v join meta as me on me.key = 'user_id' left join profiles as p on p.id = v.owner_id
  where v.kind = 'inbox' order by is_own desc, v.position, v.name collate nocase, v.id`

/** The saved views of the inbox that this version understands, the rep's own first. */
export function savedViews(db: Connection): () => SavedView[] {
  const views = db.prepare<[], Kept>(VIEWS)
  return () =>
    views.all().flatMap(({ id, name, is_own, owner_name, is_shared, filters, sort }) => {
      const view = readView(JSON.parse(filters), JSON.parse(sort))
      if (!view) return []
      const owner = owner_name ?? 'A colleague'
      return [{ id, name, is_own: is_own === 1, owner_name: owner, is_shared: is_shared === 1, view }]
    })
}
