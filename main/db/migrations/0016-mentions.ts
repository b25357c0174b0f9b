/** Version 16: where the rep is mentioned, by time. No replicated table changes, so the cursor stays. */
import type { Migration } from '../migrate.ts'

const UP = `
create index mentions_by_user on mentions (user_id, created_at, rid);
create index mentions_unread on mentions (user_id, created_at, rid) where read_at is null;
`

export const mentions: Migration = { version: 16, name: 'mentions', up: (db) => db.exec(UP) }
