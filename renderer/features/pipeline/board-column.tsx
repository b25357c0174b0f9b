import { useDroppable } from '@dnd-kit/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronsLeft } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { useCanWrite } from '../../actions/session-context.ts'
import { useTeam } from '../../actions/use-team.ts'
import { useBridge } from '../../bridge/bridge-context.ts'
import { count } from '../../format/time.ts'
import { Pager } from '../../paging/pager.ts'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { BoardCard, cardElementId, type CardLook } from './board-card.tsx'
import { valueWords, weightedWords } from './card-words.ts'
import { columnCards, settledMoves } from './column-cards.ts'
import { useOpenBeside } from '../../actions/use-open-beside.ts'
import type {
  BoardCard as Card,
  BoardColumn as Column,
  BoardFilter,
  PipelineKind,
} from '#shared/contract/areas/pipeline.ts'

/** Heights of a card with the gap below it, in px; the virtual list relies on them. */
const CARD_HEIGHT = { comfortable: 84, compact: 46 }
const GAP = 6

export const columnElementId = (stage: string): string => `board-column-${stage || 'none'}`
const LAYERS = '[role="dialog"], [role="menu"]'
const NO_STAGE = { name: 'No stage yet', color: '#8b93a7', kind: 'open' as const, probability: 0, rotting_days: 0 }

interface BoardColumnProps {
  column: Column
  kind: PipelineKind
  filter: BoardFilter
  now: number
  asList: boolean
}

/** A stage: what it holds in all, and its cards, of which those on screen are drawn. */
export function BoardColumn(props: BoardColumnProps) {
  const { column, asList } = props
  const stage = column.stage ?? NO_STAGE
  const key = column.stage?.id ?? ''
  const isCollapsed = useApp((state) => state.preferences.collapsedStages.includes(key))
  const isOver = useApp((state) => state.lifted?.over === key)
  const { setNodeRef, isOver: isUnder } = useDroppable({ id: key, disabled: column.stage === null })
  const isTarget = isOver || isUnder
  return (
    <section
      ref={setNodeRef}
      aria-label={stage.name}
      className={cx(
        'flex min-h-0 shrink-0 flex-col rounded-xl border bg-canvas transition-colors',
        isTarget ? 'border-accent bg-accent-soft' : 'border-line',
        asList ? (isCollapsed ? 'h-10' : 'h-80 max-h-[60vh] w-full') : isCollapsed ? 'w-11' : 'w-72',
      )}
    >
      {isCollapsed ? <CollapsedHeader column={column} asList={asList} /> : <Header column={column} />}
      {!isCollapsed && <Cards {...props} />}
    </section>
  )
}

function useFold(column: Column) {
  const key = column.stage?.id ?? ''
  const collapsed = useApp((state) => state.preferences.collapsedStages)
  const setPreference = useApp((state) => state.setPreference)
  return () =>
    setPreference({
      collapsedStages: collapsed.includes(key) ? collapsed.filter((other) => other !== key) : [...collapsed, key],
    })
}

function Header({ column }: { column: Column }) {
  const fold = useFold(column)
  const stage = column.stage ?? NO_STAGE
  const value = valueWords(column.values)
  const isWeighted =
    stage.kind === 'open' && column.values.some(({ minor, weighted }) => weighted !== minor && weighted !== '0')
  const weighted = isWeighted ? weightedWords(column.values) : ''
  return (
    <header className="shrink-0 border-b border-line px-3 pt-2 pb-1.5">
      <div className="flex items-center gap-2">
        <Dot color={stage.color} />
        <h2 title={stage.name} className="min-w-0 truncate text-sm font-semibold">
          {stage.name}
        </h2>
        <span className="tabular text-xs text-ink-2">{count(column.cards)}</span>
        <span className="flex-1" />
        <IconButton label={`Fold up ${stage.name}`} size="sm" className="-mr-1.5 size-6" onClick={fold}>
          <ChevronsLeft className="size-3.5" />
        </IconButton>
      </div>
      <p
        title={weighted ? `${value}; ${weighted} weighted by probability` : value}
        className="tabular h-4 truncate text-xs text-ink-2"
      >
        {value}
        {weighted && <span className="text-ink-3"> · {weighted} weighted</span>}
      </p>
    </header>
  )
}

function CollapsedHeader({ column, asList }: { column: Column; asList: boolean }) {
  const unfold = useFold(column)
  const stage = column.stage ?? NO_STAGE
  return (
    <button
      type="button"
      aria-expanded={false}
      aria-label={`${stage.name}, ${count(column.cards)}. Unfold`}
      onClick={unfold}
      className={cx(
        'flex min-h-0 flex-1 items-center gap-2 rounded-xl text-ink-2 hover:bg-hover hover:text-ink',
        asList ? 'px-3' : 'flex-col py-3',
      )}
    >
      <Dot color={stage.color} />
      <span className="tabular text-xs">{count(column.cards)}</span>
      <span className={cx('min-h-0 truncate text-sm font-semibold', !asList && '[writing-mode:vertical-rl]')}>
        {stage.name}
      </span>
    </button>
  )
}

function Dot({ color }: { color: string }) {
  return (
    <span
      aria-hidden
      className="keep-color size-2.5 shrink-0 rounded-full ring-1 ring-ink/10 ring-inset"
      style={{ backgroundColor: color }}
    />
  )
}

