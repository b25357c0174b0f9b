import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { locateApp } from './app-location.ts'

describe('the place of an app', () => {
  let root: string

  const writeApp = (folder: string): string => {
    const appDir = join(root, folder)
    mkdirSync(join(appDir, 'out'), { recursive: true })
    writeFileSync(
      join(appDir, 'package.json'),
      JSON.stringify({ name: 'desk', version: '1.2.3', main: 'out/index.js' }),
    )
    writeFileSync(join(appDir, 'out/index.js'), '')
    return appDir
  }

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'stand-in-app-'))
  })

  afterEach(() => {
    rmSync(root, { recursive: true })
  })

  it('is a folder with a package.json', () => {
    const appDir = writeApp('project')
    expect(locateApp(appDir)).toMatchObject({ appDir, entry: join(appDir, 'out/index.js'), isPackaged: false })
  })

  it('is the folder around a file', () => {
    const appDir = writeApp('project')
    const entry = join(appDir, 'out/index.js')
    expect(locateApp(entry)).toMatchObject({ appDir, entry, manifest: { version: '1.2.3' } })
  })

  it.each(['dist', 'dist/resources', 'dist/resources/app.asar'])('is packaged when %s is started', (target) => {
    const appDir = writeApp('dist/resources/app.asar')
    expect(locateApp(join(root, target))).toMatchObject({
      appDir,
      isPackaged: true,
      resourcesPath: join(root, 'dist/resources'),
    })
  })

  it('says how to go on when the app is still in an archive', () => {
    mkdirSync(join(root, 'resources'))
    writeFileSync(join(root, 'resources/app.asar'), 'archive')
    expect(() => locateApp(root)).toThrow(/npx asar extract/)
  })

  it('is missed by name', () => {
    expect(() => locateApp(join(root, 'nowhere'))).toThrow(`Unable to find Electron app at ${join(root, 'nowhere')}`)
  })
})
