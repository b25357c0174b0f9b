import type Sqlite from 'better-sqlite3'
import type { Draft } from '#shared/contract/read-models.ts'
import type { SpentDraft } from '../calls.ts'
import type { Connection } from '../connection.ts'
import { DRAFT_COLUMNS, draftOf, isEmptyDraft, replyOf } from '../draft-row.ts'
import type { DraftRow } from '../draft-row.ts'
import type { Touched } from '../touched.ts'

/** What a rep has typed and not yet sent, per conversation; it never leaves this device. */
export class Drafts {
  readonly #touched: Touched
  readonly #save: Sqlite.Statement<[string, string, string, string | null, number]>
  readonly #remove: Sqlite.Statement<[string]>
  readonly #load: Sqlite.Statement<[string], DraftRow>
  readonly #savedAt: Sqlite.Statement<[string], number>

  constructor(db: Connection, touched: Touched) {
    this.#touched = touched
    this.#save = db.prepare(
      `insert into drafts (conversation_id, body, mode, reply, updated_at) values (?, ?, ?, ?, ?)
       on conflict (conversation_id) do update set body = excluded.body, mode = excluded.mode, reply = excluded.reply,
         updated_at = excluded.updated_at`,
    )
    this.#remove = db.prepare('delete from drafts where conversation_id = ?')
    this.#load = db.prepare(`select ${DRAFT_COLUMNS} from drafts where conversation_id = ?`)
    this.#savedAt = db.prepare<[string], number>('select updated_at from drafts where conversation_id = ?').pluck()
  }

  /** Takes away what was sent, and how it went. The kept draft may be some keystrokes behind it, or ahead. */
  spend({ conversation_id, body: sent }: SpentDraft, at: number): void {
    const draft = this.#of(conversation_id)
    if (!draft) return
    const { body, mode } = draft
    if (sent.startsWith(body.trim())) this.save(conversation_id, { body: '', mode }, at)
    else if (body.trimStart().startsWith(sent)) {
      this.save(conversation_id, { body: body.trimStart().slice(sent.length), mode }, at)
    }
  }

  /** Takes a draft to the conversation that stands for its own; what is typed there already stays in front of it. */
  move(from: string, to: string): void {
    const moved = this.#of(from)
    if (!moved) return
    const there = this.#of(to)
    this.save(to, there ? { ...there, body: `${there.body}\n${moved.body}` } : moved, this.#savedAt.get(from)!)
    this.save(from, { body: '', mode: moved.mode }, 0)
  }

  /** A draft with nothing in it is deleted. */
  save(conversationId: string, draft: Draft, at: number): void {
    if (isEmptyDraft(draft)) this.#remove.run(conversationId)
    else this.#save.run(conversationId, draft.body, draft.mode, replyOf(draft), at)
    this.#touched.draft(conversationId)
  }

  #of(conversationId: string): Draft | null {
    const row = this.#load.get(conversationId)
    return row ? draftOf(row) : null
  }
}
