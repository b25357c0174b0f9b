import { ArrowUp, Ban, Check, CheckCheck, Clock3, TriangleAlert } from 'lucide-react'
import { useApp } from '../../store/store-context.ts'
import { cx } from '../../ui/cx.ts'
import type { Progress } from './progress.ts'

const ICONS = {
  clock: Clock3,
  arrow: ArrowUp,
  check: Check,
  checks: CheckCheck,
  read: CheckCheck,
  alert: TriangleAlert,
  off: Ban,
}

/** Where a reply is, as icon and word, with the reason when it failed. */
export function MessageProgress({ progress }: { progress: Progress }) {
  const showConflicts = useApp((state) => state.showConflicts)
  const openId = useApp((state) => state.openId)
  const Icon = ICONS[progress.icon]
  const alert = progress.icon === 'alert'
  const words = progress.detail ? `${progress.label}: ${progress.detail}` : progress.label
  const content = (
    <>
      <Icon aria-hidden className={cx('size-3', progress.icon === 'read' && 'text-accent-ink')} strokeWidth={2.25} />
      <span>{words}</span>
    </>
  )
  if (progress.label === 'Needs attention') {
    return (
      <button
        type="button"
        className="inline-flex items-center gap-1 rounded-sm font-medium text-danger underline underline-offset-2"
        onClick={() => showConflicts(openId)}
      >
        {content}
      </button>
    )
  }
  return (
    <span title={words} className={cx('inline-flex items-center gap-1', alert && 'font-medium text-danger')}>
      {content}
    </span>
  )
}
