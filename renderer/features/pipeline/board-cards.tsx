import { useCallback, useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { useCanWrite } from '../../actions/session-context.ts'
import { useOpenBeside } from '../../actions/use-open-beside.ts'
import { useTeam } from '../../actions/use-team.ts'
import { useBridge } from '../../bridge/bridge-context.ts'
import { count } from '../../format/time.ts'
import { Pager } from '../../paging/pager.ts'
import { useRowWindow } from '../../paging/use-row-window.ts'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { BoardCard, cardElementId } from './board-card.tsx'
import { columnCards, concernsColumn, settledMoves } from './column-cards.ts'
import type { CardStage } from './card-words.ts'
import type { CardMove, StageKey } from '../../store/pipeline-slice.ts'
import type { BoardCard as Card, BoardFilter, PipelineKind } from '#shared/contract/areas/pipeline.ts'

/** Heights of a card with the gap below it, in px; the list relies on them. */
const CARD_HEIGHT = { comfortable: 84, compact: 46 }
const GAP = 6
/** px of the window above a column's cards at least, and of a column in the list of stages at most. */
const ABOVE_CARDS = 100
const LIST_HEIGHT = 320

export const columnElementId = (stage: StageKey): string => `board-column-${stage || 'none'}`
const NOTHING_MOVES: readonly CardMove[] = []
const LAYERS = '[role="dialog"], [role="menu"]'

interface BoardCardsProps {
  stage: CardStage & { name: string }
  stageKey: StageKey
  /** How many the stage holds; more than are loaded. */
  cards: number
  kind: PipelineKind
  filter: BoardFilter
  now: number
  asList: boolean
}

/** The cards of a stage, of which those on screen are drawn. */
export function BoardCards({ stage, stageKey: key, cards, kind, filter, now, asList }: BoardCardsProps) {
  const { rows, isLoaded, pager } = useCards(key, kind, filter)
  const store = useAppStore()
  const compact = useApp((state) => state.preferences.boardCompact) || asList
  const hidden = useApp((state) => state.preferences.hiddenCardFields)
  const cursorId = useApp((state) => (state.boardCursor?.stage === key ? state.boardCursor.cardId : null))
  const isHere = useApp((state) => state.boardCursor?.stage === key)
  const openId = useApp((state) => state.openId)
  const liftedId = useApp((state) => state.lifted?.card.id ?? null)
  const canWrite = useCanWrite()
  const { nameOf } = useTeam()
  const openCard = useOpenBeside()

  const size = compact ? CARD_HEIGHT.compact : CARD_HEIGHT.comfortable
  const list = useRowWindow(rows, {
    rowHeight: size,
    padding: GAP,
    overscan: 4,
    firstHeight: asList ? LIST_HEIGHT : innerHeight - ABOVE_CARDS,
  })
  const { scroller, drawn, first, last, isScrolling, reveal } = list
  useEffect(() => pager.show(first, last, isScrolling), [pager, first, last, isScrolling])

  const cursorIndex = useMemo(() => rows.findIndex(({ id }) => id === cursorId), [rows, cursorId])
  useLayoutEffect(() => {
    if (cursorIndex !== -1) reveal(cursorIndex)
  }, [cursorIndex, reveal])
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

  return (
    <div
      ref={scroller}
      id={columnElementId(key)}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a select cannot hold such cards
      role="listbox"
      tabIndex={0}
      data-region="list"
      data-stage={key}
      aria-label={`${stage.name}, ${count(cards)}`}
      aria-activedescendant={drawn.some(({ row }) => row.id === cursorId) ? cardElementId(cursorId ?? '') : undefined}
      onPointerDown={takeCursor}
      onFocus={({ relatedTarget }) => {
        const { boardCursor, focusOn } = store.getState()
        const isGivenBack = relatedTarget === null || relatedTarget.closest(LAYERS) !== null
        // A sheet gives the focus back to where the card was; it goes to where the card is.
        if (isGivenBack && boardCursor && boardCursor.stage !== key) focusOn('list')
        else takeCursor()
      }}
      className="cursor-list @container min-h-0 flex-1 overflow-y-auto rounded-b-xl px-1.5 outline-none focus-visible:ring-2 focus-visible:ring-focus/40 focus-visible:ring-inset"
    >
      <div role="presentation" className="relative w-full" style={{ height: list.height }}>
        {drawn.map(({ row: card, index, slot, top }) => (
          <BoardCard
            key={slot}
            top={top}
            height={size - GAP}
            card={card}
            now={now}
            stage={stage}
            owner={card.owner_id === null ? null : nameOf(card.owner_id)}
            compact={compact}
            hidden={hidden}
            position={index + 1}
            total={Math.max(cards, rows.length)}
            cursor={card.id === cursorId}
            open={card.conversation !== null && card.conversation.id === openId}
            lifted={card.id === liftedId}
            canMove={canWrite}
            onClick={click}
            onMenu={menu}
          />
        ))}
      </div>
      {isLoaded && rows.length === 0 && (
        <p aria-hidden className="-mt-1 px-3 py-4 text-center text-xs text-ink-3">
          Nothing here
        </p>
      )}
    </div>
  )
}

/** What is loaded of a stage, as the rep's own moves have left it. */
function useCards(key: StageKey, kind: PipelineKind, filter: BoardFilter) {
  const { cache } = useBridge()
  const store = useAppStore()
  const pager = useMemo(
    () => new Pager(cache, 'board.page', { kind, stage_id: key === '' ? null : key, filter }),
    [cache, kind, key, filter],
  )
  const { rows: loaded, loaded: isLoaded, more } = useSyncExternalStore(pager.subscribe, pager.snapshot)
  const moving = useApp((state) => (concernsColumn(key, loaded, state.moving) ? state.moving : NOTHING_MOVES))
  const deferred = useApp((state) => state.deferred)
  const rows = useMemo(
    () => columnCards(key, loaded, moving, !more).filter(({ id }) => !deferred.includes(id)),
    [key, loaded, more, moving, deferred],
  )
  useEffect(() => {
    store.getState().setBoardRows(key, rows, loaded)
    const { moving: under, boardLoaded, removeMoving } = store.getState()
    for (const id of settledMoves(under, boardLoaded)) removeMoving(id)
  }, [store, key, rows, loaded])
  useEffect(() => () => store.getState().dropBoardRows(key), [store, key])
  return { rows, isLoaded, pager }
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
