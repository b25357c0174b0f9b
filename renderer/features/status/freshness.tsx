import { History } from 'lucide-react'
import { useLive } from '../../bridge/use-live.ts'
import { fullTime } from '../../format/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { freshnessWords } from './status-words.ts'

/** Says as of when what is shown is true, while that is not now; nothing otherwise. */
export function Freshness() {
  const { value: status } = useLive('sync.status', {})
  const now = useNow()
  const words = status && freshnessWords(status, now)
  if (!words || status.synced_at === null) return null
  return (
    <p
      title={`Last equal to the team’s data: ${fullTime(status.synced_at)}`}
      className="tabular flex min-h-6 shrink-0 items-center gap-1.5 border-b border-line bg-hover px-4 py-0.5 text-2xs font-medium text-ink-2"
    >
      <History aria-hidden className="size-3 shrink-0" strokeWidth={2} />
      {words}
    </p>
  )
}
