import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

/** Where an app's code is and what its package.json says. */
export interface AppLocation {
  appDir: string
  /** The file to run, absolute. */
  entry: string
  manifest: { name?: string; productName?: string; version?: string; main?: string }
  /** True for an app inside a `resources` folder, as electron-builder lays it out. */
  isPackaged: boolean
  resourcesPath: string
}

/**
 * Finds the app that `target` means: a file, an app's folder, an unpacked distribution or its `resources` folder.
 * Throws with a hint when there is none, or when the app is still inside an ASAR archive.
 */
export function locateApp(target: string): AppLocation {
  const path = resolve(target)
  if (!existsSync(path)) throw new Error(`Unable to find Electron app at ${path}`)
  const appDir = statSync(path).isDirectory() ? appFolder(path) : undefined
  if (appDir === undefined) return locateFile(path)
  const manifest = readManifest(appDir) ?? {}
  return describe(appDir, resolve(appDir, manifest.main ?? 'index.js'), manifest)
}

function locateFile(file: string): AppLocation {
  refuseArchive(file)
  const appDir = nearestPackage(dirname(file)) ?? dirname(file)
  return describe(appDir, file, readManifest(appDir) ?? {})
}

function describe(appDir: string, entry: string, manifest: AppLocation['manifest']): AppLocation {
  const parent = dirname(appDir)
  const isPackaged = basename(appDir) === 'app.asar' || (basename(appDir) === 'app' && basename(parent) === 'resources')
  return { appDir, entry, manifest, isPackaged, resourcesPath: isPackaged ? parent : join(appDir, 'resources') }
}

/** The folder with the app's package.json: the given one, or the app of a distribution or a `resources` folder. */
function appFolder(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder
  for (const inside of ['app.asar', 'app', 'resources/app.asar', 'resources/app']) {
    const candidate = join(folder, inside)
    if (!existsSync(candidate)) continue
    refuseArchive(candidate)
    return candidate
  }
  return folder
}

function refuseArchive(path: string): void {
  if (!path.endsWith('.asar') || statSync(path).isDirectory()) return
  throw new Error(
    `Electron stand-in: ${path} is an archive, which plain Node cannot run. Extract it first: npx asar extract ${path} <folder>/app.asar`,
  )
}

function nearestPackage(from: string): string | undefined {
  if (existsSync(join(from, 'package.json'))) return from
  return dirname(from) === from ? undefined : nearestPackage(dirname(from))
}

function readManifest(folder: string): AppLocation['manifest'] | undefined {
  const file = join(folder, 'package.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as AppLocation['manifest']) : undefined
}
