import { ArrowUp, Sparkles, StickyNote } from 'lucide-react'
import type { ReactNode } from 'react'
import { useBridge } from '../../bridge/bridge-context.ts'
import { count } from '../../format/time.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'

/** Characters before the limit from which on the rest is counted down. */
const COUNTED = 2_000

interface ComposerFooterProps {
  note: boolean
  /** Characters typed, and how many there may be. */
  length: number
  max: number
  sendable: boolean
  onSubmit: () => void
  /** The way to attach files, where they can go. */
  attach: ReactNode
  /** The other ways to send. */
  more: ReactNode
  /** Lets the AI answer again; null where a person does anyway. */
  onResumeAi: (() => void) | null
}

/** What can be done with the words: how many more there may be, and the way out. */
export function ComposerFooter({
  note,
  length,
  max,
  sendable,
  onSubmit,
  attach,
  more,
  onResumeAi,
}: ComposerFooterProps) {
  const { desk } = useBridge()
  const left = max - length
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-3 pr-2 pb-1 pl-3.5">
      {attach && <span className="-ml-2">{attach}</span>}
      {onResumeAi && (
        <Button
          tone="ghost"
          size="sm"
          className="-ml-2"
          aria-keyshortcuts="Shift+T"
          icon={<Sparkles aria-hidden className="size-3.5" />}
          onClick={onResumeAi}
        >
          Let the AI answer
        </Button>
      )}
      <output className="tabular flex-1 text-2xs">
        {left < COUNTED && (
          <span className={left < 0 ? 'font-medium text-danger' : 'text-ink-3'}>
            {left < 0
              ? `${count(-left)} characters too many: a message may have ${count(max)}`
              : `${count(left)} characters left`}
          </span>
        )}
      </output>
      <div className="ml-auto flex h-10 items-center gap-3">
        <span aria-hidden className={cx('hidden text-2xs sm:inline', note ? 'text-note-ink' : 'text-ink-3')}>
          {desk.platform === 'darwin' ? '⌘' : 'Ctrl'} + Enter
        </span>
        <Button
          tone="primary"
          size="sm"
          aria-keyshortcuts="Control+Enter Meta+Enter"
          aria-disabled={!sendable}
          onClick={onSubmit}
          icon={note ? <StickyNote aria-hidden className="size-3.5" /> : <ArrowUp aria-hidden className="size-3.5" />}
        >
          {note ? 'Add note' : 'Send'}
        </Button>
        {more}
      </div>
    </div>
  )
}
