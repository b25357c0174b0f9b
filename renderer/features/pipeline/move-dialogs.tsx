import { useLive } from '../../bridge/use-live.ts'
import { nameOf } from '../../format/vocabulary.ts'
import type { CardMove } from '../../store/pipeline-slice.ts'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { ClosingDialog } from '../../ui/closing-dialog.tsx'
import { Dot } from '../../ui/filter-choices.tsx'
import { LostDialog } from '../../ui/lost-dialog.tsx'
import { Picker } from '../../ui/picker.tsx'
import { columnElementId } from './board-cards.tsx'
import { useMoves, type MoveAnswers } from './use-moves.ts'
import { WonDealDialog } from './won-deal-dialog.tsx'
import type { PipelineKind } from '#shared/contract/areas/pipeline.ts'

/** What a move asks before it is made, and the list of stages that a card can be moved to. */
export function MoveDialogs({ kind }: { kind: PipelineKind }) {
  const asking = useApp((state) => state.asking)
  return (
    <>
      {asking && <Asking move={asking} />}
      <StageChooser kind={kind} />
    </>
  )
}

function Asking({ move }: { move: CardMove }) {
  const store = useAppStore()
  const moves = useMoves()
  const close = () => {
    const { setAsking, setBoardCursor, focusOn } = store.getState()
    setAsking(null)
    // It was not moved after all.
    setBoardCursor({ stage: move.from?.id ?? '', cardId: move.card.id })
    focusOn('list')
  }
  const make = async (answers: MoveAnswers) => {
    if (!(await moves.make(move, answers))) return
    const { setAsking, focusOn } = store.getState()
    setAsking(null)
    focusOn('list')
  }
  const { kind, card, to } = move
  if (kind === 'lead') {
    return <ClosingDialog lead={{ id: card.id, label: card.title }} stage={to} onClose={close} onMove={make} />
  }
  if (to.kind === 'won') return <WonDealDialog move={move} onClose={close} onMove={make} />
  const question = 'Why is this deal lost?'
  return <LostDialog stage={to.name} question={question} onClose={close} onMove={(reason) => make({ reason })} />
}

/** "Move to…": every stage of the pipeline, by typing or by arrows. */
function StageChooser({ kind }: { kind: PipelineKind }) {
  const store = useAppStore()
  const choosing = useApp((state) => state.choosing)
  const pipelineId = useApp((state) => state.pipelineId)
  const { value: view } = useLive('board.view', { pipeline_id: pipelineId, filter: {} })
  const moves = useMoves()
  const stages = (view?.columns ?? []).flatMap(({ stage }) => (stage ? [stage] : []))
  return (
    <Picker
      open={choosing !== null}
      title={choosing ? `Move ${nameOf(choosing.card.title)} to` : 'Move to'}
      placeholder="A stage…"
      options={stages.map((stage) => ({
        id: stage.id,
        label: stage.name,
        icon: <Dot color={stage.color} />,
        ...(stage.id === choosing?.from && { checked: true }),
      }))}
      nothing={(text) => `No stage begins with “${text}”.`}
      onPick={(id) => {
        const to = stages.find((stage) => stage.id === id)
        const from = stages.find((stage) => stage.id === choosing?.from) ?? null
        if (!choosing || !to || to === from) return
        store.getState().setBoardCursor({ stage: to.id, cardId: choosing.card.id })
        moves.ask({ kind, card: choosing.card, from, to })
      }}
      onClose={() => store.getState().setChoosing(null)}
      finalFocus={() => {
        const { boardCursor } = store.getState()
        const column = document.querySelector<HTMLElement>(`#${CSS.escape(columnElementId(boardCursor?.stage ?? ''))}`)
        // The focus alone does not bring a column into sight.
        column?.scrollIntoView({ inline: 'nearest', block: 'nearest' })
        return column
      }}
    />
  )
}
