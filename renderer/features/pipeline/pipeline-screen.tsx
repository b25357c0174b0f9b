import { Kanban, SearchX } from 'lucide-react'
import { useMemo, type ReactNode } from 'react'
import { useCanWrite } from '../../actions/session-context.ts'
import { useLive } from '../../bridge/use-live.ts'
import { useKeyboard } from '../../keyboard/use-keyboard.ts'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FilterChips, FilterPicker } from '../../ui/filter-picker.tsx'
import { partsOf } from '../../ui/filter-parts.ts'
import { FilterButton } from '../../ui/filter-button.tsx'
import { ViewsButton } from '../../ui/views-button.tsx'
import { Board } from './board.tsx'
import { DisplayMenu } from './display-menu.tsx'
import { MoveDialogs } from './move-dialogs.tsx'
import { PipelineChoices } from './pipeline-choices.tsx'
import { StageEditor } from './stage-editor.tsx'
import type { BoardFilter, BoardView } from '#shared/contract/areas/pipeline.ts'
import { NO_FILTER } from '#shared/domain/triage.ts'

/** The pipeline: leads or deals by stage. `status` is shown beside the title. */
export function PipelineScreen({ status }: { status: ReactNode }) {
  const pipelineId = useApp((state) => state.pipelineId)
  const filter = useBoardFilter()
  const { value: view, error } = useLive('board.view', { pipeline_id: pipelineId, filter })
  const isEditing = useApp((state) => state.isEditingStages)
  useBoardKeys()
  const parts = partsOf(filter)
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col bg-sunken">
      <header className="flex h-12 shrink-0 items-center gap-1 pr-2.5 pl-4">
        <h1 className="mr-1 text-lg font-semibold">Pipeline</h1>
        {view && <PipelineChoices view={view} />}
        <span className="flex-1" />
        {!isEditing && <ViewsButton />}
        {!isEditing && <FilterButton />}
        {!isEditing && <DisplayMenu />}
        {status}
      </header>
      {parts.length > 0 && !isEditing && (
        <div className="px-4">
          <FilterChips parts={parts} />
        </div>
      )}
      {isEditing && view?.pipeline ? (
        <StageEditor key={view.pipeline.id} pipelineId={view.pipeline.id} />
      ) : (
        <Content view={view} error={error?.message ?? null} filter={filter} />
      )}
      <FilterPicker />
      <MoveDialogs kind={view?.pipeline?.kind ?? 'lead'} />
      <BoardSaid />
    </div>
  )
}

interface ContentProps {
  view: BoardView | undefined
  error: string | null
  filter: BoardFilter
}

function Content({ view, error, filter }: ContentProps) {
  const { value: sync } = useLive('sync.status', {})
  const setFilter = useApp((state) => state.setFilter)
  if (!view) return error ? <Empty title="The pipeline cannot be shown" text={error} /> : null
  const { pipeline } = view
  if (!pipeline) {
    return sync?.synced_at === null ? (
      <Empty title="Not on this device yet" text="Your pipeline arrives with the first sync." />
    ) : (
      <Empty title="There is no such pipeline" text="It was deleted, or it has not arrived here yet." />
    )
  }
  const isEmpty = view.columns.every(({ cards }) => cards === 0)
  if (isEmpty && Object.keys(filter).length > 0) {
    return (
      <EmptyState
        icon={<SearchX className="size-5" strokeWidth={1.75} />}
        title="Nothing fits"
        text="No card of this pipeline has all that the filter asks for."
      >
        <Button onClick={() => setFilter(NO_FILTER)}>Clear filters</Button>
      </EmptyState>
    )
  }
  return <Board key={pipeline.id} view={{ ...view, pipeline }} filter={filter} />
}

function Empty({ title, text }: { title: string; text: string }) {
  return <EmptyState icon={<Kanban className="size-5" strokeWidth={1.75} />} title={title} text={text} />
}

/** The filter that the inbox has too, but for its stage, which is the column. The same object until it changes. */
function useBoardFilter(): BoardFilter {
  const filter = useApp((state) => state.filter)
  return useMemo(() => {
    const { stage_id: _, ...rest } = filter
    return rest
  }, [filter])
}

/** Tells a screen reader what becomes of a card that is moved. */
function BoardSaid() {
  const said = useApp((state) => state.boardSaid)
  return <output className="sr-only">{said}</output>
}

/** Connects the key map to the board; arrows and Space are the columns' own. */
function useBoardKeys(): void {
  const store = useAppStore()
  const canWrite = useCanWrite()
  const current = () => {
    const { boardCursor, boardRows } = store.getState()
    return boardCursor && boardRows[boardCursor.stage]?.find(({ id }) => id === boardCursor.cardId)
  }
  const write = (mode: 'reply' | 'note') => () => {
    const { openId, openConversation, askToWrite } = store.getState()
    const id = openId ?? current()?.conversation?.id
    if (!id || !canWrite) return
    if (openId !== id) openConversation(id)
    askToWrite(mode)
  }
  useKeyboard(
    {
      move_to() {
        const { boardCursor, setChoosing } = store.getState()
        const card = current()
        if (card && boardCursor && canWrite) setChoosing({ card, from: boardCursor.stage })
      },
      reply: write('reply'),
      note: write('note'),
      filter: () => store.getState().showOverlay('filter'),
      views: () => store.getState().setViewSheet({ what: 'choose' }),
      new_lead: () => canWrite && store.getState().showLeadDialog({ kind: 'new' }),
      undo: () => store.getState().undoLast(),
      back() {
        const { openId, isEditingStages, closeConversation, setEditingStages } = store.getState()
        if (openId !== null) closeConversation()
        else if (isEditingStages) setEditingStages(false)
      },
    },
    'pipeline',
  )
}
