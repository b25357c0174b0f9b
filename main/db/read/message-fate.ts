/** What became of a message that a rep wants back. */
import type { ReadInput, Reads } from '../calls.ts'
import type { Connection } from '../connection.ts'
import { saveStateOf, saveStateSql } from './save-state.ts'
import type { MessageFate } from '#shared/contract/areas/composer.ts'

interface StoredFate {
  status: MessageFate['status']
  too_late: number | null
  save_strength: number | null
}

export function messageFate(db: Connection): (input: ReadInput<'message.fate'>) => MessageFate | null {
  const fateOf = db.prepare<[string], StoredFate>(
    `select status, ${saveStateSql('messages', 'messages.id')} as save_strength,
       (select max(o.seq) from outbox as o
         where o.state = 'parked' and o.name = 'message.cancel' and o.args ->> 'message_id' = messages.id) as too_late
     from messages where id = ?`,
  )
  return ({ message_id }) => {
    const fate = fateOf.get(message_id)
    if (!fate) return null
    const { save_strength, ...known } = fate
    return { ...known, save_state: saveStateOf(save_strength) }
  }
}

type Unsent = Reads['message.unsent']['output']

export function unsentMessage(db: Connection): (input: ReadInput<'message.unsent'>) => Unsent {
  const unsentOf = db.prepare<[string], NonNullable<Unsent>>(
    `select o.seq, o.state from outbox_rows as q join outbox as o on o.seq = q.seq
     where q.table_name = 'messages' and q.row_id = ? and q.effect = 'create'
       and o.name = 'message.send' and (o.state = 'pending' and o.sent = 0 or o.state = 'parked')`,
  )
  return ({ message_id }) => unsentOf.get(message_id) ?? null
}
