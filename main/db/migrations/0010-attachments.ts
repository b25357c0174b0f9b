/** Version 10: the files of a message are found. No replicated table changes, so the cursor stays. */
import type { Migration } from '../migrate.ts'

const UP = `
create index attachments_by_message on attachments (message_id);
`

export const attachments: Migration = { version: 10, name: 'attachments', up: (db) => db.exec(UP) }
