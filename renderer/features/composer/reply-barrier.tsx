import { Ban, Clock3, Sparkles } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import type { ReplyState } from './reply-state.ts'

interface ReplyBarrierProps {
  state: Exclude<ReplyState, { kind: 'ready' }>
  onTakeOver: () => void
}

/** Stands where the words would be, says why there are none, and what can be done about it. */
export function ReplyBarrier({ state, onTakeOver }: ReplyBarrierProps) {
  if (state.kind === 'ai') {
    return (
      <div className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-2 px-3.5 py-2 text-sm">
        <Sparkles aria-hidden className="size-4 shrink-0 text-ai-ink" />
        <p className="min-w-40 flex-1">The AI answers this customer. Take over to write yourself.</p>
        <Button tone="primary" size="sm" aria-keyshortcuts="Shift+T" onClick={onTakeOver}>
          Take over
        </Button>
        <Kbd keys="⇧ T" />
      </div>
    )
  }
  const Icon = state.kind === 'window' ? Clock3 : Ban
  return (
    <div className="flex min-h-14 items-center gap-3 px-3.5 py-2 text-sm">
      <Icon aria-hidden className="size-4 shrink-0 text-ink-3" />
      <p className="min-w-0 flex-1">
        {state.sentence} {state.kind === 'blocked' && 'You can still leave a note.'}
      </p>
    </div>
  )
}
