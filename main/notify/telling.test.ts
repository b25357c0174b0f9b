import { afterEach, expect, it } from 'vitest'
import { Telling, type TellingOptions } from './telling.ts'

const closing: Telling[] = []
afterEach(() => closing.splice(0).forEach((telling) => telling.close()))

it('looks again when the network is another or the cache equals the server anew, and not for each try in vain', () => {
  let looks = 0
  const desktop = { show: () => undefined } as unknown as TellingOptions['desktop']
  const telling = new Telling({ desktop, onHot: () => looks++ } as unknown as TellingOptions)
  closing.push(telling)
  telling.syncChanged({ state: 'offline', synced_at: 5 })
  telling.syncChanged({ state: 'offline', synced_at: 5 })
  expect(looks).toBe(1)
  telling.syncChanged({ state: 'online', synced_at: 5 })
  telling.syncChanged({ state: 'online', synced_at: 9 })
  expect(looks).toBe(3)
})
