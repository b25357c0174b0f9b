import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { connect } from '#main/db/connection.ts'
import { TABLE_NAMES } from '#shared/replication/tables.ts'
import { CacheEye } from '#tests/simulator/cache-checks.ts'
import { Violation } from '#tests/simulator/violation.ts'
import type { Member } from './database.ts'
import { shownTo } from './shown.ts'

export interface AppCache {
  file: string
  key: Uint8Array
}

/** The cache file of an installation's one rep, and its key, unsealed by the running app. */
export async function cacheOf(app: ElectronApplication, userData: string): Promise<AppCache> {
  const caches = join(userData, 'caches')
  const name = readdirSync(caches).find((entry) => /^[0-9a-f]+\.db$/.test(entry))
  if (!name) throw new Error(`No cache in ${caches}`)
  const sealed = readFileSync(join(userData, 'vault', `cache-key-${name.replace('.db', '')}`)).toString('base64')
  const key = await app.evaluate(async ({ safeStorage }, stored) => {
    const bytes = Buffer.from(stored, 'base64')
    const content = bytes.subarray(1)
    if (bytes.toString('latin1', 0, 1) === 'p') return content.toString('utf8')
    return (await safeStorage.decryptStringAsync(content)).result
  }, sealed)
  return { file: join(caches, name), key: Buffer.from(key, 'base64') }
}

/**
 * Compares every replicated table of a running app's cache with what the server shows its rep, row by row, and the
 * queue's effect with the rows beneath it. Refused and held changes may be there, waiting ones may not.
 * @throws Violation that names the first difference
 */
export async function checkCacheEquals(app: ElectronApplication, userData: string, member: Member): Promise<void> {
  const shown = await shownTo(member.client)
  const { file, key } = await cacheOf(app, userData)
  const cache = connect(file, { key, readonly: true })
  try {
    const eye = new CacheEye(cache, member.id)
    const waiting = cache.prepare(`select count(*) from outbox where state in ('pending', 'leased')`).pluck().get()
    if (waiting !== 0) throw new Violation('liveness', `${String(waiting)} changes wait`)
    eye.checkFold()
    eye.checkEquals(shown, TABLE_NAMES, 'convergence')
  } finally {
    cache.close()
  }
}
