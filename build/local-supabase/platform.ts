import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sql } from 'postgres'

/** The SQL of the platform: `roles` goes before Auth and Storage are set up, the others after. */
export type PlatformScript = 'roles' | 'auth' | 'realtime' | 'storage'

/** Folder of the platform's SQL. */
export const PLATFORM_FOLDER = join(import.meta.dirname, 'sql')

/**
 * Brings a part of the platform to the state of this version, in one transaction. What is applied is not applied
 * again: a script's grants must not undo what a migration revoked since.
 */
export async function applyPlatform(sql: Sql, script: PlatformScript): Promise<void> {
  const text = await readFile(join(PLATFORM_FOLDER, `${script}.sql`), 'utf8')
  const fingerprint = createHash('sha256').update(text).digest('hex')
  await sql.begin(async (transaction) => {
    await transaction.unsafe(`create schema if not exists local_backend;
      create table if not exists local_backend.platform (script text primary key, fingerprint text not null)`)
    const [applied] = await transaction<{ fingerprint: string }[]>`
      select fingerprint from local_backend.platform where script = ${script}`
    if (applied?.fingerprint === fingerprint) return
    await transaction.unsafe(text)
    await transaction`
      insert into local_backend.platform values (${script}, ${fingerprint})
      on conflict (script) do update set fingerprint = excluded.fingerprint`
  })
}
