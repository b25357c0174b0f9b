import { Clock3 } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import { useSession } from '../../actions/session-context.ts'
import { useTakeBack } from '../../actions/use-take-back.ts'
import { useLive } from '../../bridge/use-live.ts'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { useSecondsLeft } from '../../ui/use-seconds-left.ts'
import type { TimelineMessage } from '#shared/contract/read-models.ts'

interface DepartureProps {
  message: TimelineMessage
  leavesAt: number
}

/** When a message leaves, with the way to take it back. The toast has told it aloud: the seconds are only for the eye. */
export function Departure({ message, leavesAt }: DepartureProps) {
  const seconds = useSecondsLeft(leavesAt)
  const { user } = useSession()
  const isMine = message.sender_id === user.id
  const isWaiting = useWaitsForNetwork(message)
  if (seconds === Infinity) return <Words text="Scheduled" />
  if (!isWaiting && seconds === 0) return <Words text="Queued" />
  return (
    <>
      <Words text={isWaiting ? 'Waits for the network' : `Sending in ${seconds} s`} isSilent={!isWaiting} />
      {isMine && <Undo message={message} />}
    </>
  )
}

function Words({ text, isSilent = false }: { text: string; isSilent?: boolean }) {
  return (
    <span className="inline-flex items-center gap-1">
      <Clock3 aria-hidden className="size-3" strokeWidth={2.25} />
      <span aria-hidden={isSilent}>{text}</span>
      {isSilent && <span className="sr-only">Not sent yet</span>}
    </span>
  )
}

/** Nothing leaves before the team has it, whatever the clock says. */
function useWaitsForNetwork({ save_state }: TimelineMessage): boolean {
  const { value: sync } = useLive('sync.status', {})
  return save_state === 'local' && sync !== undefined && sync.state !== 'online'
}

function Undo({ message }: { message: TimelineMessage }) {
  const { takeBack } = useTakeBack()
  const store = useAppStore()
  const isAsked = useApp(({ takingBack }) => takingBack.some(({ messageId }) => messageId === message.id))
  const button = useRef<HTMLButtonElement>(null)
  useKeepFocus(button)
  const undo = () => {
    const { sentReplies, openId } = store.getState()
    const { id, conversation_id, body, subject } = message
    const sent = sentReplies.find(({ messageId }) => messageId === id)
    const written = { body, mode: 'reply' as const, ...(subject !== null && { subject }) }
    void takeBack(sent ?? { messageId: id, conversationId: openId ?? conversation_id, draft: written })
  }
  return (
    <button
      ref={button}
      type="button"
      disabled={isAsked}
      onClick={undo}
      className="h-6 rounded-sm px-1 font-semibold text-ink-2 underline underline-offset-2 hover:text-ink"
    >
      Undo<span className="sr-only"> sending</span>
    </button>
  )
}

/** A button that goes away by itself leaves the focus with the thread. */
function useKeepFocus(button: { current: HTMLElement | null }): void {
  const focusOn = useApp((state) => state.focusOn)
  useLayoutEffect(() => {
    const element = button.current
    return () => {
      if (element && element === document.activeElement) focusOn('thread')
    }
  }, [button, focusOn])
}
