import { useState } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { momentTime } from '../../format/time.ts'
import { nameOf } from '../../format/vocabulary.ts'
import { useAppStore } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import type { AttentionItem } from '#shared/contract/read-models.ts'

/** Changes the server refused or held: what was written, what stands there instead, and the way on. */
export function AttentionList({ now }: { now: number }) {
  const { value: items } = useLive('attention.list', {})
  return (
    <ul aria-label="Changes that need a decision" className="min-h-0 overflow-y-auto border-t border-line">
      {items?.map((item) => (
        <Item key={item.seq} item={item} now={now} />
      ))}
    </ul>
  )
}

const RETRY: Record<AttentionItem['result'], string> = {
  held: 'Send anyway',
  conflict: 'Use mine',
  rejected: 'Try again',
}

function Item({ item, now }: { item: AttentionItem; now: number }) {
  const command = useCommand()
  const store = useAppStore()
  const [busy, setBusy] = useState(false)
  const decide = async (name: 'attention.retry' | 'attention.discard') => {
    setBusy(true)
    await command(name, { seq: item.seq })
    setBusy(false)
  }
  const show = (id: string) => {
    store.getState().showOverlay(null)
    store.getState().openConversation(id)
  }
  const { conversation_id: conversationId } = item
  return (
    <li className="border-b border-line px-4 py-3 last:border-b-0">
      <div className="flex items-baseline gap-2">
        {conversationId ? (
          <button
            type="button"
            className="min-w-0 truncate rounded-sm text-sm font-semibold hover:underline"
            onClick={() => show(conversationId)}
          >
            {nameOf(item.lead_label)}
          </button>
        ) : (
          <span className="min-w-0 truncate text-sm font-semibold">{nameOf(item.lead_label)}</span>
        )}
        <span className="tabular ml-auto shrink-0 text-2xs text-ink-3">{momentTime(item.at, now)}</span>
      </div>
      <p className="mt-0.5 text-sm text-pretty text-ink-2">{item.reason}</p>
      <dl className="mt-2 space-y-1.5">
        <Side label="Yours" text={item.mine} />
        {item.theirs !== null && <Side label="Theirs" text={item.theirs} />}
      </dl>
      <div className="mt-2.5 flex gap-2">
        <Button tone="primary" size="sm" aria-disabled={busy} onClick={() => void decide('attention.retry')}>
          {RETRY[item.result]}
        </Button>
        <Button tone="danger" size="sm" aria-disabled={busy} onClick={() => void decide('attention.discard')}>
          {item.result === 'conflict' ? 'Keep theirs' : 'Discard'}
        </Button>
      </div>
    </li>
  )
}

function Side({ label, text }: { label: string; text: string }) {
  return (
    <div className="flex gap-2 rounded-md bg-hover px-2.5 py-1.5 text-xs">
      <dt className="w-10 shrink-0 font-medium text-ink-2">{label}</dt>
      <dd dir="auto" className="line-clamp-4 min-w-0 flex-1 wrap-anywhere select-text">
        {text}
      </dd>
    </div>
  )
}
