import { app } from 'electron'
import type { Health } from '#shared/contract/areas/health.ts'

/** What the processes of the app take, in bytes; the workers of the cache are threads of the main process. */
export function takenMemory(): Health['memory'] {
  const metrics = app.getAppMetrics()
  const taken = (type: 'Browser' | 'Tab') =>
    metrics.reduce((sum, { type: other, memory }) => sum + (other === type ? memory.workingSetSize * 1024 : 0), 0)
  return { main: taken('Browser'), pages: taken('Tab') }
}
