import { useMemo } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { nameOf } from '../../format/vocabulary.ts'
import type { CardMove } from '../../store/pipeline-slice.ts'
import { useAppStore } from '../../store/store-context.ts'
import { UNDO } from '../../store/toast-slice.ts'
import type { CommandOutput } from '#shared/contract/ipc.ts'
import type { WonDeal } from '#shared/contract/areas/pipeline.ts'

/** What a stage that closes asks for. */
export interface MoveAnswers {
  /** Why it was lost. */
  reason?: string
  /** What a deal came to in minor units, and the day, YYYY-MM-DD. */
  won?: { value_minor: string; closed_on: string }
  /** What a lead bought. */
  win?: WonDeal
}

export interface Moves {
  /** Moves a card, after asking what its stage has to know. */
  ask: (move: CardMove) => void
  /** Moves it with what was answered. Resolves to whether it is saved. */
  make: (move: CardMove, answers: MoveAnswers) => Promise<boolean>
}

/** A move as it is saved, and taken back; each resolves to whether it is saved. */
interface Change {
  save: () => Promise<boolean>
  undo: (reversed: CardMove) => Promise<boolean>
}

/** Moves of cards: seen at once, saved here, told, and undone for a while. */
export function useMoves(): Moves {
  const command = useCommand()
  const store = useAppStore()
  return useMemo(() => {
    const send = async ({ kind, card, to }: CardMove, { reason, won }: MoveAnswers = {}) => {
      if (kind === 'lead') {
        return (await command('lead.move', { lead_id: card.id, stage_id: to.id, reason: reason ?? null })).ok
      }
      const given = { deal_id: card.id, stage_id: to.id, lost_reason: reason ?? null, won: won ?? null }
      return (await command('deal.move', given)).ok
    }

    const plain = (move: CardMove, answers?: MoveAnswers): Change => ({
      save: () => send(move, answers),
      async undo(reversed) {
        const { kind, card } = reversed
        const isBack = await send(reversed)
        // It was the rules' before, and is theirs again.
        if (isBack && kind === 'lead' && !card.stage_override) {
          await command('lead.release_stage', { lead_id: card.id })
        }
        return isBack
      },
    })

    const win = ({ card, to }: CardMove, deal: WonDeal): Change => {
      let won: CommandOutput<'lead.win'>['deal'] = null
      return {
        async save() {
          const result = await command('lead.win', { lead_id: card.id, stage_id: to.id, deal })
          if (result.ok) won = result.value.deal
          return result.ok
        },
        async undo({ to: before }) {
          const given = { lead_id: card.id, stage_id: before.id, release: !card.stage_override, deal: won }
          return (await command('lead.unwin', given)).ok
        },
      }
    }

    const run = async (move: CardMove, save: Change['save'], undo?: Change['undo']): Promise<boolean> => {
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
      const action = undo && reversed && { label: UNDO, run: () => void run(reversed, () => undo(reversed)) }
      showToast({ tone: 'info', text, ...(action && { action }) })
      return true
    }

    const make = (move: CardMove, answers: MoveAnswers) => {
      const { save, undo } = answers.win ? win(move, answers.win) : plain(move, answers)
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
