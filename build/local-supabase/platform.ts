import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sql } from 'postgres'

/** The SQL of the platform: `roles` goes before Auth is set up, the others after. All of it can run again. */
export type PlatformScript = 'roles' | 'auth' | 'realtime'

/** Folder of the platform's SQL. */
export const PLATFORM_FOLDER = join(import.meta.dirname, 'sql')

/** Brings a part of the platform to the state of this version, in one transaction. */
export async function applyPlatform(sql: Sql, script: PlatformScript): Promise<void> {
  const text = await readFile(join(PLATFORM_FOLDER, `${script}.sql`), 'utf8')
  await sql.begin((transaction) => transaction.unsafe(text))
}
