import type { FunctionContext } from '../_shared/context.ts'
import { callDatabase } from '../_shared/service.ts'
import { deliver } from './deliver.ts'
import type { DueEvent } from './deliver.ts'

/** How many events a run asks for at a time; all of them are delivered at once. */
const BATCH = 20

/** How long a run goes on taking events, milliseconds: hosted functions end after 150 s, an automation may take 10. */
const BUDGET = 60_000

/** How many events ended a run how: `delivered`, `retrying`, `failed`, `stale`. */
export type EventTally = Record<string, number>

/**
 * Delivers what is due until nothing is, or for a minute. Any number of runs may go on at once.
 *
 * @throws DatabaseError when the database fails; what was claimed then comes back when its lease ends.
 */
export async function runEvents(context: FunctionContext): Promise<EventTally> {
  const { service } = context
  const p_worker = crypto.randomUUID()
  const until = context.now() + BUDGET
  const tally: EventTally = {}
  const settle = async (event: DueEvent): Promise<void> => {
    const p_outcome = await deliver(event, context)
    const end = (await callDatabase(service, 'events_settle', { p_worker, p_event: event.id, p_outcome })) as string
    tally[end] = (tally[end] ?? 0) + 1
  }
  while (context.now() < until) {
    const answer = await callDatabase(service, 'events_claim', { p_worker, p_limit: BATCH })
    const { events, more } = answer as { events: DueEvent[]; more: boolean }
    if (events.length === 0 && !more) break
    await Promise.all(events.map(settle))
  }
  return tally
}
