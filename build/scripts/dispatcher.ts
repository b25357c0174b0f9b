import type { Sql } from 'postgres'
import type { Running } from '#build/demo/live.ts'
import { startPulse } from '#build/demo/pulse.ts'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'

/** How often it looks without being told, milliseconds: what waits for the clock becomes due without a word. */
const PAUSE_MS = 1_000

/** Runs at once: one that waits for a slow vendor does not keep the others waiting. */
const MOST_RUNS = 4

/**
 * Calls the edge function `dispatch` whenever the database says that a message was queued, and every second, as pg_cron
 * does on a hosted project. A call that fails is logged, and the next comes in its time.
 */
export async function startDispatcher(
  sql: Sql,
  { url, serviceRoleKey }: Pick<LocalSupabase, 'url' | 'serviceRoleKey'>,
  log: (line: string) => void,
): Promise<Running> {
  const runs = new Set<Promise<void>>()
  const stopping = new AbortController()
  let told = false

  const call = async (): Promise<void> => {
    try {
      const headers = { authorization: `Bearer ${serviceRoleKey}` }
      const answer = await fetch(`${url}/functions/v1/dispatch`, { method: 'POST', headers })
      const text = await answer.text()
      if (!answer.ok) log(`dispatch answered ${answer.status}: ${text.slice(0, 200)}`)
    } catch (error) {
      if (!stopping.signal.aborted) log(`dispatch: ${String(error)}`)
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

  const listening = await sql.listen('dispatch', wake)
  const pulse = startPulse(
    'dispatch',
    () => PAUSE_MS,
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
