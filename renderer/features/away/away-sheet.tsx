import { CheckCheck, Flame, MessageSquare, TriangleAlert, UserRoundPlus, type LucideIcon } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useBridge } from '../../bridge/bridge-context.ts'
import { count, shortTime } from '../../format/time.ts'
import { nameOf } from '../../format/vocabulary.ts'
import { actionOf } from '../../keyboard/key-map.ts'
import { useBindings } from '../../keyboard/use-bindings.ts'
import { pressOf } from '../../keyboard/use-keyboard.ts'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { Channel } from '../../ui/channel.tsx'
import { cx } from '../../ui/cx.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogActions } from '../../ui/dialog-actions.tsx'
import { useNow } from '../../ui/use-now.ts'
import { awayFacts, awayPeriod, awaySummary } from './away-words.ts'
import type { AwayDigest, AwayItem, AwayKind } from '#shared/contract/areas/away.ts'

const ICONS: Record<AwayKind, LucideIcon> = {
  attention: TriangleAlert,
  hot: Flame,
  assigned: UserRoundPlus,
  message: MessageSquare,
  done: CheckCheck,
}

const TONES: Record<AwayKind, string> = {
  attention: 'text-danger',
  hot: 'text-danger',
  assigned: 'text-accent-ink',
  message: 'text-ink-2',
  done: 'text-positive',
}

interface AwaySheetProps {
  digest: AwayDigest
  onDismiss: () => void
}

/** What happened during an absence, conversation by conversation. It stays where it was for the next look. */
export function AwaySheet({ digest, onDismiss }: AwaySheetProps) {
  const open = useApp((state) => state.overlay === 'away')
  const store = useAppStore()
  const now = useNow()
  const list = useRef<HTMLDivElement>(null)
  const [cursorId, setCursorId] = useState<string | null>(null)
  const close = () => store.getState().showOverlay(null)
  const openItem = (item: AwayItem) => {
    setCursorId(item.conversation_id)
    close()
    store.getState().showInbox()
    store.getState().openConversation(item.conversation_id)
  }
  return (
    <Dialog
      wide
      open={open}
      onClose={close}
      title="While you were away"
      description={`${awayPeriod(digest, now)}: ${awaySummary(digest)}`}
      initialFocus={list}
      keepFocus
    >
      <AwayList list={list} digest={digest} now={now} cursorId={cursorId} onMove={setCursorId} onOpen={openItem} />
      {digest.more > 0 && <p className="mt-2 text-xs text-ink-2">{count(digest.more)} more are in the inbox.</p>}
      <DialogActions className="mt-2.5">
        <Button onClick={close}>Later</Button>
        <Button
          tone="primary"
          onClick={() => {
            close()
            onDismiss()
          }}
        >
          Dismiss
        </Button>
      </DialogActions>
    </Dialog>
  )
}

interface AwayListProps {
  list: React.RefObject<HTMLDivElement | null>
  digest: AwayDigest
  now: number
  cursorId: string | null
  onMove: (id: string) => void
  onOpen: (item: AwayItem) => void
}

const rowId = (id: string): string => `away-${id}`

function AwayList({ list, digest: { items }, now, cursorId, onMove, onOpen }: AwayListProps) {
  const bindings = useBindings()
  const mac = useBridge().desk.platform === 'darwin'
  const index = Math.max(
    0,
    items.findIndex(({ conversation_id: id }) => id === cursorId),
  )
  const current = items[index]!
  useEffect(() => {
    document.getElementById(rowId(current.conversation_id))?.scrollIntoView({ block: 'nearest' })
  }, [current.conversation_id])

  const onKeyDown = (event: KeyboardEvent) => {
    const action = actionOf(pressOf(event.nativeEvent), 'page', mac, 'inbox', bindings)
    const step =
      event.key === 'ArrowDown' || action === 'next' ? 1 : event.key === 'ArrowUp' || action === 'previous' ? -1 : 0
    const target = items[Math.min(items.length - 1, Math.max(0, index + step))]
    if (event.key === 'Enter') onOpen(current)
    else if (step !== 0 && target) onMove(target.conversation_id)
    else return
    event.preventDefault()
  }
  return (
    <div
      ref={list}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a select cannot hold such rows
      role="listbox"
      tabIndex={0}
      aria-label="What happened"
      aria-activedescendant={rowId(current.conversation_id)}
      onKeyDown={onKeyDown}
      className="cursor-list overflow-hidden rounded-lg border border-line outline-none"
    >
      {items.map((item) => (
        <Row key={item.conversation_id} item={item} now={now} selected={item === current} onOpen={() => onOpen(item)} />
      ))}
    </div>
  )
}

function Row({ item, now, selected, onOpen }: { item: AwayItem; now: number; selected: boolean; onOpen: () => void }) {
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the list holds the focus and takes the keys
    <div
      id={rowId(item.conversation_id)}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an option element holds text alone
      role="option"
      aria-selected={selected}
      onClick={onOpen}
      className={cx(
        'border-b border-line px-3.5 py-2 last:border-b-0',
        selected ? 'bg-selected at-cursor' : 'hover:bg-hover',
      )}
    >
      <p className="flex items-baseline gap-2">
        <span dir="auto" className="min-w-0 flex-1 truncate text-left text-sm font-semibold">
          {nameOf(item.lead_label)}
        </span>
        <span className="tabular text-2xs text-ink-2">{shortTime(item.at, now)}</span>
      </p>
      {item.preview && (
        <p dir="auto" className="truncate text-left text-xs text-ink-2">
          {item.preview}
        </p>
      )}
      <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-0.5 text-2xs font-medium">
        {awayFacts(item).map(({ kind, text }) => {
          const Icon = ICONS[kind]
          return (
            <span key={kind} className={cx('inline-flex items-center gap-1', TONES[kind])}>
              <Icon aria-hidden className="size-3" strokeWidth={2} />
              {text}
            </span>
          )
        })}
        <Channel platform={item.platform} className="ml-auto font-normal text-ink-2" />
      </p>
    </div>
  )
}
