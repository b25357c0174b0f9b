import { expect, test } from 'vitest'
import { isInUse, TURN_MS, turnOf, type Turn } from './telling-turn.ts'

const IDLE: Turn = { isInUse: false, isOffline: false, knownMs: 0, word: 'none' }

test('a computer is in use a minute after the last input, and five while a window of the app has the keys', () => {
  expect([0, 59, 60, 299, 300].map((seconds) => isInUse(seconds, false))).toEqual([true, true, false, false, false])
  expect([0, 59, 60, 299, 300].map((seconds) => isInUse(seconds, true))).toEqual([true, true, true, true, false])
})

test('who is in use, or offline, tells at once', () => {
  expect(turnOf({ ...IDLE, isInUse: true })).toBe('tell')
  expect(turnOf({ ...IDLE, isOffline: true })).toBe('tell')
})

test('who is not waits for the one that is, then asks, and tells unless another has', () => {
  expect(turnOf(IDLE)).toBe('wait')
  expect(turnOf({ ...IDLE, knownMs: TURN_MS - 1 })).toBe('wait')
  expect(turnOf({ ...IDLE, knownMs: TURN_MS })).toBe('ask')
  expect(turnOf({ ...IDLE, knownMs: TURN_MS + 1, word: 'asked' })).toBe('wait')
  expect(turnOf({ ...IDLE, knownMs: TURN_MS + 1, word: 'mine' })).toBe('tell')
  expect(turnOf({ ...IDLE, knownMs: TURN_MS + 1, word: 'others' })).toBe('leave')
})

test('a server that does not answer keeps nobody from hearing of it', () => {
  expect(turnOf({ ...IDLE, knownMs: TURN_MS, word: 'failed' })).toBe('tell')
  expect(turnOf({ ...IDLE, knownMs: 2 * TURN_MS, word: 'asked' })).toBe('tell')
})

test('what another has told is left, even to who comes to the computer meanwhile', () => {
  expect(turnOf({ ...IDLE, isInUse: true, word: 'others' })).toBe('leave')
})
