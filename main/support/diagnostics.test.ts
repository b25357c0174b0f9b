import { expect, test } from 'vitest'
import { TABLE_NAMES, type TableName } from '#shared/replication/tables.ts'
import { diagnosticsText, type DiagnosticsSources } from './diagnostics.ts'

const NOW = Date.parse('2026-11-22T01:00:00Z')
const NO_ROWS = Object.fromEntries(TABLE_NAMES.map((name) => [name, 0])) as Record<TableName, number>
const SOURCES: DiagnosticsSources = {
  installation: {
    version: '1.4.0',
    channel: 'beta',
    versions: { electron: '38.1.0', node: '24.0.0', chrome: '140.0', zlib: '1.3' },
    platform: 'linux x64 6.1.0',
    backend: 'hosted',
    protection: 'keychain',
    startedAt: NOW - 3 * 3_600_000,
  },
  health: {
    at: NOW,
    sync: { state: 'offline', synced_at: NOW - 240_000 },
    queue: { pending: 3, attention: 1, oldest_at: NOW - 90_000 },
    reads: [{ name: 'inbox.page', count: 12, p50: 0.44, p95: 1.26 }],
    memory: { main: 200 * 1_048_576, pages: 150 * 1_048_576 },
    disk: { caches: 5_242_880, log: 0 },
  },
  facts: { schema: 41, rows: { ...NO_ROWS, leads: 600 } },
  error: { code: 'offline', message: 'example.supabase.co cannot be reached' },
  log: [
    { at: '2026-11-22T00:58:00Z', level: 'info', event: 'update.ready', data: null },
    { at: '2026-11-22T00:58:01Z', level: 'warn', event: 'sync.pull.failed', data: { cause: 'network', attempt: 1 } },
    { at: '2026-11-22T00:58:03Z', level: 'warn', event: 'sync.pull.failed', data: { cause: 'network', attempt: 2 } },
    {
      at: '2026-11-22T00:58:04Z',
      level: 'error',
      event: 'uncaught',
      data: { cause: 'RangeError at open index.js:1:2' },
    },
  ],
}

test('versions, states, counts, times and coded problems are told, and what fails again is told once', () => {
  expect(diagnosticsText(SOURCES)).toBe(`Leadline 1.4.0 (beta) on linux x64 6.1.0
electron 38.1.0, chrome 140.0, node 24.0.0
Backend: hosted; secrets: keychain
Taken: 2026-11-22T01:00:00.000Z, 3 h after the start

Sync: offline (offline); as of 4 min ago
Queue: 3 pending, 1 to decide, oldest 90 s
Memory: main 200.0 MB, pages 150.0 MB
Disk: caches 5.0 MB, log 0.0 MB

Cache, schema 41:
  leads 600

Reads (times, median ms, 95th percentile ms):
  inbox.page 12 0.4 1.3

Latest problems:
  2026-11-22T00:58:03Z warn sync.pull.failed network (2 times)
  2026-11-22T00:58:04Z error uncaught RangeError at open index.js:1:2`)
})

test('what a log should not hold is not told either', () => {
  const line = (data: Record<string, unknown>) => ({ at: 'x', level: 'warn', event: 'a.b', data })
  const text = diagnosticsText({
    ...SOURCES,
    log: [line({ cause: 'rosa@example.com' }), line({ cause: 'failed: “Rosa”' }), line({ reason: 'Rosa Blum' })],
  })
  expect(text).toMatch(/Latest problems:\n {2}x warn a\.b \(3 times\)$/)
  expect(text).not.toContain('Rosa')
})
