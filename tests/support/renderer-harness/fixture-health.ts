import type { Health } from '#shared/contract/areas/health.ts'
import type { SyncStatus } from '#shared/contract/read-models.ts'

const MEGABYTE = 1_048_576

/** How an app with a large cache does. */
export function measuredHealth({ state = 'online' }: Partial<SyncStatus>, pending: number, now: number): Health {
  return {
    at: now,
    sync: { state, synced_at: now - (state === 'online' ? 4_000 : 1_500_000) },
    queue: { pending, attention: 0, oldest_at: pending > 0 ? now - 1_260_000 : null },
    reads: [
      { name: 'search.results', count: 31, p50: 18.2, p95: 143.6 },
      { name: 'conversation.view', count: 412, p50: 1.9, p95: 4.4 },
      { name: 'inbox.page', count: 1_893, p50: 0.8, p95: 2.1 },
      { name: 'inbox.counts', count: 1_204, p50: 0.1, p95: 0.3 },
      { name: 'team.list', count: 3, p50: 0.1, p95: 0.1 },
    ],
    memory: { main: 212 * MEGABYTE, pages: 187 * MEGABYTE },
    disk: { caches: 2_310 * MEGABYTE, log: 0.4 * MEGABYTE },
  }
}
