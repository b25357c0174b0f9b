import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Health } from '#shared/contract/areas/health.ts'
import type { SyncStatus } from '#shared/contract/read-models.ts'
import type { Database } from '../db/client.ts'
import { LOG_FILE } from './log.ts'
import type { ReadTimes } from './read-times.ts'

export interface HealthSources {
  /** Where the app keeps its data. */
  userData: string
  readTimes: ReadTimes
  /** What the app's processes take, in bytes. */
  memory: () => Health['memory']
  now: () => number
}

/** How the app does now. */
export async function measureHealth(
  { userData, readTimes, memory, now }: HealthSources,
  { db, status }: { db: Pick<Database, 'read'>; status: SyncStatus },
): Promise<Health> {
  const { state, synced_at, pending, attention } = status
  const [{ at: oldest_at }, caches, logs] = await Promise.all([
    db.read('health.oldest_change', null),
    sizeOfFiles(join(userData, 'caches')),
    sizeOfFiles(join(userData, LOG_FILE, '..')),
  ])
  return {
    at: now(),
    sync: { state, synced_at },
    queue: { pending, attention, oldest_at },
    reads: readTimes.summary(),
    memory: memory(),
    disk: { caches, log: logs },
  }
}

/** Of the files in a folder, in bytes, without the folders in it; 0 for one that is not there. */
async function sizeOfFiles(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile())
  // A file can go while it is looked at.
  const sizes = await Promise.all(
    files.map(({ name }) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
