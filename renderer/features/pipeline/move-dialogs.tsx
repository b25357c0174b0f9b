import { useState } from 'react'
import { useLive } from '../../bridge/use-live.ts'
import { isoDay } from '../../format/time.ts'
import { amountIn, minorOf } from '../../format/money.ts'
import { nameOf } from '../../format/vocabulary.ts'
import type { CardMove } from '../../store/pipeline-slice.ts'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Dot } from '../../ui/filter-choices.tsx'
import { LostDialog } from '../../ui/lost-dialog.tsx'
import { Picker } from '../../ui/picker.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { columnElementId } from './board-column.tsx'
import { useMoves, type MoveAnswers } from './use-moves.ts'
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
  if (move.to.kind === 'won') return <WonDialog move={move} onClose={close} onMove={make} />
  return (
    <LostDialog
      stage={move.to.name}
      question={move.kind === 'deal' ? 'Why is this deal lost?' : 'Why is this lead lost?'}
      onClose={close}
      onMove={(reason) => make({ reason })}
    />
  )
}

interface WonDialogProps {
  move: CardMove
  onClose: () => void
  onMove: (answers: MoveAnswers) => Promise<void>
}

/** Asks what a deal that is won came to, and when. */
function WonDialog({ move: { card, to }, onClose, onMove }: WonDialogProps) {
  const { currency, minor } = card.values[0] ?? { currency: null, minor: '0' }
  const [amount, setAmount] = useState(() => amountIn(minor, currency ?? 'EUR'))
  const [day, setDay] = useState(() => isoDay(Date.now()))
  const [asked, setAsked] = useState(false)
  const value = minorOf(amount, currency ?? 'EUR')
  return (
    <Dialog open onClose={onClose} title={`Move to ${to.name}`} description={`What did ${nameOf(card.title)} come to?`}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(true)
          if (value !== null && day !== '') void onMove({ won: { value_minor: value, closed_on: day } })
        }}
        className="space-y-4"
      >
        <TextField
          label={currency ? `Value in ${currency}` : 'Value'}
          inputMode="decimal"
          value={amount}
          onChange={(event) => setAmount(event.target.value)}
          error={asked && value === null ? 'Write an amount such as 28990 or 28,990.50.' : null}
        />
        <TextField
          label="Closed on"
          type="date"
          value={day}
          onChange={(event) => setDay(event.target.value)}
          error={asked && day === '' ? 'Say on which day it was closed.' : null}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary">
            Move to {to.name}
          </Button>
        </div>
      </form>
    </Dialog>
  )
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
