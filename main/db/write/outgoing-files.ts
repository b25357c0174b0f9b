import type Sqlite from 'better-sqlite3'
import type { OutgoingFile } from '../file-calls.ts'
import type { Connection } from '../connection.ts'
import type { Touched } from '../touched.ts'
import type { WriteContext } from './context.ts'
import type { OutboxEntry } from './outbox.ts'

/** Files that a rep attached, from the draft until the server has their message. */
export class OutgoingFiles {
  readonly #touched: Touched
  readonly #insert: Sqlite.Statement<[OutgoingFile & { at: number }]>
  readonly #dropDraft: Sqlite.Statement<[string], string>
  readonly #claim: Sqlite.Statement<[string, string], string>
  readonly #giveBack: Sqlite.Statement<[string], string>
  readonly #forget: Sqlite.Statement<[string]>
  readonly #upload: Sqlite.Statement<[string | null, string]>
  readonly #fail: Sqlite.Statement<[string | null, string], string>
  readonly #store: Sqlite.Statement<[string], string>
  readonly #lacking: Sqlite.Statement<[string], number>
  readonly #entries: Sqlite.Statement<[string], number>
  readonly #move: Sqlite.Statement<[string, string]>

  constructor(db: Connection, touched: Touched) {
    this.#touched = touched
    this.#insert = db.prepare(
      `insert into outgoing_files (id, conversation_id, file_name, content_type, size_bytes, sha256, at)
       values (:id, :conversation_id, :file_name, :content_type, :size_bytes, :sha256, :at)`,
    )
    this.#dropDraft = db
      .prepare<[string], string>(
        'delete from outgoing_files where id = ? and message_id is null returning conversation_id',
      )
      .pluck()
    this.#claim = db
      .prepare<[string, string], string>(
        'update outgoing_files set message_id = ?, error = null where id = ? returning conversation_id',
      )
      .pluck()
    this.#giveBack = db
      .prepare<[string], string>(
        'update outgoing_files set message_id = null, error = null where message_id = ? returning conversation_id',
      )
      .pluck()
    this.#forget = db.prepare('delete from outgoing_files where message_id = ?')
    this.#upload = db.prepare('update outgoing_files set upload_url = ? where id = ?')
    this.#fail = db
      .prepare<[string | null, string], string>('update outgoing_files set error = ? where id = ? returning message_id')
      .pluck()
    this.#store = db
      .prepare<[string], string>(
        'update outgoing_files set stored = 1, upload_url = null where id = ? returning message_id',
      )
      .pluck()
    this.#lacking = db
      .prepare<[string], number>('select count(*) from outgoing_files where message_id = ? and not stored')
      .pluck()
    this.#entries = db
      .prepare<[string], number>(
        `select distinct o.seq from outbox_rows as q join outbox as o on o.seq = q.seq
         where q.table_name = 'messages' and q.row_id = ? and o.state = 'pending' order by o.seq`,
      )
      .pluck()
    this.#move = db.prepare(
      'update outgoing_files set conversation_id = ? where conversation_id = ? and message_id is null',
    )
  }

  /** Attaches a file to the draft of a conversation. */
  attach(file: OutgoingFile, at: number): void {
    this.#insert.run({ ...file, at })
    this.#touched.draft(file.conversation_id)
  }

  /** Takes a file off a draft. */
  drop(id: string): void {
    this.#told(this.#dropDraft.get(id))
  }

  /** Drafts of one conversation are another's from now on. */
  move(from: string, to: string): void {
    this.#move.run(to, from)
  }

  /** Gives a message the files that its arguments name: it waits for those that are not stored. */
  claim(messageId: string, fileIds: readonly string[]): void {
    for (const id of fileIds) this.#told(this.#claim.get(messageId, id))
  }

  /** A message is not sent after all: its files are back in the draft that they were attached to. */
  giveBack(messageId: string): void {
    for (const conversation of this.#giveBack.all(messageId)) this.#told(conversation)
  }

  /** The server has the message, and with it its files. */
  forget(messageId: string): void {
    this.#forget.run(messageId)
  }

  uploadAt(id: string, url: string | null): void {
    this.#upload.run(url, id)
  }

  /** @returns the message that shows it */
  fail(id: string, error: string | null): string | undefined {
    return this.#fail.get(error, id)
  }

  /** @returns the message that waits no longer; undefined when it waits for others, or the file belongs to none */
  store(id: string): string | undefined {
    const message = this.#store.get(id) ?? undefined
    return message !== undefined && this.#lacking.get(message) === 0 ? message : undefined
  }

  /** Numbers of the pending changes of a message, in client order. */
  entriesOf(messageId: string): number[] {
    return this.#entries.all(messageId)
  }

  #told(conversationId: string | undefined): void {
    if (conversationId !== undefined) this.#touched.draft(conversationId)
  }
}

/** Files of a `message.send`, by its arguments as they are queued. */
export function filesOf({
  name,
  args,
}: Pick<OutboxEntry, 'name' | 'args'>): { messageId: string; files: string[] } | null {
  if (name !== 'message.send' || !args.includes('"attachments"')) return null
  const { message_id, attachments } = JSON.parse(args) as {
    message_id: string
    attachments?: { attachment_id: string }[]
  }
  return attachments ? { messageId: message_id, files: attachments.map(({ attachment_id }) => attachment_id) } : null
}

/**
 * A file is stored. A message that waited for it alone takes its place at the end of the queue, with all that was queued
 * about it: later changes may have gone out already, and the server takes numbers in order.
 */
export function fileStored(context: WriteContext, id: string): void {
  const { outgoingFiles, outbox, rebase, saveStates } = context
  const message = outgoingFiles.store(id)
  if (message === undefined) return
  const entries = outgoingFiles.entriesOf(message).flatMap((seq) => outbox.get(seq) ?? [])
  const keys = entries.flatMap(({ seq }) => rebase.rowsOf(seq))
  rebase.around(keys, () => {
    for (const { seq, id: mutation, name, v, args, hash, at } of entries) {
      outbox.renew(seq, { id: mutation, name, v, args, hash, at })
    }
  })
  saveStates.changed(keys)
}

/** A file cannot be stored, and why; null: it is to be tried again. */
export function fileFailed(
  { outgoingFiles, rebase, saveStates }: WriteContext,
  id: string,
  error: string | null,
): void {
  const message = outgoingFiles.fail(id, error)
  if (message) saveStates.changed(outgoingFiles.entriesOf(message).flatMap((seq) => rebase.rowsOf(seq)))
}
