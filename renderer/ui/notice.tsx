import { CircleAlert, Info } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

const TONES = {
  info: 'bg-hover text-ink',
  warning: 'bg-warning-soft text-warning',
  danger: 'bg-danger-soft text-danger',
}

interface NoticeProps {
  tone: keyof typeof TONES
  /** Spoken at once: for what a rep has just caused. */
  alert?: boolean
  children: ReactNode
}

/** A sentence that stands where it matters until it no longer holds. */
export function Notice({ tone, alert, children }: NoticeProps) {
  const Icon = tone === 'info' ? Info : CircleAlert
  return (
    <div role={alert ? 'alert' : undefined} className={cx('flex gap-2 rounded-md px-3 py-2 text-sm', TONES[tone])}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1 wrap-break-word">{children}</div>
    </div>
  )
}
