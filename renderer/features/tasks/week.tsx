import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import { useCanWrite } from '../../actions/session-context.ts'
import { useLiveOf } from '../../bridge/use-live.ts'
import { clockTime, fullTime } from '../../format/time.ts'
import { dayStart, onDay, weekDays } from '../../format/week.ts'
import { nameOf } from '../../format/vocabulary.ts'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { SaveMark } from '../../ui/save-mark.tsx'
import { useNow } from '../../ui/use-now.ts'
import { spokenTask, taskTitle } from './task-words.ts'
import { useOpenBeside } from '../../actions/use-open-beside.ts'
import { useTaskActions } from './use-task-actions.ts'
import type { TaskItem, TaskScope } from '#shared/contract/areas/tasks.ts'

const range = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const shortDay = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' })
/** What is dragged, as the system carries it. */
const DRAGGED = 'text/leadline-task'
const NOTHING: readonly TaskItem[] = []

/** What is due and what is booked, day by day; where there is no room for seven days beside each other, below each other. */
export function Week({ scope }: { scope: TaskScope }) {
  const store = useAppStore()
  const weeks = useApp((state) => state.taskWeek)
  const setTaskWeek = useApp((state) => state.setTaskWeek)
  const now = useNow()
  const days = weekDays(now, weeks)
  const [from, to] = [days[0]!, days[7]!]
  const { value } = useLiveOf('calendar.range', { scope, from, to }, `${scope} ${from}`)
  const items = value?.items ?? NOTHING
  useEffect(() => store.getState().setTaskRows(items), [store, items])
  const grid = useFocusOnCursor(items)
  return (
    <section aria-label="Week" className="@container flex min-h-0 flex-1 flex-col">
      <div className="flex shrink-0 items-center gap-1 border-b border-line px-4 py-1">
        <IconButton label="The week before" keys="[" size="sm" onClick={() => setTaskWeek(weeks - 1)}>
          <ChevronLeft aria-hidden className="size-4" />
        </IconButton>
        <IconButton label="The week after" keys="]" size="sm" onClick={() => setTaskWeek(weeks + 1)}>
          <ChevronRight aria-hidden className="size-4" />
        </IconButton>
        {weeks !== 0 && (
          <Button size="sm" tone="ghost" onClick={() => setTaskWeek(0)}>
            This week
          </Button>
        )}
        <h2 aria-live="polite" className="ml-1 text-sm font-medium">
          {range.formatRange(from, days[6]!)}
        </h2>
        {value?.more && <span className="text-xs text-ink-2">More than can be shown</span>}
      </div>
      <div ref={grid} className="min-h-0 flex-1 overflow-y-auto @4xl:grid @4xl:grid-cols-7">
        {days.slice(0, 7).map((day, index) => (
          <Day
            key={day}
            day={day}
            now={now}
            items={items.filter(({ at }) => at !== null && at >= day && at < days[index + 1]!)}
          />
        ))}
      </div>
    </section>
  )
}

/** J and K move the cursor; the focus goes with it while it is in the week. */
function useFocusOnCursor(items: readonly TaskItem[]) {
  const cursor = useApp((state) => state.taskCursor)
  const grid = useRef<HTMLDivElement>(null)
  // Moved to another day, it is another element there.
  const place = items.find(({ id }) => id === cursor)?.at ?? null
  useEffect(() => {
    const wanted = cursor === null || place === null ? null : document.getElementById(entryId(cursor))
    const isHere = document.activeElement === document.body || grid.current?.contains(document.activeElement)
    if (wanted && isHere) wanted.focus()
  }, [cursor, place])
  return grid
}

const entryId = (id: string): string => `week-${id}`

interface DayProps {
  day: number
  now: number
  items: readonly TaskItem[]
}

function Day({ day, now, items }: DayProps) {
  const { snooze } = useTaskActions()
  const store = useAppStore()
  const isToday = day === dayStart(now)
  const words = fullTime(day).split(' at ')[0]!
  const drop = (id: string) => {
    const task = store.getState().taskRows.find((row) => row.id === id)
    if (task?.at != null && dayStart(task.at) !== day) void snooze(task, onDay(task.at, day))
  }
  return (
    // Keys move what is in it; a day itself takes what the pointer drops.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      aria-label={isToday ? `${words}, today` : words}
      onDragOver={(event) => event.dataTransfer.types.includes(DRAGGED) && event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        drop(event.dataTransfer.getData(DRAGGED))
      }}
      className={cx(
        'min-h-16 border-line px-2 py-2 not-last:border-b @4xl:not-last:border-r @4xl:not-last:border-b-0',
        isToday && 'bg-accent-soft/40',
      )}
    >
      <h3 className={cx('px-1 pb-1.5 text-xs font-semibold', isToday ? 'text-accent-ink' : 'text-ink-2')}>
        {isToday ? `Today · ${shortDay.format(day)}` : shortDay.format(day)}
      </h3>
      <ul className="flex flex-col gap-1.5">
        {items.map((task) => (
          <li key={task.id}>
            <Entry task={task} now={now} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Entry({ task, now }: { task: TaskItem; now: number }) {
  const store = useAppStore()
  const canWrite = useCanWrite()
  const openTask = useOpenBeside()
  const { snooze } = useTaskActions()
  const at = task.at ?? now
  const isLate = task.kind !== 'booking' && at < now
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key]
    if (!event.altKey || step === undefined || !canWrite) return
    event.preventDefault()
    void snooze(task, onDay(at, dayStart(at, step)))
  }
  return (
    <button
      type="button"
      id={entryId(task.id)}
      draggable={canWrite}
      aria-label={`${clockTime(at)}, ${spokenTask(task, now, null)}`}
      aria-keyshortcuts={canWrite ? 'Alt+ArrowLeft Alt+ArrowRight' : undefined}
      title={canWrite ? 'Drag to another day, or Alt with the arrows' : undefined}
      onFocus={() => store.getState().setTaskCursor(task.id)}
      onClick={() => openTask(task, 'list')}
      onKeyDown={onKeyDown}
      onDragStart={(event) => event.dataTransfer.setData(DRAGGED, task.id)}
      className={cx(
        'block w-full rounded-md border px-2 py-1.5 text-left hover:bg-hover',
        task.kind === 'booking' ? 'border-accent bg-accent-soft' : 'border-line bg-surface',
      )}
    >
      <span className="flex items-center gap-1.5 text-2xs">
        <span className={cx('tabular font-medium', isLate ? 'text-danger' : 'text-ink-2')}>
          {clockTime(at)}
          {task.ends_at !== null && `–${clockTime(task.ends_at)}`}
          {isLate && ' · late'}
        </span>
        <SaveMark state={task.save_state} />
      </span>
      <span dir="auto" className="line-clamp-2 text-sm font-medium wrap-anywhere">
        {taskTitle(task)}
      </span>
      {task.kind !== 'follow_up' && (
        <span dir="auto" className="block truncate text-xs text-ink-2">
          {nameOf(task.lead_label)}
        </span>
      )}
    </button>
  )
}
