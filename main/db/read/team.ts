import type { ReadOutput } from '../calls.ts'
import type { Connection } from '../connection.ts'
import type { Teammate } from '#shared/contract/read-models.ts'

const TEAMMATE = `select id, coalesce(full_name, email) as name, email, avatar_url, role from profiles`

/** Everybody of the organisation, former colleagues too: their names still stand on what they did. */
export function teamList(db: Connection): () => Teammate[] {
  const statement = db.prepare<[], Teammate>(`${TEAMMATE} order by name collate nocase, id`)
  return () => statement.all()
}

/** The signed-in rep and their organisation, as far as the cache knows. */
export function teamMe(db: Connection): () => ReadOutput<'team.me'> {
  const user = db.prepare<[], Teammate>(`${TEAMMATE} where id = (select value from meta where key = 'user_id')`)
  const organization = db.prepare<[], { id: string; name: string }>('select id, name from organizations limit 1')
  return () => ({ user: user.get() ?? null, organization: organization.get() ?? null })
}
