import { expect, it } from 'vitest'
import { outcomeOf } from './outcome.ts'

it('gives words back only once the server has agreed, or has never had them', () => {
  expect(outcomeOf(undefined)).toBe('open')
  expect(outcomeOf({ status: 'cancelled', save_state: 'local', too_late: null })).toBe('open')
  expect(outcomeOf({ status: 'cancelled', save_state: 'syncing', too_late: null })).toBe('open')
  expect(outcomeOf({ status: 'cancelled', save_state: 'saved', too_late: null })).toBe('back')
  expect(outcomeOf(null)).toBe('back')
})

it('knows that it was too late when the server says so', () => {
  expect(outcomeOf({ status: 'sent', save_state: 'attention', too_late: null })).toBe('left')
  expect(outcomeOf({ status: 'scheduled', save_state: 'saved', too_late: 7 })).toBe('left')
  expect(outcomeOf({ status: 'queued', save_state: 'saved', too_late: null })).toBe('left')
})
