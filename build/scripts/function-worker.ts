import type { Sql } from 'postgres'
import type { Running } from '#build/demo/live.ts'
import { startPulse } from '#build/demo/pulse.ts'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'

/** Runs at once: one that waits for a slow vendor does not keep the others waiting. */
const MOST_RUNS = 4

/** An edge function that is called again and again. */
export interface WorkedFunction {
  /** Its name; also the channel on which the database says that there is something to do. */
  name: 'dispatch' | 'events' | 'sweep'
  /** How often it looks without being told, milliseconds: what waits for the clock becomes due without a word. */
  every: number
}

/** Those of the product, with the times at which pg_cron calls them on a hosted project. */
export const WORKED_FUNCTIONS = {
  dispatch: { name: 'dispatch', every: 1_000 },
  events: { name: 'events', every: 1_000 },
  sweep: { name: 'sweep', every: 3_600_000 },
} as const satisfies Record<string, WorkedFunction>

/**
 * Calls an edge function whenever the database notifies its channel, and every so often, as pg_cron does on a hosted
 * project. A call that fails is logged, and the next comes in its time.
 */
export async function startFunctionWorker(
  { name, every }: WorkedFunction,
  { sql, url, serviceRoleKey }: Pick<LocalSupabase, 'url' | 'serviceRoleKey'> & { sql: Sql },
  log: (line: string) => void,
): Promise<Running> {
  const runs = new Set<Promise<void>>()
  const stopping = new AbortController()
  let told = false

  const call = async (): Promise<void> => {
    try {
      const headers = { authorization: `Bearer ${serviceRoleKey}` }
      const answer = await fetch(`${url}/functions/v1/${name}`, { method: 'POST', headers })
      const text = await answer.text()
      if (!answer.ok) log(`${name} answered ${answer.status}: ${text.slice(0, 200)}`)
    } catch (error) {
      if (!stopping.signal.aborted) log(`${name}: ${String(error)}`)
    }
  }
  const run = async (): Promise<void> => {
    do {
      told = false
      await call()
    } while (told && !stopping.signal.aborted)
  }
  const wake = (): void => {
    told = true
    if (stopping.signal.aborted || runs.size >= MOST_RUNS) return
    const running = run().finally(() => runs.delete(running))
    runs.add(running)
  }

  const listening = await sql.listen(name, wake)
  const pulse = startPulse(
    name,
    () => every,
    () => Promise.resolve(wake()),
    log,
  )
  return {
    async stop() {
      stopping.abort()
      await Promise.all([pulse.stop(), listening.unlisten(), ...runs])
    },
  }
}
