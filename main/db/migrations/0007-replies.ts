/** Version 7: a draft remembers how its reply is to go. No replicated table changes, so the cursor stays. */
import type { Migration } from '../migrate.ts'

const UP = `
-- Channel and subject as JSON; null: as the conversation has it.
alter table drafts add column reply text;
`

export const replies: Migration = { version: 7, name: 'replies', up: (db) => db.exec(UP) }
