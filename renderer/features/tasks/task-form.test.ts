import { expect, test } from 'vitest'
import { changedFields, checked, draftOf, dueOf } from './task-form.ts'
import type { TaskItem } from '#shared/contract/areas/tasks.ts'

const NOW = new Date(2026, 10, 21, 15, 30).getTime()
const LATE: TaskItem = {
  id: 'a',
  kind: 'activity',
  type: 'call',
  status: 'planned',
  subject: 'Ring',
  description: null,
  priority: 'high',
  at: NOW - 3_600_000,
  owner_id: 'u2',
  ends_at: null,
  lead_id: 'l',
  lead_label: 'Ana Lima',
  conversation: null,
  save_state: 'saved',
}

test('a new task is the rep’s own, for tomorrow morning, and needs to say what is to be done', () => {
  const draft = draftOf(null, 'u1')
  expect(checked(draft, null, NOW)).toEqual({ fields: null, problems: { subject: 'Say what is to be done.' } })
  expect(checked({ ...draft, subject: ' Send the offer ' }, null, NOW).fields).toEqual({
    subject: 'Send the offer',
    description: null,
    priority: 'normal',
    due_at: new Date(2026, 10, 22, 9).getTime(),
    assigned_to: 'u1',
  })
  // A call says by itself what is to be done.
  expect(checked({ ...draft, type: 'call' }, null, NOW).fields).toMatchObject({ subject: null })
})

test('a reminder in the past is refused, but what was late already may stay so', () => {
  const draft = draftOf(LATE, 'u1')
  expect(draft).toMatchObject({ type: 'call', priority: 'high', assigned_to: 'u2' })
  expect(dueOf(draft, LATE, NOW)).toEqual({ at: LATE.at })
  expect(checked({ ...draft, when: 'yesterday 9am' }, LATE, NOW).problems.when).toMatch(/past/)
  expect(checked({ ...draft, when: 'soonish' }, LATE, NOW).problems.when).toMatch(/no time/)
  expect(checked({ ...draft, when: ' ' }, LATE, NOW).fields).toMatchObject({ due_at: null })
})

test('what is too long says where to put the rest', () => {
  const draft = { ...draftOf(null, 'u1'), subject: 'x'.repeat(301), description: 'y'.repeat(10_001) }
  expect(checked(draft, null, NOW).problems).toEqual({
    subject: 'This takes 300 characters. Put the rest into the details.',
    description: 'This takes 10,000 characters. Write the rest as a note.',
  })
})

test('an edit changes what was changed, and leaves the rest to whoever changes it meanwhile', () => {
  const { fields } = checked({ ...draftOf(LATE, 'u1'), subject: 'Ring again' }, LATE, NOW)
  expect(changedFields(LATE, fields!)).toEqual({ subject: 'Ring again' })
})
