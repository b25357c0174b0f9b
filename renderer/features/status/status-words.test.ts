import { expect, it } from 'vitest'
import { freshnessWords, statusDetail, statusWords } from './status-words.ts'
import type { SyncStatus } from '#shared/contract/read-models.ts'

const NOW = new Date(2025, 10, 19, 15, 0).getTime()
const online: SyncStatus = {
  state: 'online',
  since: NOW - 60_000,
  pending: 0,
  attention: 0,
  synced_at: NOW,
  progress: null,
  error: null,
  retry_at: null,
}
const offline: SyncStatus = { ...online, state: 'offline', since: new Date(2025, 10, 19, 14, 2).getTime() }

it.each<[SyncStatus, string]>([
  [online, 'All changes saved'],
  [{ ...online, pending: 4 }, 'Syncing 4'],
  [offline, 'Offline since 14:02'],
  [{ ...offline, pending: 3 }, 'Offline since 14:02 · 3 waiting'],
  [{ ...offline, since: new Date(2025, 10, 17, 9, 5).getTime() }, 'Offline since Mon 17 Nov 09:05'],
  [{ ...online, state: 'catching_up', progress: { received: 12400, expected: 40000 } }, 'Catching up 12,400 of 40,000'],
  [{ ...online, state: 'catching_up', progress: { received: 900, expected: null } }, 'Catching up 900'],
  [{ ...offline, attention: 2, pending: 3 }, 'Needs attention 2'],
  [{ ...online, state: 'blocked' }, 'Sync is blocked'],
  [{ ...online, state: 'connecting' }, 'Connecting'],
])('says the one thing that matters', (status, text) => {
  expect(statusWords(status, NOW).text).toBe(text)
})

it('says how fresh the cache is and that offline work is safe', () => {
  const detail = statusDetail({ ...offline, pending: 1, synced_at: offline.since }, NOW)
  expect(detail).toContain('As of 14:02.')
  expect(detail).toContain('1 change waits on this device')
})

it('gives the reason when sync is blocked', () => {
  const error = { code: 'incompatible', message: 'The project is older than this version.' } as const
  expect(statusDetail({ ...online, state: 'blocked', error }, NOW)).toBe(error.message)
})

it.each<[Partial<SyncStatus>, string | null]>([
  [{ state: 'online', synced_at: NOW - 60_000 }, null],
  [{ state: 'online', synced_at: NOW - 10 * 60_000 }, 'As of 14:50'],
  [{ state: 'connecting', synced_at: NOW - 60_000 }, null],
  [{ state: 'connecting', synced_at: new Date(2025, 10, 18, 9, 5).getTime() }, 'As of Yesterday 09:05'],
  [{ state: 'offline', synced_at: NOW - 60_000 }, 'As of 14:59'],
  [{ state: 'blocked', synced_at: NOW - 60_000 }, 'As of 14:59'],
  [{ state: 'catching_up', synced_at: null }, null],
])('says as of when the cache is true while it may be behind', (change, words) => {
  expect(freshnessWords({ ...online, ...change }, NOW)).toBe(words)
})
