/** Where a rep's process keeps its files. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const secretFile = (directory: string, name: string): string => join(directory, `${name}.secret`)

/** The cache of the folder's one rep, and its key. */
export function cacheOf(directory: string): { file: string; key: Uint8Array } {
  const name = readdirSync(directory).find((entry) => /^[0-9a-f]+\.db$/.test(entry))
  if (!name) throw new Error(`No cache in ${directory}`)
  const key = readFileSync(secretFile(directory, `cache-key-${name.replace('.db', '')}`), 'utf8')
  return { file: join(directory, name), key: Buffer.from(key, 'base64') }
}
