import { Clock3 } from 'lucide-react'
import { useState } from 'react'
import { useCanWrite, useSession } from '../../actions/session-context.ts'
import { useTakeBack } from '../../actions/use-take-back.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { dateTime } from '../../format/time.ts'
import type { SentReply } from '../../store/outgoing-slice.ts'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { MomentPicker } from '../../ui/moment-picker.tsx'
import { useSecondsLeft } from '../../ui/use-seconds-left.ts'
import { LineButton } from './line-button.tsx'
import type { TimelineMessage } from '#shared/contract/read-models.ts'

interface DepartureProps {
  message: TimelineMessage
  leavesAt: number
}

/**
 * When a message leaves, and what can be done about it until then. The toast has told it aloud: the seconds are only for
 * the eye.
 */
export function Departure({ message, leavesAt }: DepartureProps) {
  const seconds = useSecondsLeft(leavesAt)
  const isWaiting = useWaitsForNetwork(message)
  if (seconds === Infinity) {
    return (
      <>
        <Words text={`Scheduled for ${dateTime(leavesAt)}`} />
        <Planned message={message} />
      </>
    )
  }
  // Until the team has it, nobody can have queued it.
  if (!isWaiting && seconds === 0) return message.save_state === 'saved' ? <Words text="Queued" /> : null
  return (
    <>
      <Words text={isWaiting ? 'Waits for the network' : `Sending in ${seconds} s`} isSilent={!isWaiting} />
      <TakeBack message={message} label="Undo" more="sending" />
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

/** What can be done about a message that waits for its time: its writer may do all, a colleague keep it from leaving. */
function Planned({ message }: { message: TimelineMessage }) {
  const command = useCommand()
  const canWrite = useCanWrite()
  const { user } = useSession()
  const [isChoosing, setChoosing] = useState(false)
  const { id } = message
  if (!canWrite) return null
  const reschedule = (scheduled_for: number | null) =>
    void command('message.reschedule', { message_id: id, scheduled_for })
  return (
    <>
      {message.sender_id === user.id && (
        <>
          <TakeBack message={message} label="Edit" more="the message" />
          <LineButton label="Change time" onClick={() => setChoosing(true)} />
          <LineButton label="Send now" onClick={() => reschedule(null)} />
        </>
      )}
      <LineButton label="Cancel" more="sending" onClick={() => void command('message.cancel', { message_id: id })} />
      <MomentPicker
        open={isChoosing}
        title="Send at another time"
        onPick={reschedule}
        onClose={() => setChoosing(false)}
      />
    </>
  )
}

interface TakeBackProps {
  message: TimelineMessage
  label: string
  /** What the label means, for who cannot see where it stands. */
  more: string
}

/** Takes the message back into the composer; only who wrote it can. */
function TakeBack({ message, label, more }: TakeBackProps) {
  const { takeBack } = useTakeBack()
  const { user } = useSession()
  const store = useAppStore()
  const isAsked = useApp(({ takingBack }) => takingBack.some(({ messageId }) => messageId === message.id))
  if (message.sender_id !== user.id) return null
  const run = () => {
    const { sentReplies, openId } = store.getState()
    const sent = sentReplies.find(({ messageId }) => messageId === message.id)
    void takeBack(sent ?? asWritten(message, openId))
  }
  return <LineButton label={label} more={more} disabled={isAsked} onClick={run} />
}

/** A reply of which this window only knows the message. */
function asWritten({ id, conversation_id, body, subject }: TimelineMessage, openId: string | null): SentReply {
  const draft = { body, mode: 'reply' as const, ...(subject !== null && { subject }) }
  return { messageId: id, conversationId: openId ?? conversation_id, draft }
}
