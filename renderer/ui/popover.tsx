import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'

interface PopoverProps {
  trigger: ReactElement<Record<string, unknown>>
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  side?: 'top' | 'right' | 'bottom'
  align?: 'start' | 'end'
  children: ReactNode
}

export function Popover({
  trigger,
  open,
  onOpenChange,
  title,
  side = 'bottom',
  align = 'end',
  children,
}: PopoverProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={8} collisionPadding={12} className="z-40">
          <Base.Popup className="animate-rise flex max-h-(--available-height) w-92 max-w-[calc(100vw-24px)] flex-col overflow-hidden rounded-xl bg-raised shadow-float outline-none">
            <Base.Title className="sr-only">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
