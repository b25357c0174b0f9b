import { statSync } from 'node:fs'
import { join } from 'node:path'
import { extractAll, listPackage, statFile } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'

/** What a package for Linux holds of ours. */
export interface PackedApp {
  /** Fuses that are on. */
  fuses: (keyof typeof FuseV1Options)[]
  /** Files in the archive, with their bytes. */
  files: { path: string; bytes: number }[]
  /** Of the archive and of what lies beside it, unpacked. */
  bytes: number
}

/** Fuses that stay on: the app runs from its archive alone, which is checked, and cookies are encrypted. */
export const FUSES_ON: readonly (keyof typeof FuseV1Options)[] = [
  'EnableCookieEncryption',
  'EnableEmbeddedAsarIntegrityValidation',
  'OnlyLoadAppFromAsar',
]

/** All that may be packed: what the app runs, and the terms of what it is made of. */
const WANTED = [
  /^\/package\.json$/,
  /^\/out\/(main|preload|renderer)\/.+\.(js|cjs|css|html|json|woff2|png|svg|wav)$/,
  /^\/node_modules\/better-sqlite3\/(package\.json|LICENSE|lib\/.+\.js)$/,
  /^\/node_modules\/better-sqlite3\/prebuilds\/linux-(x64|arm64)\.node$/,
]

/** Without one of these, nothing starts, or nobody is told under which terms it is made. */
const REQUIRED = [
  /^\/out\/main\/index\.js$/,
  /^\/out\/preload\/index\.cjs$/,
  /^\/out\/renderer\/index\.html$/,
  /^\/out\/renderer\/licenses\.json$/,
  /^\/node_modules\/better-sqlite3\/prebuilds\/.+\.node$/,
]

/** More than this says that something was packed that nobody needs. Bytes. */
export const BUDGET = 9_000_000

/** @param folder the unpacked package */
export async function readPackedApp(folder: string): Promise<PackedApp> {
  const archive = archiveOf(folder)
  const files = listPackage(archive, { isPack: false }).flatMap((path) => {
    const entry = statFile(archive, path.slice(1))
    return 'size' in entry ? [{ path, bytes: entry.size }] : []
  })
  const wire = await getCurrentFuseWire(join(folder, 'leadline'))
  const on = Object.entries(wire).filter(([, state]) => String.fromCharCode(Number(state)) === '1')
  return {
    fuses: on.map(([fuse]) => FuseV1Options[Number(fuse)] as keyof typeof FuseV1Options),
    files,
    bytes:
      statSync(archive).size +
      files.filter(({ path }) => path.endsWith('.node')).reduce((sum, { bytes }) => sum + bytes, 0),
  }
}

/** What is wrong with a package, in sentences. */
export function problemsOf({ fuses, files, bytes }: PackedApp): string[] {
  const open = fuses.filter((fuse) => !FUSES_ON.includes(fuse))
  const closed = FUSES_ON.filter((fuse) => !fuses.includes(fuse))
  const unwanted = files.filter(({ path }) => !WANTED.some((pattern) => pattern.test(path)))
  const missing = REQUIRED.filter((pattern) => !files.some(({ path }) => pattern.test(path)))
  return [
    ...open.map((fuse) => `The fuse ${fuse} is on.`),
    ...closed.map((fuse) => `The fuse ${fuse} is off.`),
    ...unwanted.map(({ path }) => `${path} is packed, which nothing needs.`),
    ...missing.map((pattern) => `Nothing is packed that fits ${pattern.source}.`),
    ...(bytes > BUDGET ? [`The app has ${bytes} bytes; its budget is ${BUDGET}.`] : []),
  ]
}

/** Lays the packed app out where plain Node can run it: its archive as a folder of the same name. */
export function unpackApp(folder: string, to: string): string {
  const app = join(to, 'resources', 'app.asar')
  extractAll(archiveOf(folder), app)
  return app
}

const archiveOf = (folder: string): string => join(folder, 'resources', 'app.asar')
