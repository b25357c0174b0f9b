import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
  type KeyboardEvent,
} from 'react'
import { useTeam } from '../../actions/use-team.ts'
import { useBridge } from '../../bridge/bridge-context.ts'
import { Pager } from '../../paging/pager.ts'
import { useRowWindow } from '../../paging/use-row-window.ts'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { LIST_STEPS } from '../../ui/list-steps.ts'
import { useNow } from '../../ui/use-now.ts'
import { EmptyTasks } from './empty-tasks.tsx'
import { ROW_HEIGHT, rowElementId, TaskRow } from './task-row.tsx'
import { LIST_NAMES } from './task-words.ts'
import { useOpenBeside } from '../../actions/use-open-beside.ts'
import type { TaskItem, TaskList as List, TaskScope } from '#shared/contract/areas/tasks.ts'

const PADDING = 6

interface TaskListProps {
  list: List
  scope: TaskScope
  /** How many there are; more than the loaded rows. */
  total: number
}

/** The rows of a list, or what there is to say while it has none. */
export function TaskList({ list, scope, total }: TaskListProps) {
  const { cache } = useBridge()
  const pager = useMemo(() => new Pager(cache, 'tasks.page', { list, scope }), [cache, list, scope])
  const { rows, loaded, error } = useSyncExternalStore(pager.subscribe, pager.snapshot)
  const store = useAppStore()
  useEffect(() => store.getState().setTaskRows(rows), [store, rows])
  if (error && rows.length === 0) return <EmptyTasks list={list} problem={error.message} />
  if (!loaded) return null
  if (rows.length === 0) return <EmptyTasks list={list} problem={null} />
  return <Rows pager={pager} rows={rows} list={list} scope={scope} total={Math.max(total, rows.length)} />
}

interface RowsProps extends TaskListProps {
  pager: Pager<'tasks.page'>
  rows: readonly TaskItem[]
}

/** The list holds the focus itself and names its row, so that focus survives rows that move or leave. */
function Rows({ pager, rows, list, scope, total }: RowsProps) {
  const store = useAppStore()
  const { nameOf } = useTeam()
  const openId = useApp((state) => state.openId)
  const cursorId = useApp((state) => state.taskCursor)
  const now = useNow()
  const openTask = useOpenBeside()
  const shown = useRowWindow(rows, {
    rowHeight: ROW_HEIGHT,
    padding: PADDING,
    overscan: 8,
    firstHeight: innerHeight,
  })
  const { scroller, drawn, first, last, isScrolling, reveal } = shown
  useEffect(() => pager.show(first, last, isScrolling), [pager, first, last, isScrolling])
  useFocusOnList(scroller)

  const cursorIndex = useMemo(() => rows.findIndex(({ id }) => id === cursorId), [rows, cursorId])
  useLayoutEffect(() => {
    if (cursorIndex !== -1) reveal(cursorIndex)
  }, [cursorIndex, reveal])

  const click = useCallback(
    (task: TaskItem) => {
      store.getState().setTaskCursor(task.id)
      openTask(task, 'list')
    },
    [openTask, store],
  )
  const ownerOf = ({ owner_id }: TaskItem) =>
    scope === 'mine' ? null : owner_id === null ? 'Nobody yet' : nameOf(owner_id)

  return (
    <div
      ref={scroller}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a select cannot hold such rows
      role="listbox"
      tabIndex={0}
      data-region="list"
      aria-label={`${LIST_NAMES[list]} tasks`}
      aria-activedescendant={drawn.some(({ row }) => row.id === cursorId) ? rowElementId(cursorId ?? '') : undefined}
      onFocus={() => {
        if (cursorIndex === -1) store.getState().setTaskCursor(rows[0]?.id ?? null)
      }}
      onKeyDown={(event) => moveByKey(event, store.getState().moveTaskCursor)}
      className="cursor-list @container h-full overflow-y-auto outline-none [contain:strict]"
    >
      <div role="presentation" className="relative w-full" style={{ height: shown.height }}>
        {drawn.map(({ row: task, index, slot, top }) => (
          <div
            key={slot}
            role="presentation"
            className="absolute top-0 left-0 w-full"
            style={{ transform: `translateY(${top}px)` }}
          >
            <TaskRow
              task={task}
              now={now}
              open={task.id === cursorId && task.conversation !== null && task.conversation.id === openId}
              cursor={task.id === cursorId}
              position={index + 1}
              total={total}
              owner={ownerOf(task)}
              onClick={click}
            />
          </div>
        ))}
      </div>
    </div>
  )
}

function moveByKey(event: KeyboardEvent, move: (step: number) => void): void {
  const step = LIST_STEPS[event.key]
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
  event.preventDefault()
  move(step)
}

/** Takes the focus when it is sent to the list, and when the list appears while nothing else has it. */
function useFocusOnList(scroller: { current: HTMLDivElement | null }): void {
  const focus = useApp((state) => state.focus)
  const first = useRef(focus.turn)
  useEffect(() => {
    const isSent = focus.turn !== first.current && focus.region === 'list'
    if (isSent || document.activeElement === document.body) scroller.current?.focus({ preventScroll: true })
  }, [focus, scroller])
}
