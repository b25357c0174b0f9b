import { useMemo } from 'react'
import { leadMove, type ReversibleMove } from '../../actions/lead-move.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { nameOf } from '../../format/vocabulary.ts'
import type { CardMove } from '../../store/pipeline-slice.ts'
import { useAppStore } from '../../store/store-context.ts'
import { UNDO } from '../../store/toast-slice.ts'
import type { ClosingAnswers } from '../../ui/closing-dialog.tsx'
import type { DealBefore } from '#shared/contract/areas/pipeline.ts'

/** What a stage that closes asks for. */
export interface MoveAnswers extends ClosingAnswers {
  /** What a deal came to in minor units, and the day, YYYY-MM-DD. */
  won?: { value_minor: string; closed_on: string }
}

export interface Moves {
  /** Moves a card, after asking what its stage has to know. */
  ask: (move: CardMove) => void
  /** Moves it with what was answered. Resolves to whether it is saved. */
  make: (move: CardMove, answers: MoveAnswers) => Promise<boolean>
}

/** Moves of cards: seen at once, saved here, told, and undone for a while. */
export function useMoves(): Moves {
  const command = useCommand()
  const store = useAppStore()
  return useMemo(() => {
    const moveDeal = ({ card, to }: CardMove, { reason, won }: MoveAnswers): ReversibleMove => {
      let before: DealBefore | null = null
      return {
        async save() {
          const given = { deal_id: card.id, stage_id: to.id, lost_reason: reason ?? null, won: won ?? null }
          const result = await command('deal.move', given)
          if (result.ok) before = result.value.before
          return result.ok
        },
        undo: async () => before !== null && (await command('deal.put_back', { deal_id: card.id, before })).ok,
      }
    }

    const run = async (
      move: CardMove,
      save: ReversibleMove['save'],
      undo?: ReversibleMove['undo'],
    ): Promise<boolean> => {
      const { addMoving, removeMoving, sayOfBoard, showToast } = store.getState()
      const { card, to } = move
      addMoving(move)
      if (!(await save())) {
        removeMoving(card.id)
        return false
      }
      const text = `${nameOf(card.title)} is in ${to.name}`
      sayOfBoard(text)
      const reversed = reverseOf(move)
      const action = undo && reversed && { label: UNDO, run: () => void run(reversed, () => undo(reversed.to.id)) }
      showToast({ tone: 'info', text, ...(action && { action }) })
      return true
    }

    const make = (move: CardMove, answers: MoveAnswers) => {
      const { save, undo } =
        move.kind === 'lead' ? leadMove(command, move.card, move.to.id, answers) : moveDeal(move, answers)
      return run(move, save, undo)
    }

    return {
      ask(move) {
        const { to, from } = move
        if (to.id === from?.id) return
        if (to.kind === 'open') void make(move, {})
        else store.getState().setAsking(move)
      },
      make,
    }
  }, [command, store])
}

/** The way back; none for a card that had no stage, nor to one that lost it, which would need its reason again. */
function reverseOf({ kind, card, from, to }: CardMove): CardMove | null {
  return from && from.kind !== 'lost' ? { kind, card, from: to, to: from } : null
}
