import { AlarmClock, Hourglass } from 'lucide-react'
import { dateTime, elapsed, fullTime } from '../../format/time.ts'
import { cx } from '../../ui/cx.ts'

const DAY = 24 * 60 * 60_000

/** When it comes back. */
export function Snoozed({ until }: { until: number }) {
  return (
    <span
      title={fullTime(until)}
      className="tabular inline-flex min-w-0 items-center gap-1 font-medium text-accent-ink"
    >
      <AlarmClock aria-hidden className="size-2.5 shrink-0" strokeWidth={2.5} />
      <span className="truncate">{dateTime(until)}</span>
    </span>
  )
}

/** How long the customer has waited; a day is too long. */
export function Waiting({ since, now }: { since: number; now: number }) {
  const long = now - since > DAY
  return (
    <span
      title={`Waiting for an answer since ${fullTime(since)}`}
      className={cx(
        'tabular inline-flex shrink-0 items-center gap-1 font-medium',
        long ? 'text-danger' : 'text-warning',
      )}
    >
      <Hourglass aria-hidden className="size-2.5" strokeWidth={2.5} />
      {elapsed(since, now)}
    </span>
  )
}
