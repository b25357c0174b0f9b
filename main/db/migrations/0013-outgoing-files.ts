/** Version 13: files on their way to customers. No replicated table changes, so the cursor stays. */
import type { Migration } from '../migrate.ts'

const UP = `
-- Files that a rep attached. Without a message they belong to the draft of the conversation; with one, that message
-- waits in the queue until they are stored. The row goes when the server has the message.
create table outgoing_files (
  -- Of the attachment that it is or will be.
  id text primary key,
  conversation_id text not null,
  message_id text,
  file_name text not null,
  content_type text not null,
  size_bytes integer not null,
  sha256 text not null,
  -- Where an upload that was cut goes on.
  upload_url text,
  stored integer not null default 0,
  -- Why it cannot be stored, in words; the rep decides.
  error text,
  at integer not null
) strict, without rowid;
create index outgoing_files_by_conversation on outgoing_files (conversation_id);
create index outgoing_files_by_message on outgoing_files (message_id) where message_id is not null;
`

export const outgoingFiles: Migration = { version: 13, name: 'outgoing-files', up: (db) => db.exec(UP) }
