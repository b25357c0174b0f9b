import { memo } from 'react'
import { fullTime } from '../../format/time.ts'
import { nameOf } from '../../format/vocabulary.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Channel } from '../../ui/channel.tsx'
import { cx } from '../../ui/cx.ts'
import { PriorityMark } from '../../ui/priority-mark.tsx'
import { SaveMark } from '../../ui/save-mark.tsx'
import { TaskIcon } from './task-icon.tsx'
import { spokenTask, taskTitle, whenWords } from './task-words.ts'
import type { TaskItem } from '#shared/contract/areas/tasks.ts'

/** Height of a row in px; the virtual list relies on it. */
export const ROW_HEIGHT = 60

export const rowElementId = (id: string): string => `task-row-${id}`

interface TaskRowProps {
  task: TaskItem
  now: number
  open: boolean
  cursor: boolean
  position: number
  total: number
  /** Whose it is, in words; null where it goes without saying. */
  owner: string | null
  onClick: (task: TaskItem) => void
}

/** One task in the list: what, about whom, and when. */
export const TaskRow = memo(function TaskRow({
  task,
  now,
  open,
  cursor,
  position,
  total,
  owner,
  onClick,
}: TaskRowProps) {
  const isLate = task.status === 'missed' || (task.at !== null && task.at < now)
  return (
    // The list holds the focus and names the active row, so rows need neither focus nor keys of their own.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an option element holds text alone
      role="option"
      id={rowElementId(task.id)}
      aria-selected={open}
      aria-posinset={position}
      aria-setsize={total}
      aria-label={spokenTask(task, now, owner)}
      data-cursor={cursor || undefined}
      onClick={() => onClick(task)}
      className={cx(
        'mx-3 flex h-14.5 items-center gap-3 rounded-lg px-3',
        open ? 'bg-selected' : 'hover:bg-hover',
        cursor && 'at-cursor',
        cursor && !open && 'bg-hover',
      )}
    >
      <TaskIcon task={task} late={isLate} />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <span dir="auto" className="min-w-0 truncate text-base font-medium">
            {taskTitle(task)}
          </span>
          {task.priority !== 'normal' && <PriorityMark priority={task.priority} />}
          <SaveMark state={task.save_state} />
        </p>
        <p className="flex items-center gap-2 text-xs text-ink-2">
          <span dir="auto" className="min-w-0 truncate">
            {nameOf(task.lead_label)}
          </span>
          {task.conversation && <Channel platform={task.conversation.platform} />}
          {task.description && (
            <span dir="auto" className="hidden min-w-0 flex-1 truncate text-ink-3 @xl:inline">
              {task.description}
            </span>
          )}
        </p>
      </div>
      <time
        title={task.at === null ? undefined : fullTime(task.at)}
        className={cx('tabular shrink-0 text-sm', isLate ? 'font-medium text-danger' : 'text-ink-2')}
      >
        {whenWords(task, now)}
      </time>
      {owner !== null && (
        <span title={owner} className="shrink-0">
          <Avatar id={task.owner_id ?? task.id} name={owner} size={20} />
        </span>
      )}
    </div>
  )
})
