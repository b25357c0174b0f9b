import { describe, expect, test } from 'vitest'
import { isVisible } from './snapshot.ts'

describe('isVisible', () => {
  test('sees what committed before the oldest running transaction', () => {
    expect(isVisible('9', '10:20:10,15')).toBe(true)
  })
  test('does not see a transaction that was running', () => {
    expect(isVisible('10', '10:20:10,15')).toBe(false)
    expect(isVisible('15', '10:20:10,15')).toBe(false)
  })
  test('sees a finished one between xmin and xmax', () => {
    expect(isVisible('12', '10:20:10,15')).toBe(true)
  })
  test('does not see the future', () => {
    expect(isVisible('20', '10:20:')).toBe(false)
  })
  test('compares beyond 53 bits', () => {
    expect(isVisible('9007199254740993', '9007199254740992:9007199254740994:9007199254740992')).toBe(true)
    expect(isVisible('9007199254740992', '9007199254740992:9007199254740994:9007199254740992')).toBe(false)
  })
  test('refuses what is not a snapshot', () => {
    expect(() => isVisible('1', 'x')).toThrow('not a snapshot')
  })
})
