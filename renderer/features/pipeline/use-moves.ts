import { useMemo } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { nameOf } from '../../format/vocabulary.ts'
import type { CardMove } from '../../store/pipeline-slice.ts'
import { useAppStore } from '../../store/store-context.ts'
import { UNDO } from '../../store/toast-slice.ts'

/** What a stage that closes asks for. */
export interface MoveAnswers {
  /** Why it was lost. */
  reason?: string
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
    const send = ({ kind, card, to }: CardMove, { reason, won }: MoveAnswers) =>
      kind === 'lead'
        ? command('lead.move', { lead_id: card.id, stage_id: to.id, reason: reason ?? null })
        : command('deal.move', { deal_id: card.id, stage_id: to.id, lost_reason: reason ?? null, won: won ?? null })

    const back = async ({ kind, card, from, to }: CardMove) => {
      if (!from) return
      const moved = await make({ kind, card, from: to, to: from }, {}, false)
      // It was the rules' before, and is theirs again.
      if (moved && kind === 'lead' && !card.stage_override) {
        await command('lead.release_stage', { lead_id: card.id })
      }
    }

    const make = async (move: CardMove, answers: MoveAnswers, isNew = true): Promise<boolean> => {
      const { addMoving, removeMoving, sayOfBoard, showToast } = store.getState()
      const { card, from, to } = move
      addMoving(move)
      const result = await send(move, answers)
      if (!result.ok) {
        removeMoving(card.id)
        return false
      }
      const text = `${nameOf(card.title)} is in ${to.name}`
      sayOfBoard(text)
      // A card that was lost would need its reason again.
      const isUndoable = isNew && from !== null && from.kind !== 'lost'
      showToast({ tone: 'info', text, ...(isUndoable && { action: { label: UNDO, run: () => void back(move) } }) })
      return true
    }

    return {
      ask(move) {
        const { kind, to, from } = move
        if (to.id === from?.id) return
        const asks = to.kind === 'lost' || (to.kind === 'won' && kind === 'deal')
        if (asks) store.getState().setAsking(move)
        else void make(move, {})
      },
      make: (move, answers) => make(move, answers),
    }
  }, [command, store])
}
