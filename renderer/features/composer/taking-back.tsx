import { useEffect } from 'react'
import { useTakeBack } from '../../actions/use-take-back.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import type { SentReply } from '../../store/outgoing-slice.ts'
import { useApp } from '../../store/store-context.ts'
import { outcomeOf } from './outcome.ts'

/** Waits, wherever the rep goes on, for what becomes of the replies that they want back. Mount once. */
export function TakingBack() {
  const takingBack = useApp((state) => state.takingBack)
  return takingBack.map((reply) => <Waiting key={reply.messageId} reply={reply} />)
}

function Waiting({ reply }: { reply: SentReply }) {
  const { value: fate } = useLive('message.fate', { message_id: reply.messageId })
  const { giveBack } = useTakeBack()
  const endTakingBack = useApp((state) => state.endTakingBack)
  const showToast = useApp((state) => state.showToast)
  const command = useCommand()
  const outcome = outcomeOf(fate)
  const tooLate = fate?.too_late ?? null
  useEffect(() => {
    if (outcome === 'open') return
    endTakingBack(reply.messageId)
    if (outcome === 'back') {
      void giveBack(reply)
      return
    }
    showToast({ tone: 'error', text: 'Too late to undo: the message has left.' })
    // It was said: there is nothing left to decide.
    if (tooLate !== null) void command('attention.discard', { seq: tooLate }, { quiet: true })
  }, [command, endTakingBack, giveBack, outcome, reply, showToast, tooLate])
  return null
}
