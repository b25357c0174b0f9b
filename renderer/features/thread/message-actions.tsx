import { useCanWrite } from '../../actions/session-context.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { useAppStore } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import type { TimelineMessage } from '#shared/contract/read-models.ts'

/** What a rep can do about a message of theirs that did not go out: nothing is shown for one that did. */
export function MessageActions({ message }: { message: TimelineMessage }) {
  const canWrite = useCanWrite()
  if (!canWrite || message.direction !== 'outbound' || message.sender_type !== 'agent') return null
  if (message.save_state === 'attention') return <Decide message={message} />
  if (message.save_state !== 'saved') return null
  if (message.status === 'failed') return <Retry message={message} />
  const isWaiting = message.status === 'held' || (message.status === 'scheduled' && message.scheduled_for === null)
  return isWaiting ? <Cancel message={message} /> : null
}

/** The server tries a failure again once, however often and from wherever it is asked to. */
function Retry({ message }: { message: TimelineMessage }) {
  const command = useCommand()
  const { id, failed_at } = message
  return (
    <Button size="sm" onClick={() => void command('message.retry', { message_id: id, failed_at })}>
      Retry
    </Button>
  )
}

function Cancel({ message }: { message: TimelineMessage }) {
  const command = useCommand()
  return (
    <Button size="sm" tone="ghost" onClick={() => void command('message.cancel', { message_id: message.id })}>
      Do not send
    </Button>
  )
}

/** Why the server holds or refuses it, and the ways on. */
function Decide({ message }: { message: TimelineMessage }) {
  const command = useCommand()
  const store = useAppStore()
  const { value: items } = useLive('attention.list', {})
  const item = items?.find(({ message_id, mutation }) => message_id === message.id && mutation === 'message.send')
  if (!item) return null
  const { seq } = item
  const edit = async () => {
    const result = await command('attention.discard', { seq })
    const { openId, returnDraft } = store.getState()
    const conversationId = openId ?? message.conversation_id
    if (result.ok) returnDraft({ conversationId, draft: { body: message.body, mode: 'reply' } })
  }
  const discard = async () => {
    const result = await command('attention.discard', { seq })
    const undo = result.ok ? result.value.undo : null
    if (undo === null) return
    const run = () => void command('attention.restore', { id: undo })
    store.getState().showToast({ tone: 'info', text: 'Message discarded', action: { label: 'Undo', run } })
  }
  return (
    <div className="flex max-w-[36rem] flex-wrap items-center justify-end gap-2">
      <p className="basis-full text-right text-xs text-ink-2">{item.reason}</p>
      {item.actions.includes('again') && (
        <Button size="sm" onClick={() => void command('attention.retry', { seq })}>
          Send anyway
        </Button>
      )}
      <Button size="sm" onClick={() => void edit()}>
        Edit
      </Button>
      <Button size="sm" tone="ghost" onClick={() => void discard()}>
        Discard
      </Button>
    </div>
  )
}
