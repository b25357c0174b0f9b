import { Tooltip as Base } from '@base-ui/react/tooltip'
import { cloneElement, useEffect, useState, type ReactElement } from 'react'
import { useApp } from '../store/store-context.ts'
import { Kbd } from './kbd.tsx'
import { watchTips, type Tip, type TipSide } from './watch-tips.ts'

interface TooltipProps {
  label: string
  /** Key to show, as `Kbd` takes it. */
  keys?: string | undefined
  side?: TipSide
  children: ReactElement<Record<string, unknown>>
}

/**
 * A hint on hover and focus. It repeats or adds to the accessible name and never carries what is said nowhere else.
 * The child is only marked, for there are dozens on a screen: {@link TooltipRegion} shows the one that is wanted.
 */
export function Tooltip({ label, keys, side = 'bottom', children }: TooltipProps) {
  return cloneElement(children, { 'data-tip': label, 'data-tip-keys': keys, 'data-tip-side': side })
}

/** Keys that stay when the rep has turned the single ones off. */
const WITHOUT_SINGLE_KEYS = /^(Ctrl|⌘|Esc|Enter)/

/** Shows the hints of the whole window. */
export function TooltipRegion() {
  const off = useApp((state) => state.preferences.keyPreset === 'off')
  const [tip, setTip] = useState<Tip | null>(null)
  useEffect(() => watchTips(document, setTip), [])
  if (!tip) return null
  const keys = off && tip.keys !== undefined && !WITHOUT_SINGLE_KEYS.test(tip.keys) ? undefined : tip.keys
  return (
    <Base.Root open onOpenChange={(open) => !open && setTip(null)}>
      <Base.Portal>
        <Base.Positioner
          anchor={tip.element}
          side={tip.side}
          sideOffset={6}
          className="z-50 data-anchor-hidden:invisible"
        >
          <Base.Popup
            data-tip-popup
            className="flex max-w-72 items-center gap-2 rounded-md bg-tooltip px-2 py-1 text-xs text-tooltip-ink shadow-float"
          >
            {tip.label}
            {keys && <Kbd keys={keys} inverted />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
