import { z } from 'zod'
import { SPLITS } from '#shared/domain/conversation.ts'
import { inboxFilterSchema } from '#shared/domain/saved-view.ts'
import type { KeptSize, ReadInput, ReadOutput } from '../calls.ts'
import type { Connection } from '../connection.ts'
import { WINDOW_MESSAGES } from '../history-edge.ts'

/** What a message of `large` takes beside its text: 320 bytes in the cache with its indexes, 230 in the search index. */
const MESSAGE_BYTES = 550

const viewSchema = z.object({ split: z.enum(SPLITS), filter: inboxFilterSchema })

/** Views that the rep keeps, oldest first. */
export function keptViews(db: Connection): () => ReadOutput<'keep.list'> {
  const views = db.prepare<[], { id: number; view: string }>('select id, view from kept_views order by id')
  return () => views.all().map(({ id, view }) => ({ id, ...viewSchema.parse(JSON.parse(view)) }))
}

/** Files of the messages of some conversations that are here, the newest of each first. */
export function keptFiles(db: Connection): (input: ReadInput<'keep.files'>) => ReadOutput<'keep.files'> {
  const filesOf = db.prepare<[string], { id: string; bytes: number }>(
    `select a.id, a.size_bytes as bytes
     from conversations as c cross join attachments as a on a.lead_id = c.lead_id
     cross join messages as m on m.id = a.message_id and m.conversation_rid = c.rid
     where c.id = ? order by m.created_at desc, a.rid`,
  )
  return ({ ids }) => ids.flatMap((id) => filesOf.all(id))
}

/** How much is here of some conversations, and of which the server may have more: fewer messages than the window are all. */
export function keptSizes(db: Connection): (input: ReadInput<'keep.sizes'>) => KeptSize {
  const sizeOf = db.prepare<[string], { messages: number; bytes: number; complete: number | null }>(
    `select count(m.id) as messages, coalesce(sum(octet_length(m.body)), 0) as bytes, max(h.complete) as complete
     from conversations as c
     left join messages as m on m.conversation_rid = c.rid
     left join message_history as h on h.conversation_id = c.id
     where c.id = ? group by c.id`,
  )
  return ({ ids }) => {
    const sizes = ids.flatMap((id) => {
      const size = sizeOf.get(id)
      return size ? [{ id, ...size }] : []
    })
    const messages = sizes.reduce((sum, size) => sum + size.messages, 0)
    return {
      messages,
      bytes: sizes.reduce((sum, size) => sum + size.bytes, messages * MESSAGE_BYTES),
      open: sizes.flatMap(({ id, messages: n, complete }) => (n >= WINDOW_MESSAGES && complete !== 1 ? [id] : [])),
    }
  }
}
