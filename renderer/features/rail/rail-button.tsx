import type { ComponentProps, ReactNode } from 'react'
import { shortCount } from '../../format/time.ts'
import { cx } from '../../ui/cx.ts'
import { Tooltip } from '../../ui/tooltip.tsx'

interface RailButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** Its accessible name; the hint while the rail is closed. */
  label: string
  /** What it says in the open rail; the label unless told otherwise. */
  text?: string
  keys?: string
  open: boolean
  /** It leads to where the rep is. */
  current?: boolean
  /** How many things wait there for the rep. */
  badge?: number
  icon: ReactNode
}

/** A button of the rail: an icon, with words beside it while the rail is open. */
export function RailButton({ label, text = label, keys, open, current, badge = 0, icon, ...rest }: RailButtonProps) {
  const button = (
    <button
      type="button"
      aria-label={label}
      aria-current={current ? 'page' : undefined}
      {...rest}
      className={cx(
        'relative flex h-9 shrink-0 items-center rounded-lg transition-colors',
        open ? 'w-full gap-2.5 px-2.25 text-sm font-medium' : 'w-9 justify-center',
        current ? 'bg-selected text-accent-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
      )}
    >
      {icon}
      {open && <span className="min-w-0 flex-1 truncate text-left">{text}</span>}
      {badge > 0 && (
        <span
          aria-hidden
          className={cx(
            'tabular grid h-4 min-w-4 place-items-center rounded-full border border-danger-line bg-danger-soft px-1 text-2xs font-semibold text-danger',
            !open && 'absolute -top-0.5 -right-1',
          )}
        >
          {shortCount(badge)}
        </span>
      )}
    </button>
  )
  // The hint repeats what the open rail says, but for the key.
  if (open && !keys) return button
  return (
    <Tooltip label={label} keys={keys} side="right">
      {button}
    </Tooltip>
  )
}
