import { cx } from './cx.ts'

interface SkeletonProps {
  round?: boolean
  className?: string
}

/** The outline of something on its way. */
export function Skeleton({ round, className }: SkeletonProps) {
  return <div className={cx('animate-skeleton bg-skeleton', round ? 'rounded-full' : 'rounded-sm', className)} />
}
