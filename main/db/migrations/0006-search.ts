/**
 * Version 6: what the search index, a file of its own, has to hear of. Rows beyond the last that it has read are new to it
 * by their number alone, so a load writes nothing here; only rows that change or go are noted, with the time they had, for
 * that is part of their place in the index. The writer forgets what the index has taken in.
 */
import type { Migration } from '../migrate.ts'

const UP = `
create table search_log (
  n integer primary key autoincrement,
  kind text not null,
  rid integer not null,
  at integer not null
) strict;

${watch('lead', 'leads', 'old.created_at', [
  'created_at',
  'full_name',
  'company_name',
  'email',
  'phone',
  'phone_normalized',
  'secondary_phone',
  'address',
  'postcode',
  'tags',
])}
${watch('contact', 'contact_points', '0', ['platform_user_id', 'handle'])}
${watch('message', 'messages', 'old.created_at', ['created_at', 'subject', 'body'], `or (new.content_type = 'call' and old.metadata is not new.metadata)`)}
${watch('note', 'notes', 'old.created_at', ['created_at', 'title', 'body'])}

-- Conversations of every state by time, for a search of operators alone.
create index conversations_by_time on conversations (at, rid);
`

function watch(kind: string, table: string, at: string, columns: string[], or = ''): string {
  const row = (name: string) => `(${columns.map((column) => `${name}.${column}`).join(', ')})`
  const note = `begin insert into search_log (kind, rid, at) values ('${kind}', old.rid, ${at}); end;`
  return `create trigger ${table}_search_changed after update on ${table}
    when ${row('old')} is not ${row('new')} ${or} ${note}
    create trigger ${table}_search_gone after delete on ${table} ${note}`
}

export const search: Migration = { version: 6, name: 'search', up: (db) => db.exec(UP) }
