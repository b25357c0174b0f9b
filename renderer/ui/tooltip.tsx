import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement } from 'react'
import { Kbd } from './kbd.tsx'

interface TooltipProps {
  label: string
  /** Key to show, as `Kbd` takes it. */
  keys?: string | undefined
  side?: 'top' | 'right' | 'bottom' | 'left'
  children: ReactElement<Record<string, unknown>>
}

/** A hint on hover and focus. It repeats or adds to the accessible name and never carries what is said nowhere else. */
export function Tooltip({ label, keys, side = 'bottom', children }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className="z-50">
          <Base.Popup className="flex max-w-72 items-center gap-2 rounded-md bg-tooltip px-2 py-1 text-xs text-tooltip-ink shadow-float">
            {label}
            {keys && <Kbd keys={keys} inverted />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

export const TooltipProvider = Base.Provider
