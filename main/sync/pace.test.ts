import { expect, test } from 'vitest'
import { createPace } from './pace.ts'

function paceAt(random: number) {
  let now = 1_000_000
  const pace = createPace(
    () => now,
    () => random,
  )
  return { pace, pass: (ms: number) => (now += ms) }
}

test('a backend that answers promptly is asked at once, however many pokes come', () => {
  const { pace } = paceAt(0.9)
  for (let n = 0; n < 300; n++) {
    pace.pulled(30)
    expect(pace.afterPoke()).toBe(0)
  }
})

test('where it is slow the wait grows with the pokes, and has an end', () => {
  const { pace } = paceAt(0.5)
  pace.pulled(210)
  const delays = Array.from({ length: 60 }, () => pace.afterPoke())
  expect(delays.slice(0, 3)).toEqual([10, 20, 30])
  expect(delays.at(-1)).toBe(400)
  for (let n = 0; n < 3; n++) pace.pulled(60_000)
  expect(pace.afterPoke()).toBe(1_000)
})

test('one long round among quick ones is no slowness', () => {
  const { pace } = paceAt(0.5)
  for (const ms of [10, 90_000, 12]) pace.pulled(ms)
  expect(pace.afterPoke()).toBe(0)
})

test('pokes of a while ago do not count', () => {
  const { pace, pass } = paceAt(0.5)
  pace.pulled(210)
  for (let n = 0; n < 50; n++) pace.afterPoke()
  pass(11_000)
  expect(pace.afterPoke()).toBe(10)
})

test('the poke of one’s own push is never waited with', () => {
  const { pace } = paceAt(0.9)
  pace.pulled(5_000)
  for (let n = 0; n < 50; n++) pace.afterPoke()
  pace.pushed()
  expect(pace.afterPoke()).toBe(0)
})

test('desktops that hear again at the same moment pull at different ones; the first connection waits for nothing', () => {
  const delays = [0.1, 0.5, 0.9].map((random) => {
    const { pace } = paceAt(random)
    expect(pace.afterReconnect()).toBe(0)
    return pace.afterReconnect()
  })
  expect(delays).toEqual([300, 1_500, 2_700])
})
