import {
  DndContext,
  DragOverlay,
  MouseSensor,
  pointerWithin,
  TouchSensor,
  useSensor,
  useSensors,
  type DragEndEvent,
} from '@dnd-kit/core'
import { useState, type KeyboardEvent } from 'react'
import { useCanWrite } from '../../actions/session-context.ts'
import { useTeam } from '../../actions/use-team.ts'
import { nameOf } from '../../format/vocabulary.ts'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { LIST_STEPS } from '../../ui/list-steps.ts'
import { cx } from '../../ui/cx.ts'
import { useNow } from '../../ui/use-now.ts'
import { CardFace } from './board-card.tsx'
import { columnElementId } from './board-cards.tsx'
import { BoardColumn } from './board-column.tsx'
import { keyOf, stepAcross, stepInColumn, stepOver } from './board-keys.ts'
import { useMoves } from './use-moves.ts'
import { useOpenBeside } from '../../actions/use-open-beside.ts'
import type { BoardCard, BoardFilter, BoardView, PipelineChoice } from '#shared/contract/areas/pipeline.ts'

/** What dnd-kit would say of every drag with the pointer; the keyboard has its own words (`BoardSaid`). */
const SILENT = {
  onDragStart: () => undefined,
  onDragOver: () => undefined,
  onDragEnd: () => undefined,
  onDragCancel: () => undefined,
}

/** What a column takes of the window, in px, side by side and below each other. */
const COLUMN_WIDTH = 298
const LIST_HEIGHT = 330

interface BoardProps {
  view: BoardView & { pipeline: PipelineChoice }
  filter: BoardFilter
}

/** The columns of a pipeline; cards are moved by mouse, by touch and by keyboard. */
export function Board({ view: { pipeline, columns }, filter }: BoardProps) {
  const store = useAppStore()
  const canWrite = useCanWrite()
  const moves = useMoves()
  const openCard = useOpenBeside()
  const asList = useApp((state) => state.preferences.boardAsList)
  const hidden = useApp((state) => state.preferences.hiddenCardFields)
  const now = useNow()
  const team = useTeam()
  const opensWith = Math.ceil(asList ? innerHeight / LIST_HEIGHT : innerWidth / COLUMN_WIDTH)
  const [dragged, setDragged] = useState<BoardCard | null>(null)
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    // A finger that moves at once scrolls.
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
  )

  const move = (card: BoardCard, from: string, to: string) => {
    const stageOf = (key: string) => columns.find((column) => keyOf(column) === key)?.stage ?? null
    const target = stageOf(to)
    if (!target || from === to) return
    store.getState().setBoardCursor({ stage: to, cardId: card.id })
    moves.ask({ kind: pipeline.kind, card, from: stageOf(from), to: target })
  }
  const stageWith = (cardId: string) => {
    const { boardRows } = store.getState()
    return Object.keys(boardRows).find((key) => boardRows[key]!.some(({ id }) => id === cardId))
  }
  const drop = ({ over }: DragEndEvent) => {
    setDragged(null)
    const from = dragged && stageWith(dragged.id)
    if (dragged && from !== undefined && from !== null && over) move(dragged, from, String(over.id))
  }

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    const target = event.target as HTMLElement
    if (target.getAttribute('role') !== 'listbox') return
    const state = store.getState()
    const handled = state.lifted ? carry(event.key) : walk(event.key)
    if (handled) event.preventDefault()
  }

  /** While a card is lifted. */
  const carry = (key: string): boolean => {
    const { lifted, setLifted, sayOfBoard } = store.getState()
    if (!lifted) return false
    const step = STEPS_ACROSS[key]
    if (step) {
      const over = stepOver(columns, lifted.over, step)
      setLifted({ ...lifted, over })
      document
        .querySelector(`#${CSS.escape(columnElementId(over))}`)
        ?.scrollIntoView({ inline: 'nearest', block: 'nearest' })
      sayOfBoard(`Over ${stageName(columns, over)}`)
    } else if (key === ' ' || key === 'Enter') {
      setLifted(null)
      if (lifted.over === lifted.from)
        sayOfBoard(`${nameOf(lifted.card.title)} stays in ${stageName(columns, lifted.from)}`)
      else move(lifted.card, lifted.from, lifted.over)
      takeFocus()
    } else if (key === 'Escape') {
      setLifted(null)
      sayOfBoard(`Cancelled. ${nameOf(lifted.card.title)} stays in ${stageName(columns, lifted.from)}`)
    }
    // A lifted card takes every key: what moves the cursor would lose it.
    return key !== 'Tab'
  }
  const takeFocus = () => store.getState().focusOn('list')

  const walk = (key: string): boolean => {
    const { boardCursor, boardRows, setBoardCursor, setLifted, sayOfBoard, preferences } = store.getState()
    if (!boardCursor) return false
    const card = boardRows[boardCursor.stage]?.find(({ id }) => id === boardCursor.cardId)
    const step = LIST_STEPS[key]
    const across = STEPS_ACROSS[key]
    if (step !== undefined) setBoardCursor(stepInColumn(boardRows, boardCursor, step))
    else if (across) {
      const unfolded = columns.map(keyOf).filter((stage) => !preferences.collapsedStages.includes(stage))
      setBoardCursor(stepAcross(unfolded, boardRows, boardCursor, across))
      takeFocus()
    } else if (key === 'Enter' && card) openCard(card, 'thread')
    else if (key === ' ' && card && canWrite) {
      setLifted({ card, from: boardCursor.stage, over: boardCursor.stage })
      sayOfBoard(
        `Lifted ${nameOf(card.title)} from ${stageName(columns, boardCursor.stage)}. Left and right choose a stage, Space drops, Escape cancels.`,
      )
    } else return false
    return true
  }

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={pointerWithin}
      accessibility={{ announcements: SILENT, restoreFocus: false }}
      onDragStart={({ active }) => setDragged((active.data.current as { card: BoardCard }).card)}
      onDragCancel={() => setDragged(null)}
      onDragEnd={drop}
    >
      <div
        role="presentation"
        data-scrolls-sideways
        onKeyDown={onKeyDown}
        className={cx(
          'flex min-h-0 flex-1 gap-2.5 px-4 pt-1 pb-3',
          asList ? 'flex-col overflow-y-auto' : 'overflow-x-auto',
        )}
      >
        {columns.map((column, index) => (
          <BoardColumn
            key={keyOf(column)}
            column={column}
            kind={pipeline.kind}
            filter={filter}
            now={now}
            asList={asList}
            isFirst={index < opensWith}
          />
        ))}
      </div>
      <DragOverlay dropAnimation={null}>
        {dragged && (
          <div className="@container w-[268px] rotate-1 cursor-grabbing shadow-float">
            <CardFace
              card={dragged}
              now={now}
              stage={{ kind: 'open', rotting_days: 0 }}
              owner={dragged.owner_id === null ? null : team.nameOf(dragged.owner_id)}
              compact={false}
              hidden={hidden}
            />
          </div>
        )}
      </DragOverlay>
    </DndContext>
  )
}

const STEPS_ACROSS: Record<string, 1 | -1> = { ArrowRight: 1, ArrowLeft: -1 }

const stageName = (columns: BoardView['columns'], key: string): string =>
  columns.find((column) => keyOf(column) === key)?.stage?.name ?? 'no stage'
