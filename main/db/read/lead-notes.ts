import type { ExportedNote, LeadNotes } from '#shared/contract/areas/notes.ts'
import type { Connection } from '../connection.ts'
import { tagsOf } from '../search/kinds.ts'

type StoredNote = Omit<ExportedNote, 'is_pinned' | 'tags'> & { is_pinned: number; tags: string }

/** All notes of a lead that are on this device; null when the lead is not. */
export function leadNotes(db: Connection): (input: { lead_id: string }) => LeadNotes | null {
  const lead = db.prepare<[string], { label: string | null }>('select label from leads where id = ?')
  const notes = db.prepare<[string], StoredNote>(
    `select n.title, n.body, n.type, n.is_pinned, n.tags, coalesce(p.full_name, p.email) as author_name, n.created_at
     from notes as n left join profiles as p on p.id = n.created_by
     where n.lead_id = ? order by n.created_at, n.rid`,
  )
  return ({ lead_id }) => {
    const found = lead.get(lead_id)
    if (!found) return null
    const exported = notes
      .all(lead_id)
      .map(({ is_pinned, tags, ...note }) => ({ ...note, is_pinned: is_pinned === 1, tags: tagsOf(tags) }))
    return { ...found, notes: exported }
  }
}
