import type { Sql, TransactionSql } from 'postgres'
import { MINUTE, SECOND } from './calendar.ts'
import type { Running } from './live.ts'
import { startPulse } from './pulse.ts'
import type { Random } from './random.ts'

/** How often the carrier looks for something to do, milliseconds. */
const PULSE = 400
/** Messages handled in one transaction. */
const BATCH = 50
/** Only what was written lately moves: a demo's old messages keep the state that they were seeded with. */
const FRESH = 30 * MINUTE

interface Underway {
  id: string
  status: string
}

/** Plays the customers' phones: sent → delivered → read. */
export function startLiveDelivery(sql: Sql, random: Random, log: (line: string) => void): Running {
  return startPulse(
    'delivery',
    () => PULSE,
    () => sql.begin((transaction) => moveOn(transaction, random)).then(() => undefined),
    log,
  )
}

async function moveOn(transaction: TransactionSql, random: Random): Promise<void> {
  const underway = await transaction<Underway[]>`
    select m.id, m.status
    from public.conversations c join public.messages m on m.conversation_id = c.id
    where c.last_message_at > now() - ${FRESH / SECOND} * interval '1 second'
      and m.direction = 'outbound' and m.created_at > now() - ${FRESH / SECOND} * interval '1 second'
      and (m.status = 'sent' and m.updated_at < now() - interval '300 milliseconds'
        or m.status = 'delivered' and m.updated_at < now() - interval '4 seconds'
          and m.platform in ('whatsapp', 'web', 'instagram', 'facebook'))
    order by m.created_at limit ${BATCH} for update of m skip locked`
  for (const message of underway) await advance(transaction, message, random)
}

async function advance(transaction: TransactionSql, { id, status }: Underway, random: Random): Promise<void> {
  if (status === 'sent') {
    await transaction`update public.messages set status = 'delivered', delivered_at = now() where id = ${id}`
  } else if (random.chance(0.1)) {
    // A customer looks at the phone some time: a tenth of the waiting ones each pulse.
    await transaction`update public.messages set status = 'read', read_at = now() where id = ${id}`
  }
}
