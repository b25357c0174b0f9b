import { useState } from 'react'
import { isoDay } from '../../format/time.ts'
import { amountIn } from '../../format/money.ts'
import { nameOf } from '../../format/vocabulary.ts'
import type { CardMove } from '../../store/pipeline-slice.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { checkedOutcome } from '../../ui/won-form.ts'
import { MoveButtons, WonOutcome } from '../../ui/won-outcome.tsx'
import type { MoveAnswers } from './use-moves.ts'

interface WonDealDialogProps {
  move: CardMove
  onClose: () => void
  onMove: (answers: MoveAnswers) => Promise<void>
}

/** Asks what a deal that is won came to, and when. */
export function WonDealDialog({ move: { card, to }, onClose, onMove }: WonDealDialogProps) {
  const { currency, minor } = card.values[0] ?? { currency: 'EUR', minor: '0' }
  const [draft, setDraft] = useState(() => ({ amount: amountIn(minor, currency), currency, day: isoDay(Date.now()) }))
  const [asked, setAsked] = useState(false)
  const { won, problems } = checkedOutcome(draft)
  return (
    <Dialog open onClose={onClose} title={`Move to ${to.name}`} description={`What did ${nameOf(card.title)} come to?`}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(true)
          if (won) void onMove({ won })
        }}
        className="flex flex-col gap-4"
      >
        <WonOutcome
          draft={draft}
          problems={asked ? problems : null}
          onChange={(change) => setDraft({ ...draft, ...change })}
        />
        <MoveButtons to={to.name} onClose={onClose} />
      </form>
    </Dialog>
  )
}
