import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement } from 'react'
import { useApp } from '../store/store-context.ts'
import { Kbd } from './kbd.tsx'

interface TooltipProps {
  label: string
  /** Key to show, as `Kbd` takes it. */
  keys?: string | undefined
  side?: 'top' | 'right' | 'bottom' | 'left'
  children: ReactElement<Record<string, unknown>>
}

/** Keys that stay when the rep has turned the single ones off. */
const WITHOUT_SINGLE_KEYS = /^(Ctrl|⌘|Esc|Enter)/

/** A hint on hover and focus. It repeats or adds to the accessible name and never carries what is said nowhere else. */
export function Tooltip({ label, keys, side = 'bottom', children }: TooltipProps) {
  const off = useApp((state) => state.preferences.keyPreset === 'off')
  const shown = off && keys !== undefined && !WITHOUT_SINGLE_KEYS.test(keys) ? undefined : keys
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className="z-50">
          <Base.Popup className="flex max-w-72 items-center gap-2 rounded-md bg-tooltip px-2 py-1 text-xs text-tooltip-ink shadow-float">
            {label}
            {shown && <Kbd keys={shown} inverted />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

export const TooltipProvider = Base.Provider
