import { ArrowUp, Clock3, TriangleAlert } from 'lucide-react'
import { SAVE_WORDS } from '../format/vocabulary.ts'
import { cx } from './cx.ts'
import type { SaveState } from '#shared/contract/read-models.ts'

const ICONS = { local: Clock3, syncing: ArrowUp, attention: TriangleAlert }

/** A small icon for a change that has not reached the team yet; nothing once it has. */
export function SaveMark({ state, className }: { state: SaveState; className?: string }) {
  if (state === 'saved') return null
  const Icon = ICONS[state]
  return (
    <span title={SAVE_WORDS[state]} className={cx('inline-flex shrink-0', className)}>
      <Icon
        aria-hidden
        className={cx('size-3', state === 'attention' ? 'text-danger' : 'text-ink-3')}
        strokeWidth={2.25}
      />
      <span className="sr-only">{SAVE_WORDS[state]}</span>
    </span>
  )
}
