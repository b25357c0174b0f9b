import type { HEALTH_COMMANDS } from '#shared/contract/areas/health.ts'
import type { CommandOutput } from '#shared/contract/ipc.ts'
import { diagnosticsText, type Installation } from '../../support/diagnostics.ts'
import { measureHealth, type HealthSources } from '../../support/health.ts'
import type { LogLine } from '../../support/log-lines.ts'
import type { AreaContext } from './context.ts'

type Handlers = { [N in keyof typeof HEALTH_COMMANDS]: () => Promise<CommandOutput<N>> }

export interface HealthContext {
  sources: HealthSources
  installation: () => Installation
  /** Of the app's log. */
  log: () => Promise<LogLine[]>
}

/** Commands about how the app does on this computer. */
export function healthHandlers({ workspace }: AreaContext, { sources, installation, log }: HealthContext): Handlers {
  const measure = () => {
    const { db, engine } = workspace()
    return measureHealth(sources, { db, status: engine.status })
  }
  return {
    'health.measure': measure,
    async 'health.diagnostics'() {
      const { db, engine } = workspace()
      const [health, facts, lines] = await Promise.all([measure(), db.read('health.cache_facts', null), log()])
      const { error } = engine.status
      return { text: diagnosticsText({ installation: installation(), health, facts, error, log: lines }) }
    },
  }
}
