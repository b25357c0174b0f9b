import { EventEmitter } from 'node:events'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { missingModule, strictEmitter, strictObject } from './strict.ts'

class Tray extends strictEmitter('tray') {
  readonly #title = 'private fields work'
  getTitle(): string {
    return this.#title
  }
}
class Shell extends strictObject('shell') {}

const read = (object: object, name: string): unknown => Reflect.get(object, name)

describe('a strict class', () => {
  it('throws by name for what it lacks', () => {
    expect(() => read(new Tray(), 'setPressedImage')).toThrow(
      'Electron stand-in: tray.setPressedImage is not implemented',
    )
    expect(() => read(new Shell(), 'openPath')).toThrow('Electron stand-in: shell.openPath is not implemented')
  })

  it('keeps what it has, its events and its private fields', () => {
    const tray = new Tray()
    const clicks: unknown[] = []
    tray.on('click', (value) => clicks.push(value))
    tray.emit('click', 1)
    expect(clicks).toEqual([1])
    expect(tray.getTitle()).toBe('private fields work')
    expect(tray).toBeInstanceOf(EventEmitter)
  })

  it('can be logged, awaited and extended', async () => {
    const tray = new Tray()
    expect(inspect(tray)).toContain('Tray')
    expect(await Promise.resolve(tray)).toBe(tray)
    expect(Object.assign(tray, { extra: 1 }).extra).toBe(1)
  })
})

describe('a missing module', () => {
  it('is harmless until it is used', async () => {
    const utilityProcess: object = missingModule('utilityProcess')
    expect(await Promise.resolve(utilityProcess)).toBe(utilityProcess)
    expect(() => read(utilityProcess, 'fork')).toThrow('Electron stand-in: utilityProcess.fork is not implemented')
    expect(() => Reflect.construct(missingModule('BaseWindow'), [])).toThrow('new BaseWindow() is not implemented')
  })
})
