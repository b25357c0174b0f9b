import { expect, it } from 'vitest'
import { bulkEnded, bulkUndone } from './bulk-words.ts'
import type { BulkOutcome } from '#shared/contract/areas/triage.ts'

const outcome = (given: Partial<BulkOutcome>): BulkOutcome => ({
  id: 1,
  total: 0,
  changed: 0,
  skipped: 0,
  isCancelled: false,
  error: null,
  ...given,
})

it('says how many were changed, and what of', () => {
  expect(bulkEnded('done', 'marked as done', outcome({ total: 1200, changed: 1200 }))).toBe(
    '1,200 conversations marked as done',
  )
  expect(bulkEnded('tag', 'tagged vip', outcome({ total: 3, changed: 1, skipped: 2 }))).toBe(
    '1 lead tagged vip; 2 needed no change',
  )
  expect(bulkEnded('claim', 'claimed', outcome({ total: 2, skipped: 2 }))).toBe(
    'Nothing was claimed; 2 needed no change',
  )
})

it('says where it was stopped, and why', () => {
  expect(bulkEnded('snooze', 'snoozed', outcome({ total: 160, changed: 48, skipped: 2, isCancelled: true }))).toBe(
    '48 conversations snoozed; stopped at 50 of 160',
  )
  expect(bulkEnded('snooze', 'snoozed', outcome({ total: 9, changed: 5, error: 'The disk is full.' }))).toBe(
    '5 conversations snoozed; it stopped at 5 of 9. The disk is full.',
  )
})

it('says what undoing could not set back', () => {
  expect(bulkUndone(outcome({ total: 3, changed: 3 }))).toBe('3 set back')
  expect(bulkUndone(outcome({ total: 3, changed: 2, skipped: 1 }))).toBe(
    '2 set back; 1 could not be, and stay as they are',
  )
})
