import { Flame } from 'lucide-react'
import { cx } from './cx.ts'

/** From this score (0 to 100) on a lead counts as hot. */
export const HOT_SCORE = 80

export function StageChip({ stage, className }: { stage: { name: string; color: string }; className?: string }) {
  return (
    <span className={cx('inline-flex min-w-0 items-center gap-1.5', className)}>
      <span
        aria-hidden
        className="keep-color size-2 shrink-0 rounded-full ring-1 ring-ink/10 ring-inset"
        style={{ backgroundColor: stage.color }}
      />
      <span className="truncate">{stage.name}</span>
    </span>
  )
}

export function ScoreChip({ score }: { score: number }) {
  const hot = score >= HOT_SCORE
  return (
    <span
      title={`Lead score ${score} of 100${hot ? ', hot' : ''}`}
      className={cx(
        'tabular inline-flex h-4 shrink-0 items-center gap-0.5 rounded-sm px-1 text-2xs font-medium',
        hot ? 'bg-warning-soft text-warning' : 'bg-hover text-ink-2',
      )}
    >
      {hot && <Flame aria-hidden className="size-2.5" strokeWidth={2.5} />}
      <span className="sr-only">Score </span>
      {score}
    </span>
  )
}
