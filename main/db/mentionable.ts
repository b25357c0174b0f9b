import type { Mentionable } from '#shared/domain/mentions.ts'
import type { Connection } from './connection.ts'

/** Who can be named in a note: everybody at work who can say that they have read it, but the rep. */
export function mentionable(db: Connection): () => Mentionable[] {
  const people = db.prepare<[], Mentionable>(
    `select id, coalesce(full_name, email) as name, email from profiles
     where status = 'active' and role <> 'viewer' and id <> (select value from meta where key = 'user_id')
     order by name collate nocase, id`,
  )
  return () => people.all()
}
