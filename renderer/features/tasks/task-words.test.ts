import { expect, test } from 'vitest'
import { spokenTask, taskTitle, whenWords } from './task-words.ts'
import type { TaskItem } from '#shared/contract/areas/tasks.ts'

const NOW = new Date(2026, 10, 21, 15, 30).getTime()
const HOUR = 3_600_000

const task = (given: Partial<TaskItem> = {}): TaskItem => ({
  id: 'a',
  kind: 'activity',
  type: 'call',
  status: 'planned',
  subject: 'Ring about the offer',
  description: null,
  priority: 'normal',
  at: NOW + HOUR,
  owner_id: null,
  ends_at: null,
  lead_id: 'l',
  lead_label: 'Ana Lima',
  conversation: null,
  save_state: 'saved',
  ...given,
})

test('a task is called by its subject, else by what it is', () => {
  expect(taskTitle(task())).toBe('Ring about the offer')
  expect(taskTitle(task({ subject: ' ', type: 'email' }))).toBe('Write an e-mail')
  expect(taskTitle(task({ kind: 'follow_up', subject: null }))).toBe('Follow up with Ana Lima')
  expect(taskTitle(task({ kind: 'call', subject: null, status: 'missed' }))).toBe('Missed call')
})

test('its time says how late it is, whether it is today, or when', () => {
  expect(whenWords(task({ at: NOW - 2 * HOUR }), NOW)).toBe('2 h late')
  expect(whenWords(task(), NOW)).toBe('Today 16:30')
  expect(whenWords(task({ at: NOW + 72 * HOUR }), NOW)).toBe('Tue 24 Nov, 15:30')
  expect(whenWords(task({ at: null }), NOW)).toBe('No date')
  expect(whenWords(task({ at: NOW - HOUR, status: 'missed' }), NOW)).toBe('14:30')
})

test('it is read out with what sets it apart', () => {
  expect(spokenTask(task({ priority: 'urgent', save_state: 'local' }), NOW, 'Sofia Rossi')).toBe(
    'Ring about the offer, Ana Lima, Today 16:30, priority urgent, Sofia Rossi, Saved here',
  )
})
