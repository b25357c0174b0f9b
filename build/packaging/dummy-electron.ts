import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { FuseV1Options, FuseVersion } from '@electron/fuses'

/** What stands before an Electron binary's fuses (@electron/fuses). */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

/** The byte of a fuse that is on. */
const FUSE_ON = 0x31

/**
 * Writes a folder that the packager takes for an unpacked Electron: its files by their names, and a binary that is nothing
 * but fuses, all of them on. So the app is packed as it ships where no Electron can be had.
 * @param folder must not exist
 */
export function writeDummyElectron(folder: string): void {
  const manifest = createRequire(import.meta.url).resolve('electron/package.json')
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
  const fuses = Object.values(FuseV1Options).filter((fuse) => typeof fuse === 'number').length
  const wire = Buffer.from([Number(FuseVersion.V1), fuses, ...Array.from({ length: fuses }, () => FUSE_ON)])
  mkdirSync(join(folder, 'locales'), { recursive: true })
  mkdirSync(join(folder, 'resources'))
  writeFileSync(join(folder, 'version'), version)
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from(`\x7fELF ${SENTINEL}`, 'latin1'), wire]), {
    mode: 0o755,
  })
  for (const language of ['en-US', 'de', 'fr']) writeFileSync(join(folder, 'locales', `${language}.pak`), language)
  writeFileSync(join(folder, 'LICENSE'), readFileSync(join(manifest, '../LICENSE')))
}
