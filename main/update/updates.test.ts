import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { notesOf } from './release-notes.ts'
import { Updates, type Updater } from './updates.ts'

/** Answers each look as it is told to. */
class ScriptedUpdater extends EventEmitter implements Updater {
  channel: string | null = null
  allowDowngrade = true
  looks = 0
  installed = 0
  answer: () => void = () => this.emit('update-not-available', { version: '1.0.0' })

  async checkForUpdates() {
    this.looks += 1
    this.emit('checking-for-update')
    this.answer()
    return null
  }

  quitAndInstall() {
    this.installed += 1
  }
}

const NOW = 1_800_000_000_000
const log = { info() {}, warn() {} }
let updater: ScriptedUpdater
let phases: string[]
let updates: Updates

beforeEach(() => {
  vi.useFakeTimers()
  updater = new ScriptedUpdater()
  phases = []
  updates = new Updates({
    updater: async () => updater,
    version: '1.0.0',
    channel: 'latest',
    now: () => NOW,
    onChange: () => phases.push(updates.state.progress.phase),
    log,
  })
})
afterEach(() => {
  updates.stop()
  vi.useRealTimers()
})

const found = () => updater.emit('update-available', { version: '1.1.0', releaseNotes: '<p>Faster</p>' })
const fetched = () => updater.emit('update-downloaded', { version: '1.1.0', releaseNotes: '<p>Faster</p>' })

test('looks by itself after the start and every four hours', async () => {
  updates.start()
  expect(updater.looks).toBe(0)
  await vi.advanceTimersByTimeAsync(30_000)
  expect(updater.looks).toBe(1)
  await vi.advanceTimersByTimeAsync(4 * 3_600_000)
  expect(updater.looks).toBe(2)
  expect(updates.state.progress).toEqual({ phase: 'current', checked_at: NOW })
})

test('what is found is fetched, told with its notes, and installed when the rep says so', async () => {
  updater.answer = found
  await updates.check()
  updater.emit('download-progress', { percent: 41.7 })
  expect(updates.state.progress).toEqual({ phase: 'downloading', version: '1.1.0', notes: 'Faster', percent: 41 })
  expect(() => updates.restart()).toThrow('no update to install')
  fetched()
  expect(updates.state.progress).toEqual({ phase: 'ready', version: '1.1.0', notes: 'Faster' })
  updates.restart()
  expect(updater.installed).toBe(1)
  expect(phases).toEqual(['checking', 'downloading', 'downloading', 'ready'])
})

test('what is ready is not given up by a later look that fails', async () => {
  updater.answer = found
  await updates.check()
  fetched()
  await updates.check()
  updater.emit('error', new Error('net::ERR_INTERNET_DISCONNECTED'))
  expect([updater.looks, updates.state.progress.phase]).toEqual([1, 'ready'])
})

test('a look that fails says why in words, and the next one may go well', async () => {
  updater.checkForUpdates = () => Promise.reject(Object.assign(new Error('sha512'), { code: 'ERR_CHECKSUM_MISMATCH' }))
  await updates.check()
  expect(updates.state.progress).toMatchObject({ phase: 'failed', message: expect.stringContaining('thrown away') })
  updater.checkForUpdates = () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' }))
  updater.emit('update-not-available', { version: '1.0.0' })
  await updates.check()
  updater.emit('error', Object.assign(new Error(), { code: 'ENOTFOUND' }))
  expect(updates.state.progress).toMatchObject({
    phase: 'failed',
    message: expect.stringContaining('cannot be reached'),
  })
  updater.emit('update-not-available', { version: '1.0.0' })
  expect(updates.state.progress.phase).toBe('current')
})

test('another channel is asked at once, and only an early version may go back', async () => {
  await updates.check()
  expect([updater.channel, updater.allowDowngrade]).toEqual(['latest', false])
  await updates.choose('beta')
  expect([updater.channel, updater.allowDowngrade, updater.looks]).toEqual(['beta', false, 2])
  await updates.choose('beta')
  expect(updater.looks).toBe(2)
})

test('a build that was published nowhere looks for nothing', async () => {
  const silent = new Updates({ updater: null, version: '1.0.0', channel: 'latest', now: () => NOW, onChange() {}, log })
  silent.start()
  await silent.check()
  expect(silent.state.progress).toEqual({ phase: 'unavailable' })
  expect(() => silent.restart()).toThrow('no update')
})

test.each([
  [null, ''],
  ['Plain words\nand more', 'Plain words\nand more'],
  ['<h2>New</h2><ul><li>Faster &amp; calmer</li><li>1 &lt; 2</li></ul>', 'New\n• Faster & calmer\n• 1 < 2'],
  ['<script>alert(1)</script>', 'alert(1)'],
  [
    [
      { version: '1.2.0', note: 'B' },
      { version: '1.1.0', note: null },
    ],
    '1.2.0\nB\n\n1.1.0',
  ],
])('release notes %j read %j', (notes, text) => {
  expect(notesOf(notes)).toBe(text)
})
