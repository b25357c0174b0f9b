import type Sqlite from 'better-sqlite3'
import type { Draft } from '#shared/contract/read-models.ts'
import type { SpentDraft } from '../calls.ts'
import type { Connection } from '../connection.ts'
import type { Touched } from '../touched.ts'

/** What a rep has typed and not yet sent, per conversation; it never leaves this device. */
export class Drafts {
  readonly #touched: Touched
  readonly #save: Sqlite.Statement<[string, string, string, number]>
  readonly #remove: Sqlite.Statement<[string]>
  readonly #load: Sqlite.Statement<[string], Draft>
  readonly #savedAt: Sqlite.Statement<[string], number>

  constructor(db: Connection, touched: Touched) {
    this.#touched = touched
    this.#save = db.prepare(
      `insert into drafts (conversation_id, body, mode, updated_at) values (?, ?, ?, ?)
       on conflict (conversation_id) do update set body = excluded.body, mode = excluded.mode, updated_at = excluded.updated_at`,
    )
    this.#remove = db.prepare('delete from drafts where conversation_id = ?')
    this.#load = db.prepare('select body, mode from drafts where conversation_id = ?')
    this.#savedAt = db.prepare<[string], number>('select updated_at from drafts where conversation_id = ?').pluck()
  }

  /** Takes away what was sent. The kept draft may be some keystrokes behind it, or ahead. */
  spend({ conversation_id, body: sent }: SpentDraft, at: number): void {
    const draft = this.#load.get(conversation_id)
    if (!draft) return
    if (sent.startsWith(draft.body.trim())) this.save(conversation_id, { ...draft, body: '' }, at)
    else if (draft.body.trimStart().startsWith(sent)) {
      this.save(conversation_id, { ...draft, body: draft.body.trimStart().slice(sent.length) }, at)
    }
  }

  /** Takes a draft to the conversation that stands for its own; what is typed there already stays in front of it. */
  move(from: string, to: string): void {
    const moved = this.#load.get(from)
    if (!moved) return
    const there = this.#load.get(to)
    this.save(to, there ? { ...there, body: `${there.body}\n${moved.body}` } : moved, this.#savedAt.get(from)!)
    this.save(from, { ...moved, body: '' }, 0)
  }

  /** An empty body deletes the draft. */
  save(conversationId: string, { body, mode }: Draft, at: number): void {
    if (body === '') this.#remove.run(conversationId)
    else this.#save.run(conversationId, body, mode, at)
    this.#touched.draft(conversationId)
  }
}
