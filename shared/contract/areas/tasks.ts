/** The contract of tasks: what waits for somebody, when, and what is done about it. Times are milliseconds since 1970. */
import { z } from 'zod'
import { text, time, whole } from '../../domain/mutations/arguments.ts'
import { ACTIVITY_TYPES, PRIORITIES } from '../../domain/vocabulary.ts'
import type { ActivityStatus, ActivityType, Platform, Priority } from '../../domain/vocabulary.ts'
import type { SaveState } from '../read-models.ts'

/** What a rep plans; the other types of activities are written by the server. */
export const TASK_TYPES = [
  'task',
  'call',
  'email',
  'meeting',
] as const satisfies readonly (typeof ACTIVITY_TYPES)[number][]
export type TaskType = (typeof TASK_TYPES)[number]

/** What a rep writes down afterwards. */
export const LOGGED_TYPES = ['call', 'meeting', 'email'] as const satisfies readonly TaskType[]
export type LoggedType = (typeof LOGGED_TYPES)[number]

export const TASK_LISTS = ['overdue', 'today', 'upcoming', 'missed'] as const
export type TaskList = (typeof TASK_LISTS)[number]

export const TASK_SCOPES = ['mine', 'everybody'] as const
export type TaskScope = (typeof TASK_SCOPES)[number]

/** `follow_up`: of a lead, whose id it has; `call`: a message that tells of a call nobody took; a
 * booking stands in the calendar alone. */
export const TASK_KINDS = ['activity', 'follow_up', 'call', 'booking'] as const
export type TaskKind = (typeof TASK_KINDS)[number]

const fields = {
  subject: text(300).nullable(),
  description: text(10_000).nullable(),
  priority: z.enum(PRIORITIES),
  due_at: time.nullable(),
  assigned_to: z.uuid().nullable(),
}

const openStatus = z.enum(['planned', 'missed'])

const taskKey = z.object({ rank: z.number(), source: z.int(), rid: z.int() })
export type TaskKey = z.infer<typeof taskKey>

export const TASKS_COMMANDS = {
  /** Planned for whoever is named; for the rep where nobody is. */
  'task.create': z.object({ lead_id: z.uuid(), type: z.enum(TASK_TYPES), ...fields }),
  /** `status`: what was missed is planned anew, or that is taken back. */
  'task.edit': z.object({ task_id: z.uuid(), set: z.object({ ...fields, status: openStatus }).partial() }),
  'task.complete': z.object({ task_id: z.uuid() }),
  /** Takes back that it was done: it is again what it was. */
  'task.reopen': z.object({ task_id: z.uuid(), status: openStatus }),
  /** The appointment is to be at another time. */
  'booking.move': z.object({ booking_id: z.uuid(), starts_at: time, ends_at: time.nullable() }),
  'task.delete': z.object({ task_id: z.uuid() }),
  /** What the rep did just now, and what is to come of it: all of it is saved, or nothing. */
  'activity.log': z.object({
    lead_id: z.uuid(),
    type: z.enum(LOGGED_TYPES),
    subject: fields.subject,
    description: fields.description,
    duration_minutes: whole(0).nullable(),
    next: z.object({ type: z.enum(TASK_TYPES), subject: fields.subject, due_at: fields.due_at }).nullable(),
    /** A task that is done with it. */
    completes: z.uuid().nullable(),
  }),
  /** Takes back what was logged, with what it planned; the task that was done with it is again what it was. */
  'activity.unlog': z.object({
    activity_id: z.uuid(),
    next_id: z.uuid().nullable(),
    reopens: z.object({ task_id: z.uuid(), status: openStatus }).nullable(),
  }),
} as const

/** More than anybody reads of a week. */
export const MOST_IN_CALENDAR = 500

export const TASKS_QUERIES = {
  'tasks.counts': z.object({ scope: z.enum(TASK_SCOPES) }),
  /** What is due and what is booked from `from` until before `to`, by its time; at most {@link MOST_IN_CALENDAR}. */
  'calendar.range': z.object({ scope: z.enum(TASK_SCOPES), from: time, to: time }),
  /** A stretch of a list, `from` exclusive to `to` inclusive; what is due first stands first, of missed calls the latest. */
  'tasks.page': z.object({
    list: z.enum(TASK_LISTS),
    scope: z.enum(TASK_SCOPES),
    from: taskKey.nullable(),
    to: taskKey.nullable(),
    limit: z.int().min(1).max(500),
  }),
} as const

export interface TaskItem {
  /** Of the activity, the lead or the message, by its kind. */
  id: string
  kind: TaskKind
  type: ActivityType
  status: ActivityStatus
  subject: string | null
  description: string | null
  priority: Priority
  /** When it is due, or was missed; null for whenever. */
  at: number | null
  /** When a booking ends, where that is known. */
  ends_at: number | null
  /** Whose it is; null for nobody in particular, whose lead has no owner either. */
  owner_id: string | null
  lead_id: string
  lead_label: string | null
  /** The lead's latest conversation, or that of the call. */
  conversation: { id: string; platform: Platform } | null
  save_state: SaveState
}

export interface TaskPage {
  rows: TaskItem[]
  /** The key of the last row, to go on from; null at the end. */
  next: TaskKey | null
}

export interface CalendarRange {
  items: TaskItem[]
  /** There are more than are shown. */
  more: boolean
}

export type TaskCounts = Record<TaskList, number>

/** What has become due, for whoever reminds the rep of it. */
export interface Reminder {
  /** Of the activity or the lead. */
  id: string
  kind: Exclude<TaskKind, 'call' | 'booking'>
  type: ActivityType
  subject: string | null
  lead_id: string
  lead_label: string | null
  conversation_id: string | null
  due_at: number
}

/** What logging made; `next_id` is null where nothing was planned. */
export interface LoggedActivity {
  activity_id: string
  next_id: string | null
}

export interface TasksCommandOutputs {
  'task.create': { task_id: string }
  'activity.log': LoggedActivity
}

export interface TasksQueryOutputs {
  'tasks.counts': TaskCounts
  'tasks.page': TaskPage
  'calendar.range': CalendarRange
}
