import { Clock3 } from 'lucide-react'
import { elapsed, fullTime } from '../../format/time.ts'
import { cx } from '../../ui/cx.ts'

/** From here on it is urgent, in milliseconds. */
const SOON = 2 * 3_600_000

/** How long the customer may still be answered in own words. Times are milliseconds since 1970. */
export function WindowClock({ until, now }: { until: number; now: number }) {
  return (
    <span
      title={`Until ${fullTime(until)} you may answer in your own words`}
      className={cx('flex items-center gap-1 text-2xs', until - now < SOON ? 'font-medium text-warning' : 'text-ink-3')}
    >
      <Clock3 aria-hidden className="size-3" />
      closes in {elapsed(now, until)}
    </span>
  )
}
