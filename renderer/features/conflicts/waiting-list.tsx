import { ArrowUp, Pencil, RefreshCw, Trash2 } from 'lucide-react'
import { useRef, useState, type KeyboardEvent } from 'react'
import { flushSync } from 'react-dom'
import { useCanWrite } from '../../actions/session-context.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { clockTime, count, elapsed, momentTime } from '../../format/time.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useNow } from '../../ui/use-now.ts'
import { Entry, ListPage } from './list-page.tsx'
import { Failed, Loading } from './tab-states.tsx'
import { useSettle } from './use-settle.ts'
import type { OutboxItem } from '#shared/contract/conflict-models.ts'
import type { SyncStatus } from '#shared/contract/read-models.ts'

/** What waits to be saved to the team, for how long, and why. */
export function Waiting() {
  const { value, error } = useLive('outbox.list', {})
  const { value: status } = useLive('sync.status', {})
  const now = useNow()
  const command = useCommand()
  const settle = useSettle()
  if (!value || !status) return error ? <Failed message={error.message} /> : <Loading />
  if (value.items.length === 0) {
    return (
      <EmptyState
        icon={<ArrowUp className="size-5" strokeWidth={1.75} />}
        title="Nothing is waiting"
        text="Everything you have changed is saved to the team."
      />
    )
  }
  const oldest = value.items[0]!
  return (
    <ListPage
      intro={`${count(value.total)} ${value.total === 1 ? 'change waits' : 'changes wait'} on this device, the oldest for ${elapsed(oldest.at, now)}. ${whyWaiting(status)}`}
      action={
        <Button
          size="sm"
          icon={<RefreshCw aria-hidden className="size-3.5" />}
          onClick={() => void command('sync.now', {})}
        >
          Try now
        </Button>
      }
    >
      <ul aria-label="Waiting changes">
        {value.items.map((item) => (
          <WaitingItem key={item.seq} item={item} now={now} onWithdraw={() => void settle.withdraw(item)} />
        ))}
      </ul>
    </ListPage>
  )
}

const WAITING: Record<OutboxItem['state'], string> = { waiting: 'Waiting', sending: 'Being sent' }

function WaitingItem({ item, now, onWithdraw }: { item: OutboxItem; now: number; onWithdraw: () => void }) {
  const canWrite = useCanWrite()
  const [isEditing, setEditing] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const { title, editable_text: text } = item
  const isShown = isEditing && text !== null
  return (
    <Entry
      title={title}
      text={item.text}
      meta={`${momentTime(item.at, now)} · ${WAITING[item.state]}${item.can_discard ? '' : ', may already be saved'}`}
      editor={
        isShown ? (
          <TextEditor
            item={item}
            text={text}
            onClose={() => {
              flushSync(() => setEditing(false))
              button.current?.focus()
            }}
          />
        ) : undefined
      }
    >
      {canWrite && text !== null && !isShown && (
        <Button
          ref={button}
          size="sm"
          tone="ghost"
          aria-label={`Edit: ${title}`}
          icon={<Pencil aria-hidden className="size-3.5" />}
          onClick={() => setEditing(true)}
        >
          Edit
        </Button>
      )}
      {canWrite && item.can_discard && !isShown && (
        <Button
          size="sm"
          tone="ghost"
          aria-label={`Discard: ${title}`}
          icon={<Trash2 aria-hidden className="size-3.5" />}
          onClick={onWithdraw}
        >
          Discard
        </Button>
      )}
    </Entry>
  )
}

interface TextEditorProps {
  item: OutboxItem
  text: string
  onClose: () => void
}

/** Another text for a waiting change: Ctrl Enter saves, Esc leaves it as it was. */
function TextEditor({ item: { seq, title }, text, onClose }: TextEditorProps) {
  const [typed, setTyped] = useState(text)
  const command = useCommand()
  const save = async () => {
    if (typed === text || (await command('outbox.edit', { seq, text: typed })).ok) onClose()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const saves = event.key === 'Enter' && (event.ctrlKey || event.metaKey)
    if ((event.key !== 'Escape' && !saves) || event.nativeEvent.isComposing) return
    event.preventDefault()
    if (saves) void save()
    else onClose()
  }
  return (
    <div className="mt-1">
      <textarea
        aria-label={`Text of: ${title}`}
        dir="auto"
        // The rep has asked for it just now.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        rows={Math.min(12, Math.max(3, typed.split('\n').length))}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        className="w-full rounded-md border border-control-line bg-surface px-2.5 py-1.5 text-sm select-text focus-visible:outline-offset-0"
      />
      <div className="mt-1.5 flex gap-2">
        <Button size="sm" tone="primary" disabled={typed.trim() === ''} onClick={() => void save()}>
          Save
        </Button>
        <Button size="sm" tone="ghost" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </div>
  )
}

/** Why it is not sent at once, in a sentence. */
function whyWaiting({ state, error, retry_at: retryAt }: SyncStatus): string {
  const next = retryAt === null ? '' : ` Next attempt at ${clockTime(retryAt)}.`
  if (state === 'offline') return `${error?.message ?? 'There is no connection.'}${next}`
  if (state === 'blocked') return `${error?.message ?? 'The backend does not accept changes.'}${next}`
  return state === 'online' ? 'They are being sent.' : 'They are sent once the connection stands.'
}
