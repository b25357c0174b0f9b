import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ExpectedError } from '#shared/contract/errors.ts'
import { supportBundleSchema } from '#shared/contract/support-bundle.ts'
import type { SupportBundle } from '#shared/contract/support-bundle.ts'
import { PROTOCOL } from '#shared/replication/protocol.ts'
import type { Database } from '../db/client.ts'
import { logLines } from './log-lines.ts'
import { Redactor } from './redact.ts'

export interface BundleOptions {
  db: Pick<Database, 'read'>
  /** Where it is written to; created when missing. */
  folder: string
  /** Of the application. */
  version: string
  /** Path of the application's log. */
  logFile: string
  /** Milliseconds since 1970. */
  now: number
}

const LOG_LINES = 200

/**
 * Writes a support bundle.
 * @returns the file's path
 * @throws `storage_full`, `internal` when it cannot be written, or what reading the cache throws
 */
export async function saveSupportBundle({ db, folder, version, logFile, now }: BundleOptions): Promise<string> {
  const salt = randomBytes(32).toString('hex')
  const cache = await db.read('support.bundle', { salt })
  const log = await recentLog(logFile, new Redactor(salt))
  const bundle = { format: 1, version, made_at: now, protocol: PROTOCOL, ...cache, log } satisfies SupportBundle
  const file = join(folder, `leadline-support-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}.json`)
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(file, `${JSON.stringify(supportBundleSchema.parse(bundle), null, 2)}\n`)
    return file
  } catch (error) {
    const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC'
    if (isFull) throw new ExpectedError('storage_full', 'There is no space left for the bundle.', { cause: error })
    throw new ExpectedError('internal', `The bundle could not be written to ${folder}.`, { cause: error })
  }
}

async function recentLog(file: string, redactor: Redactor): Promise<SupportBundle['log']> {
  const lines = (await logLines(file)).filter(({ event }) => event.startsWith('sync.'))
  return lines.slice(-LOG_LINES).map((line) => ({ ...line, data: line.data && redacted(line.data, redactor) }))
}

/** Codes and counts of a log line stay; whatever else it holds does not. */
const redacted = (data: Record<string, unknown>, redactor: Redactor): unknown =>
  Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      key === 'cause' || key === 'code' ? value : redactor.value(value),
    ]),
  )
