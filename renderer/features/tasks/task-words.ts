import { dayKey, dateTime, elapsed, clockTime, momentTime } from '../../format/time.ts'
import { nameOf, PRIORITY_NAMES, SAVE_WORDS } from '../../format/vocabulary.ts'
import type { TaskItem, TaskList, TaskType } from '#shared/contract/areas/tasks.ts'
import type { ActivityType } from '#shared/domain/vocabulary.ts'

export const LIST_NAMES: Record<TaskList, string> = {
  overdue: 'Overdue',
  today: 'Today',
  upcoming: 'Upcoming',
  missed: 'Missed calls',
}

export const TYPE_NAMES: Record<TaskType, string> = { task: 'Task', call: 'Call', email: 'E-mail', meeting: 'Meeting' }

/** What an activity of a type is called where nobody has named it. */
const UNNAMED: Record<ActivityType, string> = {
  task: 'Task',
  call: 'Call',
  email: 'Write an e-mail',
  meeting: 'Meeting',
  note: 'Note',
  message: 'Message',
  chatbot_interaction: 'Chat with the AI',
  website_visit: 'Visit of the website',
}

type Named = Pick<TaskItem, 'kind' | 'type' | 'status' | 'subject' | 'lead_label'>

/** What is to be done: `Send the offer`, `Follow up with Ana Lima`, `Missed call`. */
export function taskTitle({ kind, type, status, subject, lead_label }: Named): string {
  if (kind === 'follow_up') return `Follow up with ${nameOf(lead_label)}`
  if (kind === 'call') return 'Missed call'
  if (kind === 'booking') return subject ?? 'Appointment'
  if (subject !== null && subject.trim() !== '') return subject
  return status === 'missed' && type === 'call' ? 'Missed call' : UNNAMED[type]
}

/** When: `2 h late`, `Today 15:00`, `Tue 24 Nov, 09:00`, `No date`; of a missed call when it was. */
export function whenWords({ at, status }: Pick<TaskItem, 'at' | 'status'>, now: number): string {
  if (at === null) return 'No date'
  if (status === 'missed') return momentTime(at, now)
  if (at < now) return `${elapsed(at, now)} late`
  return dayKey(at) === dayKey(now) ? `Today ${clockTime(at)}` : dateTime(at)
}

/** A task as one sentence, for whoever hears it. */
export function spokenTask(task: TaskItem, now: number, owner: string | null): string {
  return [
    taskTitle(task),
    task.kind !== 'follow_up' && nameOf(task.lead_label),
    whenWords(task, now),
    task.priority !== 'normal' && `priority ${PRIORITY_NAMES[task.priority].toLowerCase()}`,
    owner,
    task.save_state !== 'saved' && SAVE_WORDS[task.save_state],
  ]
    .filter(Boolean)
    .join(', ')
}
