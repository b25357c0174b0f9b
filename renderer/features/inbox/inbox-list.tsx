import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type KeyboardEvent,
} from 'react'
import { useCanWrite } from '../../actions/session-context.ts'
import { usePresence } from '../../actions/use-presence.ts'
import { useBridge } from '../../bridge/bridge-context.ts'
import { useLive } from '../../bridge/use-live.ts'
import { SPLIT_NAMES } from '../../format/vocabulary.ts'
import { LIST_STEPS } from '../../ui/list-steps.ts'
import type { AppSlices } from '../../store/app-store.ts'
import { hasSelection } from '../../store/selection-slice.ts'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { Pager } from '../../paging/pager.ts'
import { useRowWindow } from '../../paging/use-row-window.ts'
import { NARROW } from '../../ui/use-media.ts'
import { useNow } from '../../ui/use-now.ts'
import { EmptyInbox } from './empty-inbox.tsx'
import { FirstSync } from './first-sync.tsx'
import { InboxRow, ROW_HEIGHTS, rowElementId, type RowClick } from './inbox-row.tsx'
import type { InboxView } from './inbox-view.ts'
import type { InboxRow as Row } from '#shared/contract/read-models.ts'
import { filterSize } from '#shared/domain/triage.ts'

const PADDING = 4

interface InboxListProps {
  view: InboxView
  /** Conversations in the view, for "3 of 120"; more than the loaded rows. */
  total: number
}

/** The rows of a view, or what there is to say while it has none. */
export function InboxList({ view, total }: InboxListProps) {
  const { cache } = useBridge()
  const pager = useMemo(() => new Pager(cache, 'inbox.page', view), [cache, view])
  const { rows, loaded, more, error } = useSyncExternalStore(pager.subscribe, pager.snapshot)
  const store = useAppStore()
  useEffect(() => {
    store.getState().setRows(rows)
    if (loaded) store.getState().keepSelected(rows)
  }, [store, rows, loaded])

  const { value: status } = useLive('sync.status', {})

  if (!loaded) return <FirstSync error={error} status={status} />
  if (rows.length === 0 && status?.synced_at === null) return <FirstSync error={status.error} status={status} />
  if (rows.length === 0) return <EmptyInbox split={view.split} filtered={filterSize(view.filter) > 0} />
  return <Rows pager={pager} rows={rows} view={view} total={more ? Math.max(total, rows.length) : rows.length} />
}

interface RowsProps extends InboxListProps {
  pager: Pager<'inbox.page'>
  rows: readonly Row[]
}

/**
 * The list itself holds the focus (`aria-activedescendant` names the row), so that focus survives
 * rows that move, leave, or are not drawn.
 */
