import { useMemo } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { dateTime } from '../../format/time.ts'
import { useAppStore } from '../../store/store-context.ts'
import { UNDO } from '../../store/toast-slice.ts'
import { openStatusOf } from './open-status.ts'
import { taskTitle } from './task-words.ts'
import { TASK_TYPES, type TaskItem } from '#shared/contract/areas/tasks.ts'
import type { CommandInput } from '#shared/contract/ipc.ts'
import type { Teammate } from '#shared/contract/read-models.ts'

type PlannedAnew = Pick<CommandInput<'task.create'>, 'type' | 'subject' | 'due_at'>

const leadOf = ({ lead_id: id, lead_label: label }: TaskItem) => ({ id, label })

export interface TaskActions {
  complete: (task: TaskItem) => Promise<void>
  /** @param at milliseconds since 1970 */
  snooze: (task: TaskItem, at: number) => Promise<void>
  assign: (task: TaskItem, colleague: Teammate) => Promise<void>
  remove: (task: TaskItem) => Promise<void>
}

/** What can be done about a task from wherever it stands: saved here, told, and undone for a while. */
export function useTaskActions(): TaskActions {
  const command = useCommand()
  const store = useAppStore()
  return useMemo(() => {
    const tell = (text: string, undo?: () => void) =>
      store.getState().showToast({ tone: 'info', text, ...(undo && { action: { label: UNDO, run: undo } }) })
    const followUp = (task: TaskItem, next_follow_up_at: number | null) =>
      command('lead.edit', { lead_id: task.lead_id, set: { next_follow_up_at } })
    const plan = ({ lead_id, description, priority, owner_id: assigned_to }: TaskItem, task: PlannedAnew) =>
      command('task.create', { lead_id, description, priority, assigned_to, ...task })

    return {
      async complete(task) {
        if (task.kind === 'booking') return
        // What came of a call is what the next step hangs on.
        if (task.type === 'call') {
          return store.getState().showTaskSheet({ what: 'log', lead: leadOf(task), task, type: 'call' })
        }
        const { id: task_id } = task
        const result =
          task.kind === 'follow_up' ? await followUp(task, null) : await command('task.complete', { task_id })
        if (!result.ok) return
        tell(`${taskTitle(task)}: done`, () => {
          if (task.kind === 'follow_up') void followUp(task, task.at)
          else void command('task.reopen', { task_id, status: openStatusOf(task) })
        })
      },
      async snooze(task, at) {
        if (task.kind === 'call') {
          const made = await plan({ ...task, description: null }, { type: 'call', subject: 'Call back', due_at: at })
          if (!made.ok) return
          const { task_id } = made.value
          tell(`A call back is planned for ${dateTime(at)}`, () => void command('task.delete', { task_id }))
          return
        }
        if (at <= Date.now() && task.kind !== 'booking') {
          store.getState().showToast({ tone: 'error', text: 'That is in the past. Choose a time still to come.' })
          return
        }
        const { id: task_id, status } = task
        if (task.kind === 'booking') {
          const span = task.ends_at === null || task.at === null ? null : task.ends_at - task.at
          const book = (starts_at: number) =>
            command('booking.move', {
              booking_id: task_id,
              starts_at,
              ends_at: span === null ? null : starts_at + span,
            })
          const moved = await book(at)
          if (moved.ok) tell(`${taskTitle(task)}: ${dateTime(at)}`, () => void book(task.at ?? at))
          return
        }
        const move = (due_at: number | null, anew: 'planned' | 'missed') =>
          task.kind === 'follow_up'
            ? followUp(task, due_at)
            : command('task.edit', { task_id, set: { due_at, ...(status === 'missed' && { status: anew }) } })
        const result = await move(at, 'planned')
        if (result.ok) tell(`${taskTitle(task)}: ${dateTime(at)}`, () => void move(task.at, 'missed'))
      },
      async assign(task, colleague) {
        const hand = (assigned_to: string | null) => command('task.edit', { task_id: task.id, set: { assigned_to } })
        const result = await hand(colleague.id)
        if (result.ok) tell(`${taskTitle(task)} is with ${colleague.name}`, () => void hand(task.owner_id))
      },
      async remove(task) {
        const result = await command('task.delete', { task_id: task.id })
        if (!result.ok) return
        const { subject, at: due_at } = task
        const type = TASK_TYPES.find((known) => known === task.type) ?? 'task'
        tell(`${taskTitle(task)} is deleted`, () => void plan(task, { type, subject, due_at }))
      },
    }
  }, [command, store])
}
