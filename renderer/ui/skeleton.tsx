import { cx } from './cx.ts'

/** The outline of something on its way. */
export function Skeleton({ className }: { className?: string }) {
  return <div className={cx('animate-skeleton rounded-sm bg-skeleton', className)} />
}
