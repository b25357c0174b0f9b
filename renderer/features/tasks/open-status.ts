import type { CommandInput } from '#shared/contract/ipc.ts'
import type { TaskItem } from '#shared/contract/areas/tasks.ts'

/** What a task that is done becomes again when that is taken back. */
export const openStatusOf = ({ status }: TaskItem): CommandInput<'task.reopen'>['status'] =>
  status === 'missed' ? 'missed' : 'planned'
