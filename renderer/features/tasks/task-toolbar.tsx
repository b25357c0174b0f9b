import { AlarmClock, Check, Pencil, Trash2, UserRoundPlus } from 'lucide-react'
import { Button, IconButton } from '../../ui/button.tsx'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { taskTitle } from './task-words.ts'
import { useTaskActions } from './use-task-actions.ts'
import type { TaskItem } from '#shared/contract/areas/tasks.ts'

const ICON = { 'aria-hidden': true, className: 'size-3.5' } as const

/** What can be done about the task under the cursor, for the pointer and for Tab. */
export function TaskToolbar() {
  const task = useApp(({ taskRows, taskCursor }) => taskRows.find(({ id }) => id === taskCursor) ?? null)
  return task && <Actions task={task} />
}

function Actions({ task }: { task: TaskItem }) {
  const store = useAppStore()
  const { complete, remove } = useTaskActions()
  const show = (what: 'edit' | 'snooze' | 'assign') => () => store.getState().showTaskSheet({ what, task })
  return (
    <div
      role="toolbar"
      aria-label={`What to do about ${taskTitle(task)}`}
      className="flex h-11 shrink-0 items-center gap-1 border-t border-line bg-surface px-3"
    >
      {task.kind !== 'booking' && (
        <Button size="sm" aria-keyshortcuts="E" icon={<Check {...ICON} />} onClick={() => void complete(task)}>
          {task.type === 'call' ? 'Log the call' : 'Done'}
        </Button>
      )}
      <Button size="sm" tone="ghost" aria-keyshortcuts="H" icon={<AlarmClock {...ICON} />} onClick={show('snooze')}>
        {task.kind === 'call' ? 'Call back later' : 'Another time'}
      </Button>
      {task.kind === 'activity' && (
        <>
          <IconButton label="Hand over" keys="A" size="sm" onClick={show('assign')}>
            <UserRoundPlus {...ICON} />
          </IconButton>
          <IconButton label="Edit" keys="D" size="sm" onClick={show('edit')}>
            <Pencil {...ICON} />
          </IconButton>
          <IconButton label="Delete" keys="Del" size="sm" onClick={() => void remove(task)}>
            <Trash2 {...ICON} />
          </IconButton>
        </>
      )}
    </div>
  )
}
