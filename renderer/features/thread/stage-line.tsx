import { ArrowRightLeft } from 'lucide-react'
import { clockTime, fullTime } from '../../format/time.ts'
import type { TimelineStageChange } from '#shared/contract/read-models.ts'

interface StageLineProps {
  change: TimelineStageChange
  /** Who moved it, as the thread calls them. */
  author: string
}

/** A move between stages, as a quiet line. */
export function StageLine({ change, author }: StageLineProps) {
  const { from, to, reason, at } = change
  const what = to === null ? `took it out of ${from ?? 'its stage'}` : `moved it ${from ? `from ${from} ` : ''}to ${to}`
  return (
    <p title={fullTime(at)} className="mx-auto max-w-120 py-1.5 text-center text-xs text-ink-3">
      <ArrowRightLeft aria-hidden className="mr-1 inline size-3 align-[-1px]" />
      {author} {what}
      {reason && <span dir="auto">: {reason}</span>} <span className="tabular">· {clockTime(at)}</span>
    </p>
  )
}
