import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
const IMPORT = /(?:^|\n)\s*(?:import|export)\s(?:[^'"]*?\sfrom\s)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g

/** Every import of the sources under a folder, tests left out: [file, what it imports as a path from the root or a package]. */
function importsUnder(folder: string): [file: string, target: string][] {
  const files = globSync(`${folder}/**/*.{ts,tsx}`, { cwd: ROOT }).filter((file) => !/\.test\.tsx?$/.test(file))
  return files.flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(IMPORT)].map((match): [string, string] => {
      const specifier = match[1] ?? match[2] ?? ''
      if (specifier.startsWith('#')) return [file, specifier.slice(1)]
      if (!specifier.startsWith('.')) return [file, specifier]
      return [file, relative(ROOT, join(ROOT, dirname(file), specifier))]
    }),
  )
}

/** Imports under a folder whose target is forbidden there, as readable lines. */
const violations = (folder: string, forbidden: RegExp, except: RegExp = /^$/) =>
  importsUnder(folder)
    .filter(([file, target]) => forbidden.test(target) && !except.test(file))
    .map(([file, target]) => `${file} imports ${target}`)

describe('layers', () => {
  test('finds imports at all', () => {
    expect(importsUnder('main').length).toBeGreaterThan(50)
    expect(importsUnder('renderer').length).toBeGreaterThan(50)
  })

  test('shared is imported by every layer and imports none', () => {
    expect(violations('shared', /^(main|preload|renderer|build|tests|supabase)\/|^(electron|react|node:)/)).toEqual([])
  })

  test('the page and preload reach main only through the contract', () => {
    expect(violations('renderer', /^(main|preload|build|tests)\/|^(electron$|node:|better-sqlite3|@supabase)/)).toEqual(
      [],
    )
    expect(violations('preload', /^(main|renderer|build|tests)\/|^(node:|better-sqlite3|@supabase)/)).toEqual([])
  })

  test('main knows neither page nor tooling', () => {
    expect(violations('main', /^(preload|renderer|build|tests)\/|^react/)).toEqual([])
  })

  test('the cache knows no network and no Electron', () => {
    expect(violations('main/db', /^main\/(sync|auth|ipc|shell)\/|^electron$|^@supabase/)).toEqual([])
  })

  test('replication knows no Electron and no SQLite', () => {
    expect(violations('main/sync', /^main\/(db|ipc|shell)\/|^electron$|^better-sqlite3/)).toEqual([])
  })

  test('Electron is known only at the edge of main', () => {
    const edge = /^main\/(index\.ts|shell\/|ipc\/router\.ts|auth\/vault\.ts)/
    expect(violations('main', /^electron$/, edge)).toEqual([])
  })

  test('features of the page do not import each other', () => {
    const crossing = importsUnder('renderer/features').filter(([file, target]) => {
      const own = file.split('/')[2]
      const other = /^renderer\/features\/([^/]+)\//.exec(target)?.[1]
      return other !== undefined && other !== own
    })
    expect(crossing).toEqual([])
  })

  test('the stand-in is never imported by the app', () => {
    for (const layer of ['main', 'preload', 'renderer', 'shared']) {
      expect(violations(layer, /electron-stand-in/)).toEqual([])
    }
  })
})
