import type { ComponentProps, ReactNode } from 'react'
import { cx } from './cx.ts'
import { Tooltip } from './tooltip.tsx'

type Tone = 'primary' | 'secondary' | 'ghost' | 'danger'

const TONES: Record<Tone, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover shadow-raised',
  secondary: 'border border-line-strong bg-surface text-ink hover:bg-hover shadow-raised',
  ghost: 'text-ink-2 hover:bg-hover hover:text-ink',
  danger: 'border border-danger-line bg-surface text-danger hover:bg-danger-soft',
}

interface ButtonProps extends ComponentProps<'button'> {
  tone?: Tone
  size?: 'sm' | 'md' | 'lg'
  icon?: ReactNode
}

const SIZES = { sm: 'h-7 px-2 text-xs gap-1.5', md: 'h-8 px-3 text-sm gap-1.5', lg: 'h-10 px-4 text-base gap-2' }

export function Button({ tone = 'secondary', size = 'md', icon, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={cx(
        'inline-flex shrink-0 items-center justify-center rounded-md font-medium whitespace-nowrap transition-colors',
        'disabled:pointer-events-none disabled:opacity-55 aria-disabled:pointer-events-none aria-disabled:opacity-55',
        SIZES[size],
        TONES[tone],
        className,
      )}
    >
      {icon}
      {children}
    </button>
  )
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  label: string
  keys?: string | undefined
  side?: 'top' | 'right' | 'bottom' | 'left'
  size?: 'sm' | 'md'
  /** Whether what it toggles is on. */
  pressed?: boolean | undefined
  children: ReactNode
}

/** A button with a picture for a face: its label is the accessible name and the tooltip. */
export function IconButton({ label, keys, side, size = 'md', pressed, className, children, ...rest }: IconButtonProps) {
  return (
    <Tooltip label={label} keys={keys} {...(side && { side })}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={pressed}
        {...rest}
        className={cx(
          'grid shrink-0 place-items-center rounded-md text-ink-2 transition-colors hover:bg-hover hover:text-ink',
          'disabled:pointer-events-none disabled:opacity-50 aria-pressed:bg-hover aria-pressed:text-ink',
          size === 'sm' ? 'size-7' : 'size-8',
          className,
        )}
      >
        {children}
      </button>
    </Tooltip>
  )
}
