import { request, type IncomingMessage, type RequestOptions } from 'node:http'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppImageUpdater } from 'electron-updater/out/AppImageUpdater.js'
import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor.js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Updates } from '#main/update/updates.ts'
import { startUpdateServer, type UpdateServer } from '#tests/support/update-server.ts'

/**
 * Updates through the real updater of the packaged app, for Linux, from a real server. In place of Electron stand where the
 * app's files are, and Node's requests: `net.request` is what Electron's stand-in does not have.
 */

const NOW = 1_800_000_000_000
/** Its last four bytes place this installation at 50 % of a staged rollout. */
const HALFWAY = '0198f2c0-0000-5000-8000-00007fffffff'

let folder: string
let server: UpdateServer
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leadline-update-'))
  server = await startUpdateServer()
  const installed = join(folder, 'Leadline-1.0.0.AppImage')
  writeFileSync(installed, 'the version that runs')
  writeFileSync(join(folder, '.updaterId'), HALFWAY)
  writeFileSync(
    join(folder, 'app-update.yml'),
    `provider: generic\nurl: ${server.url}\nupdaterCacheDirName: leadline-updater\n`,
  )
  vi.stubEnv('APPIMAGE', installed)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The updater's own transport, over Node's requests in place of Electron's. */
class NodeRequests extends ElectronHttpExecutor {
  override createRequest(options: RequestOptions, callback: (response: IncomingMessage) => void): never {
    return request(options, callback) as never
  }
}

function installation(version: string) {
  const updater = new AppImageUpdater(null, {
    version,
    name: 'leadline',
    isPackaged: true,
    appUpdateConfigPath: join(folder, 'app-update.yml'),
    userDataPath: folder,
    baseCachePath: folder,
    whenReady: async () => {},
    relaunch() {},
    quit() {},
    onQuit() {},
  })
  updater.logger = null
  Object.assign(updater, { httpExecutor: new NodeRequests() })
  const phases: string[] = []
  const updates: Updates = new Updates({
    updater: async () => updater,
    version,
    channel: 'latest',
    now: () => NOW,
    onChange() {
      const { phase } = updates.state.progress
      if (phases.at(-1) !== phase) phases.push(phase)
    },
    log: { info() {}, warn() {} },
  })
  return { updates, phases }
}

/** What was fetched and waits to be installed. */
const fetched = (): string[] => {
  const pending = join(folder, 'leadline-updater', 'pending')
  return readdirSync(pending)
    .filter((name) => name.endsWith('.AppImage'))
    .map((name) => readFileSync(join(pending, name), 'utf8'))
}

test('a newer version is found, fetched whole, and waits with its notes to be installed', async () => {
  server.channels['latest'] = { version: '1.1.0', content: 'a newer version '.repeat(10_000) }
  const { updates, phases } = installation('1.0.0')
  await updates.check()
  await expect.poll(() => updates.state.progress).toEqual({ phase: 'ready', version: '1.1.0', notes: 'Faster boards' })
  expect(phases).toEqual(['checking', 'downloading', 'ready'])
  expect(fetched()).toEqual(['a newer version '.repeat(10_000)])
})

test('what is not what was published is thrown away, and the next look fetches what is', async () => {
  const release = { version: '1.1.0', content: 'a newer version' }
  server.channels['latest'] = { ...release, sha512: Buffer.alloc(64, 7).toString('base64') }
  const { updates } = installation('1.0.0')
  await updates.check()
  await expect
    .poll(() => updates.state.progress)
    .toMatchObject({
      phase: 'failed',
      message: expect.stringContaining('not the one that was published') as string,
    })
  expect(fetched()).toEqual([])

  server.channels['latest'] = release
  await updates.check()
  await expect.poll(() => updates.state.progress.phase).toBe('ready')
  expect(fetched()).toEqual(['a newer version'])
})

test('a file whose end does not arrive is not kept', async () => {
  server.channels['latest'] = { version: '1.1.0', content: 'a newer version '.repeat(10_000), isCut: true }
  const { updates } = installation('1.0.0')
  await updates.check()
  await expect.poll(() => updates.state.progress.phase).toBe('failed')
  expect(fetched()).toEqual([])
})

test('a staged release is for the share of the installations that it names', async () => {
  server.channels['latest'] = { version: '1.1.0', content: 'x', stagingPercentage: 40 }
  const { updates } = installation('1.0.0')
  await updates.check()
  expect(updates.state.progress).toEqual({ phase: 'current', checked_at: NOW })
  server.channels['latest'].stagingPercentage = 60
  await updates.check()
  await expect.poll(() => updates.state.progress.phase).toBe('ready')
})

test('another channel is asked for another file, and who comes back from it gets the version for everybody', async () => {
  server.channels['latest'] = { version: '1.0.0', content: 'for everybody' }
  server.channels['beta'] = { version: '1.1.0-beta.1', content: 'early' }
  const { updates } = installation('1.0.0')
  await updates.check()
  expect(updates.state.progress.phase).toBe('current')
  await updates.choose('beta')
  await expect.poll(() => updates.state.progress).toMatchObject({ phase: 'ready', version: '1.1.0-beta.1' })
  expect(server.asked.map((path) => path.split('-')[0])).toEqual(['/latest', '/beta', '/Leadline'])

  const early = installation('1.1.0-beta.1').updates
  await early.check()
  await expect.poll(() => early.state.progress).toMatchObject({ phase: 'ready', version: '1.0.0' })
})

test('an older version that is published again is not installed over a newer one', async () => {
  server.channels['latest'] = { version: '1.0.0', content: 'older' }
  const { updates } = installation('1.1.0')
  await updates.check()
  expect(updates.state.progress).toEqual({ phase: 'current', checked_at: NOW })
})

test('a place that publishes nothing is said to have failed, and looked at again', async () => {
  const { updates } = installation('1.0.0')
  await updates.check()
  expect(updates.state.progress).toMatchObject({
    phase: 'failed',
    message: expect.stringContaining('again later') as string,
  })
})