function Cards({ column, kind, filter, now, asList }: BoardColumnProps) {
  const key = column.stage?.id ?? ''
  const stage = column.stage ?? NO_STAGE
  const { cache } = useBridge()
  const store = useAppStore()
  const pager = useMemo(
    () => new Pager(cache, 'board.page', { kind, stage_id: column.stage?.id ?? null, filter }),
    [cache, kind, column.stage?.id, filter],
  )
  const { rows: loaded, loaded: isLoaded } = useSyncExternalStore(pager.subscribe, pager.snapshot)
  const moving = useApp((state) => state.moving)
  const deferred = useApp((state) => state.deferred)
  const rows = useMemo(
    () => columnCards(key, loaded, moving).filter(({ id }) => !deferred.includes(id)),
    [key, loaded, moving, deferred],
  )
  useEffect(() => {
    store.getState().setBoardRows(key, loaded)
    const { moving: under, boardRows, removeMoving } = store.getState()
    for (const id of settledMoves(under, boardRows)) removeMoving(id)
  }, [store, key, loaded])
  useEffect(() => () => store.getState().dropBoardRows(key), [store, key])

  const compact = useApp((state) => state.preferences.boardCompact) || asList
  const hidden = useApp((state) => state.preferences.hiddenCardFields)
  const cursorId = useApp((state) => (state.boardCursor?.stage === key ? state.boardCursor.cardId : null))
  const isHere = useApp((state) => state.boardCursor?.stage === key)
  const openId = useApp((state) => state.openId)
  const liftedId = useApp((state) => state.lifted?.card.id ?? null)
  const canWrite = useCanWrite()
  const { nameOf } = useTeam()
  const openCard = useOpenBeside()
  const scroller = useRef<HTMLDivElement>(null)

  const size = compact ? CARD_HEIGHT.compact : CARD_HEIGHT.comfortable
  // oxlint-disable-next-line react/incompatible-library -- the React Compiler is not used here
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => size,
    overscan: 4,
    paddingStart: GAP,
    paddingEnd: GAP,
  })
  useEffect(() => virtualizer.measure(), [virtualizer, size])
  const items = virtualizer.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  const { isScrolling } = virtualizer
  useEffect(() => pager.show(first, last, isScrolling), [pager, first, last, isScrolling])

  const cursorIndex = useMemo(() => rows.findIndex(({ id }) => id === cursorId), [rows, cursorId])
  useEffect(() => {
    if (cursorIndex !== -1) virtualizer.scrollToIndex(cursorIndex, { align: 'auto' })
  }, [cursorId, cursorIndex, virtualizer])
  useTakeFocus(scroller, isHere)

  const takeCursor = () => {
    const { boardCursor, setBoardCursor } = store.getState()
    if (boardCursor?.stage !== key) setBoardCursor({ stage: key, cardId: rows[0]?.id ?? null })
  }
  const click = useCallback(
    (card: Card) => {
      store.getState().setBoardCursor({ stage: key, cardId: card.id })
      openCard(card, 'list')
    },
    [key, openCard, store],
  )
  const menu = useCallback((card: Card) => store.getState().setChoosing({ card, from: key }), [key, store])
  const look: Omit<CardLook, 'owner'> = { now, stage, compact, hidden }

  return (
    <div
      ref={scroller}
      id={columnElementId(key)}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a select cannot hold such cards
      role="listbox"
      tabIndex={0}
      data-region="list"
      data-stage={key}
      aria-label={`${stage.name}, ${count(column.cards)}`}
      aria-activedescendant={
        items.some(({ index }) => index === cursorIndex) ? cardElementId(cursorId ?? '') : undefined
      }
      onPointerDown={takeCursor}
      onFocus={({ relatedTarget }) => {
        const { boardCursor, focusOn } = store.getState()
        const isGivenBack = relatedTarget === null || relatedTarget.closest(LAYERS) !== null
        // A sheet gives the focus back to where the card was; it goes to where the card is.
        if (isGivenBack && boardCursor && boardCursor.stage !== key) focusOn('list')
        else takeCursor()
      }}
      className="cursor-list min-h-0 flex-1 overflow-y-auto rounded-b-xl px-1.5 outline-none focus-visible:ring-2 focus-visible:ring-focus/40 focus-visible:ring-inset"
    >
      <div role="presentation" className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const card = rows[index]
          return (
            card && (
              <div
                key={card.id}
                role="presentation"
                className="absolute top-0 left-0 w-full"
                style={{ transform: `translateY(${start}px)`, height: size - GAP }}
              >
                <BoardCard
                  {...look}
                  card={card}
                  owner={card.owner_id === null ? null : nameOf(card.owner_id)}
                  position={index + 1}
                  total={Math.max(column.cards, rows.length)}
                  cursor={card.id === cursorId}
                  open={card.conversation !== null && card.conversation.id === openId}
                  lifted={card.id === liftedId}
                  canMove={canWrite}
                  onClick={click}
                  onMenu={menu}
                />
              </div>
            )
          )
        })}
      </div>
      {isLoaded && rows.length === 0 && (
        <p aria-hidden className="-mt-1 px-3 py-4 text-center text-xs text-ink-3">
          Nothing here
        </p>
      )}
    </div>
  )
}

/** The column of the cursor takes the focus each time it is sent to the board, and when nothing else has it. */
function useTakeFocus(scroller: { current: HTMLDivElement | null }, isHere: boolean): void {
  const focus = useApp((state) => state.focus)
  const [firstTurn] = useState(focus.turn)
  useEffect(() => {
    if (!isHere) return
    const sent = focus.turn !== firstTurn && focus.region === 'list'
    const lost = document.activeElement === document.body
    if (!sent && !lost) return
    scroller.current?.focus({ preventScroll: true })
    // A card may have been moved to a column that is out of sight.
    scroller.current?.scrollIntoView({ inline: 'nearest', block: 'nearest' })
  }, [focus, firstTurn, isHere, scroller])
}