function Rows({ pager, rows, view, total }: RowsProps) {
  const store = useAppStore()
  const openId = useApp((state) => state.openId)
  const cursorId = useApp((state) => state.cursorId)
  const selection = useApp((state) => state.selection)
  const selecting = useApp(hasSelection)
  const canWrite = useCanWrite()
  const presence = usePresence()
  const now = useNow()
  const density = useApp((state) => state.preferences.density)
  const rowHeight = ROW_HEIGHTS[density]

  const list = useRowWindow(rows, { rowHeight, padding: PADDING, overscan: 8, firstHeight: innerHeight })
  const { scroller, drawn, first, last, isScrolling, reveal } = list
  useEffect(() => pager.show(first, last, isScrolling), [pager, first, last, isScrolling])
  useHoldPlace(scroller, rows, rowHeight)
  useStartAtTop(scroller, pager)
  useRowHeight(scroller, rowHeight)
  useTakeFocus(scroller)

  const cursorIndex = useMemo(() => rows.findIndex((row) => row.id === cursorId), [rows, cursorId])
  const follow = useRef(cursorId)
  useLayoutEffect(() => {
    if (follow.current === cursorId || cursorIndex === -1) return
    follow.current = cursorId
    reveal(cursorIndex)
  }, [cursorId, cursorIndex, reveal])

  // A list that only takes the focus stays where it is, also when rows arrive above at this very moment.
  const takeCursor = () => {
    const { cursorId: known, setCursor } = store.getState()
    if (known !== null) return
    follow.current = openId ?? rows[0]?.id ?? null
    setCursor(follow.current)
  }

  const click = useCallback(
    (id: string, { shiftKey, ctrlKey, metaKey, box }: RowClick) => {
      const state = store.getState()
      if (canWrite && shiftKey) return state.extendSelectedTo(id)
      if (canWrite && (box || ctrlKey || metaKey)) return state.toggleSelected(id)
      return state.openConversation(id, matchMedia(NARROW).matches ? 'thread' : 'list')
    },
    [canWrite, store],
  )

  return (
    <div
      ref={scroller}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a select cannot hold such rows
      role="listbox"
      tabIndex={0}
      data-region="list"
      aria-label={`${SPLIT_NAMES[view.split]} conversations`}
      aria-multiselectable={selecting || undefined}
      aria-activedescendant={drawn.some(({ row }) => row.id === cursorId) ? rowElementId(cursorId ?? '') : undefined}
      onFocus={takeCursor}
      onKeyDown={(event) => moveByKey(event, store.getState(), canWrite)}
      className="cursor-list h-full overflow-y-auto outline-none [contain:strict]"
    >
      <div role="presentation" className="relative w-full" style={{ height: list.height }}>
        {drawn.map(({ row, index, slot, top }) => (
          <div
            key={slot}
            role="presentation"
            className="absolute left-0 w-full [contain:strict]"
            style={{ top, height: rowHeight }}
          >
            <InboxRow
              row={row}
              compact={density === 'compact'}
              now={now}
              open={row.id === openId}
              cursor={row.id === cursorId}
              position={index + 1}
              total={total}
              selected={selecting ? selection.all || selection.ids.has(row.id) : null}
              canSelect={canWrite}
              present={presence.get(row.id)}
              onClick={click}
            />
          </div>
        ))}
      </div>
    </div>
  )
}

/** With Shift, the rows that the cursor passes are selected. */
function moveByKey(event: KeyboardEvent, { moveCursor, extendSelected }: AppSlices, canSelect: boolean): void {
  const step = LIST_STEPS[event.key]
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  if (event.shiftKey && canSelect) extendSelected(step)
  else moveCursor(step)
}

/** Keeps the rows under the rep's eyes where they are while others come and go above them. */
function useHoldPlace(scroller: { current: HTMLDivElement | null }, rows: readonly Row[], rowHeight: number): void {
  const before = useRef(rows)
  useLayoutEffect(() => {
    const element = scroller.current
    const previous = before.current
    before.current = rows
    if (previous === rows || !element || element.scrollTop <= PADDING) return
    const oldIndex = Math.floor((element.scrollTop - PADDING) / rowHeight)
    const anchor = previous[oldIndex]
    if (!anchor || rows[oldIndex]?.id === anchor.id) return
    const newIndex = rows.findIndex((row) => row.id === anchor.id)
    if (newIndex !== -1) element.scrollBy(0, (newIndex - oldIndex) * rowHeight)
  }, [rowHeight, rows, scroller])
}

/** Another view begins at its first row. */
function useStartAtTop(scroller: { current: HTMLDivElement | null }, view: unknown): void {
  const before = useRef(view)
  useLayoutEffect(() => {
    if (before.current === view) return
    before.current = view
    scroller.current?.scrollTo(0, 0)
  }, [scroller, view])
}

/** When rows become higher or lower, the first one in sight stays the first. */
function useRowHeight(scroller: { current: HTMLDivElement | null }, rowHeight: number): void {
  const before = useRef(rowHeight)
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element || before.current === rowHeight) return
    const top = (Math.max(0, element.scrollTop - PADDING) / before.current) * rowHeight
    before.current = rowHeight
    element.scrollTo(0, top)
  }, [rowHeight, scroller])
}

/** Takes the focus each time it is sent to the list, and when the list appears while nothing else has it. */
function useTakeFocus(scroller: { current: HTMLDivElement | null }): void {
  const focus = useApp((state) => state.focus)
  const [firstTurn] = useState(focus.turn)
  useEffect(() => {
    const sent = focus.turn !== firstTurn && focus.region === 'list'
    const lost = focus.turn === firstTurn && document.activeElement === document.body
    if (sent || lost) scroller.current?.focus({ preventScroll: true })
  }, [focus, firstTurn, scroller])
}
