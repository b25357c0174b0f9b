import { useDroppable } from '@dnd-kit/core'
import { ChevronsLeft } from 'lucide-react'
import { memo } from 'react'
import { count } from '../../format/time.ts'
import { useApp } from '../../store/store-context.ts'
import { IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Deferred } from '../../ui/deferred.tsx'
import { BoardCards } from './board-cards.tsx'
import { keyOf } from './board-keys.ts'
import { valueWords, weightedWords } from './card-words.ts'
import type { BoardColumn as Column, BoardFilter, PipelineKind } from '#shared/contract/areas/pipeline.ts'

const NO_STAGE = { name: 'No stage yet', color: '#8b93a7', kind: 'open' as const, probability: 0, rotting_days: 0 }

interface BoardColumnProps {
  column: Column
  kind: PipelineKind
  filter: BoardFilter
  now: number
  asList: boolean
  /** Whether it is among those that the board opens with; the others get their cards a pass later. */
  isFirst: boolean
}

/** A stage: what it holds in all, and its cards, of which those on screen are drawn. */
export const BoardColumn = memo(function BoardColumn({ column, kind, filter, now, asList, isFirst }: BoardColumnProps) {
  const stage = column.stage ?? NO_STAGE
  const key = keyOf(column)
  const isCollapsed = useApp((state) => state.preferences.collapsedStages.includes(key))
  const isOver = useApp((state) => state.lifted?.over === key)
  const { setNodeRef, isOver: isUnder } = useDroppable({ id: key, disabled: column.stage === null })
  const isTarget = isOver || isUnder
  return (
    <section
      ref={setNodeRef}
      aria-label={stage.name}
      className={cx(
        'flex min-h-0 shrink-0 flex-col rounded-xl border bg-canvas',
        isTarget ? 'border-accent bg-accent-soft' : 'border-line',
        asList ? (isCollapsed ? 'h-10' : 'h-80 max-h-[60vh] w-full') : isCollapsed ? 'w-11' : 'w-72',
      )}
    >
      {isCollapsed ? <CollapsedHeader column={column} asList={asList} /> : <Header column={column} />}
      {!isCollapsed && (
        <Deferred now={isFirst}>
          <BoardCards
            stage={stage}
            stageKey={key}
            cards={column.cards}
            kind={kind}
            filter={filter}
            now={now}
            asList={asList}
          />
        </Deferred>
      )}
    </section>
  )
})

function useFold(column: Column) {
  const key = keyOf(column)
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
