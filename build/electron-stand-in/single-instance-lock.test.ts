import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { processIdentity, type SecondInstance, SingleInstanceLock } from './single-instance-lock.ts'

const hello: SecondInstance = { argv: ['app', 'leadline://lead/7'], workingDirectory: '/', additionalData: { n: 1 } }

describe('the single instance lock', () => {
  let folder: string
  const held: SingleInstanceLock[] = []

  const acquire = (onSecondInstance: (message: SecondInstance) => void = () => {}): SingleInstanceLock | undefined => {
    const lock = new SingleInstanceLock(folder)
    if (!lock.acquire(hello, onSecondInstance)) return undefined
    held.push(lock)
    return lock
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stand-in-lock-'))
  })

  afterEach(() => {
    for (const lock of held.splice(0)) lock.release()
    rmSync(folder, { recursive: true })
  })

  it('is given once, and again after its release', () => {
    const first = acquire()
    expect(first?.isHeld).toBe(true)
    expect(acquire()).toBeUndefined()
    first?.release()
    expect(acquire()?.isHeld).toBe(true)
  })

  it('tells its holder about every instance that was refused', async () => {
    const messages: SecondInstance[] = []
    acquire((message) => messages.push(message))
    acquire()
    acquire()
    await vi.waitFor(() => expect(messages).toEqual([hello, hello]))
  })

  it('is taken over from a holder that was killed', () => {
    writeFileSync(join(folder, 'holder'), '999999999@1')
    expect(acquire()?.isHeld).toBe(true)
    expect(readFileSync(join(folder, 'holder'), 'utf8')).toBe(processIdentity(process.pid))
  })

  it.runIf(process.platform === 'linux')('is taken over when another process has the dead holder’s id', () => {
    writeFileSync(join(folder, 'holder'), `${process.pid}@1`)
    expect(acquire()?.isHeld).toBe(true)
  })

  it('leaves nothing behind when it is released', () => {
    acquire()?.release()
    expect(existsSync(join(folder, 'holder'))).toBe(false)
  })
})
