/** What is typed into the dialog of a task, and the task it makes. */
import { readSnooze } from '../../format/snooze-words.ts'
import { dateTime } from '../../format/time.ts'
import { TASK_TYPES, type TaskItem, type TaskType } from '#shared/contract/areas/tasks.ts'
import type { Priority } from '#shared/domain/vocabulary.ts'

export interface TaskDraft {
  subject: string
  description: string
  type: TaskType
  /** In words; empty for whenever. */
  when: string
  priority: Priority
  assigned_to: string | null
}

/** What the words of a new task's time begin with. */
const FIRST_TIME = 'tomorrow 9am'
const MOST_SUBJECT = 300
const MOST_DESCRIPTION = 10_000

const isTaskType = (type: string): type is TaskType => (TASK_TYPES as readonly string[]).includes(type)

/** @param task the one that is edited; null for a new one, which is the rep's own */
export function draftOf(task: TaskItem | null, userId: string): TaskDraft {
  return {
    subject: task?.subject ?? '',
    description: task?.description ?? '',
    type: task && isTaskType(task.type) ? task.type : 'task',
    when: task ? whenOf(task) : FIRST_TIME,
    priority: task?.priority ?? 'normal',
    assigned_to: task ? task.owner_id : userId,
  }
}

const whenOf = ({ at }: TaskItem): string => (at === null ? '' : dateTime(at))

/** When the words say that it is due; what was not changed stays, also where it has passed. */
export function dueOf(
  { when }: TaskDraft,
  task: TaskItem | null,
  now: number,
): { at: number | null } | { error: string } {
  if (when.trim() === '') return { at: null }
  if (task && when === whenOf(task)) return { at: task.at }
  return readSnooze(when, now)
}

export interface TaskFields {
  subject: string | null
  description: string | null
  priority: Priority
  due_at: number | null
  assigned_to: string | null
}

/** What an edit changes: what was left alone may have become something else meanwhile, and stays that. */
export function changedFields(task: TaskItem, fields: TaskFields): Partial<TaskFields> {
  const before: TaskFields = {
    subject: task.subject,
    description: task.description,
    priority: task.priority,
    due_at: task.at,
    assigned_to: task.owner_id,
  }
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => value !== before[name as keyof TaskFields]),
  )
}

export interface CheckedTask {
  fields: TaskFields | null
  problems: { subject?: string; description?: string; when?: string }
}

/** The task that a draft makes, or what is wrong with each of its fields. */
export function checked(draft: TaskDraft, task: TaskItem | null, now: number): CheckedTask {
  const subject = draft.subject.trim()
  const description = draft.description.trim()
  const due = dueOf(draft, task, now)
  const problems = {
    ...(subject === '' && draft.type === 'task' && { subject: 'Say what is to be done.' }),
    ...(subject.length > MOST_SUBJECT && {
      subject: `This takes ${MOST_SUBJECT} characters. Put the rest into the details.`,
    }),
    ...(description.length > MOST_DESCRIPTION && {
      description: 'This takes 10,000 characters. Write the rest as a note.',
    }),
    ...('error' in due && { when: due.error }),
  }
  if (Object.keys(problems).length > 0 || 'error' in due) return { fields: null, problems }
  const { priority, assigned_to } = draft
  return {
    fields: { subject: subject || null, description: description || null, priority, due_at: due.at, assigned_to },
    problems,
  }
}
