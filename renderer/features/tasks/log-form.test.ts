import { expect, test } from 'vitest'
import { CALL_OUTCOMES, checkedLog, logDraft, withOutcome } from './log-form.ts'

const NOW = new Date(2026, 10, 21, 15, 30).getTime()

test('the outcome of a call prompts the next step, which is planned with it', () => {
  const busy = withOutcome(logDraft('call'), { outcome: 'busy' })
  expect(checkedLog({ ...busy, minutes: '2', description: ' Was driving ' }, NOW).log).toEqual({
    type: 'call',
    subject: 'Call: busy',
    description: 'Was driving',
    duration_minutes: 2,
    next: { type: 'call', subject: 'Try again', due_at: NOW + 3_600_000 },
  })
  expect(checkedLog(withOutcome(busy, { outcome: 'no_interest' }), NOW).log?.next).toBeNull()
})

test('what each outcome prompts lies ahead, at any hour', () => {
  for (const hour of [0, 8, 9, 15, 23]) {
    const now = new Date(2026, 10, 21, hour, 59).getTime()
    for (const outcome of CALL_OUTCOMES) {
      const { log, problems } = checkedLog(withOutcome(logDraft('call'), { outcome }), now)
      expect(problems).toEqual({})
      expect(log?.next?.due_at ?? Infinity).toBeGreaterThan(now)
    }
  }
})

test('a meeting is no call, and needs no next step', () => {
  const draft = { ...withOutcome(logDraft('call'), { type: 'meeting' }), hasNext: false }
  expect(checkedLog(draft, NOW).log).toMatchObject({ type: 'meeting', subject: 'Meeting', next: null })
})

test('what cannot be is said at its field', () => {
  const draft = { ...logDraft('call'), minutes: 'ten' }
  expect(checkedLog(draft, NOW)).toMatchObject({ log: null, problems: { minutes: expect.any(String) as string } })
  const past = { ...draft, minutes: '', next: { ...draft.next, when: 'yesterday 9am' } }
  expect(checkedLog(past, NOW).problems.when).toBeDefined()
})
