import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { startLocalSupabase } from './backend.ts'
import { PLATFORM_FOLDER } from './platform.ts'
import { locatePostgresBinaries } from './postgres-binaries.ts'

/** Clusters kept, and for how long a younger one may still be being copied, in milliseconds. */
const KEPT = 6
const IN_USE_MS = 120_000

/**
 * A stopped cluster with the platform and the migrations in it, made once per state of their files and copied by every
 * test backend.
 *
 * @param cacheDir folder that keeps the clusters.
 * @returns the cluster's folder.
 */
export async function ensureTemplate(cacheDir: string, migrationsDir: string): Promise<string> {
  const template = join(cacheDir, await fingerprint([PLATFORM_FOLDER, migrationsDir]))
  if (existsSync(template)) {
    const now = new Date()
    await utimes(template, now, now)
    return template
  }
  await mkdir(cacheDir, { recursive: true })
  const draft = join(cacheDir, `draft-${randomUUID()}`)
  try {
    const backend = await startLocalSupabase({ dataDir: draft, migrationsDir })
    await backend.close()
    await rename(join(draft, 'postgres'), template).catch((error: unknown) => {
      // Another process was faster with the same template.
      if (!existsSync(template)) throw error
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  await prune(cacheDir)
  return template
}

/** Removes clusters that nobody asked for lately: every edit of a migration makes a new one of some 40 MB. */
async function prune(cacheDir: string): Promise<void> {
  const paths = (await readdir(cacheDir)).map((name) => join(cacheDir, name))
  const used = await Promise.all(paths.map(async (path) => ({ path, at: (await stat(path)).mtimeMs })))
  const newestFirst = used.sort((a, b) => b.at - a.at)
  for (const { path, at } of newestFirst.slice(KEPT)) {
    if (Date.now() - at > IN_USE_MS) await rm(path, { recursive: true, force: true })
  }
}

/** Changes with PostgreSQL, this folder's code that sets a cluster up, and the migrations. */
async function fingerprint(folders: string[]): Promise<string> {
  const { version } = locatePostgresBinaries()
  const hash = createHash('sha256').update(version)
  for (const folder of folders) {
    for (const file of (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()) {
      hash.update(`\0${file}\0`).update(await readFile(join(folder, file)))
    }
  }
  return `${version}-${hash.digest('hex').slice(0, 16)}`
}
