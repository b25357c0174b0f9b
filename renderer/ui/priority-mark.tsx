import { ChevronDown, ChevronsUp, ChevronUp, Minus } from 'lucide-react'
import { cx } from './cx.ts'
import type { Priority } from '#shared/domain/vocabulary.ts'

const ICONS = { urgent: ChevronsUp, high: ChevronUp, normal: Minus, low: ChevronDown } as const
const COLORS = { urgent: 'text-danger', high: 'text-warning', normal: 'text-ink-3', low: 'text-ink-3' } as const

/** The sign of a priority, told apart by its shape; its word stands beside it or in the name of what it is in. */
export function PriorityMark({ priority, className }: { priority: Priority; className?: string }) {
  const Icon = ICONS[priority]
  return <Icon aria-hidden strokeWidth={2.5} className={cx('size-3.5 shrink-0', COLORS[priority], className)} />
}
