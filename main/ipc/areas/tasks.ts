import type { z } from 'zod'
import type { TASKS_COMMANDS } from '#shared/contract/areas/tasks.ts'
import type { NewMutation } from '../../db/calls.ts'
import type { CommandOutput } from '#shared/contract/ipc.ts'
import { uuidv7 } from '#shared/domain/ids.ts'
import type { AreaContext } from './context.ts'

type Handlers = {
  [N in keyof typeof TASKS_COMMANDS]: (input: z.output<(typeof TASKS_COMMANDS)[N]>) => Promise<CommandOutput<N>>
}

/** What the commands of tasks do. */
export function tasksHandlers({ writable, commit, now }: AreaContext): Handlers {
  return {
    async 'task.create'(given) {
      const task_id = uuidv7(now())
      const assigned_to = given.assigned_to ?? writable().identity.user.id
      await commit({ name: 'activity.create', args: { activity_id: task_id, ...given, assigned_to } })
      return { task_id }
    },
    'task.edit': ({ task_id, set }) => commit({ name: 'activity.edit', args: { activity_id: task_id, set } }),
    'task.complete': ({ task_id }) =>
      commit({ name: 'activity.complete', args: { activity_id: task_id, completed_at: now() } }),
    'task.reopen': (task) => commit(reopening(task)),
    'booking.move': ({ booking_id, ...set }) => commit({ name: 'booking.edit', args: { booking_id, set } }),
    'task.delete': ({ task_id }) => commit({ name: 'activity.delete', args: { activity_id: task_id } }),
    async 'activity.log'({ next, completes, ...did }) {
      const { user } = writable().identity
      const at = now()
      const activity_id = uuidv7(at)
      const next_id = next && uuidv7(at)
      const first: NewMutation[] = []
      if (completes) first.push({ name: 'activity.complete', args: { activity_id: completes, completed_at: at } })
      if (next && next_id) {
        const args = { activity_id: next_id, lead_id: did.lead_id, ...next, assigned_to: user.id }
        first.push({ name: 'activity.create', args })
      }
      const done = { status: 'completed', completed_at: at, assigned_to: user.id } as const
      await commit({ name: 'activity.create', args: { activity_id, ...did, ...done } }, { first })
      return { activity_id, next_id }
    },
    'activity.unlog'({ activity_id, next_id, reopens }) {
      const first: NewMutation[] = reopens ? [reopening(reopens)] : []
      if (next_id) first.push({ name: 'activity.delete', args: { activity_id: next_id } })
      return commit({ name: 'activity.delete', args: { activity_id } }, { first })
    },
  }
}

const reopening = ({ task_id, status }: z.output<(typeof TASKS_COMMANDS)['task.reopen']>): NewMutation => ({
  name: 'activity.edit',
  args: { activity_id: task_id, set: { status, completed_at: null } },
})
