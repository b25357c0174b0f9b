import { UserRound } from 'lucide-react'
import type { CSSProperties } from 'react'
import { hueOf, initialsOf } from '../format/initials.ts'
import { cx } from './cx.ts'

interface AvatarProps {
  id: string
  name: string | null
  size?: 20 | 24 | 28 | 32 | 40 | 56
}

const SIZES = {
  20: 'size-5 text-[9px]',
  24: 'size-6 text-[10px]',
  28: 'size-7 text-[11px]',
  32: 'size-8 text-xs',
  40: 'size-10 text-sm',
  56: 'size-14 text-xl',
}

/** Initials on a hue of their own. Decorative: the name always stands beside it. */
export function Avatar({ id, name, size = 32 }: AvatarProps) {
  const initials = initialsOf(name)
  return (
    <span
      aria-hidden
      style={{ '--hue': hueOf(id) } as CSSProperties}
      className={cx(
        'keep-color grid shrink-0 place-items-center rounded-full font-semibold tracking-tight select-none',
        initials
          ? 'bg-[light-dark(oklch(0.925_0.042_var(--hue)),oklch(0.335_0.055_var(--hue)))] text-[light-dark(oklch(0.42_0.1_var(--hue)),oklch(0.87_0.07_var(--hue)))]'
          : 'bg-skeleton text-ink-3',
        SIZES[size],
      )}
    >
      {initials ?? <UserRound className="size-1/2" strokeWidth={1.75} />}
    </span>
  )
}
