import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'

/** A value that opens a menu, or stands alone for those who may only read. */
export function Picker({
  label,
  value,
  canEdit,
  children,
}: {
  label: string
  value: ReactNode
  canEdit: boolean
  children: ReactNode
}) {
  if (!canEdit) return <span className="flex min-h-7 items-center">{value}</span>
  return (
    <Menu
      align="start"
      trigger={
        <Button tone="ghost" size="sm" aria-label={label} className="-ml-1.5 max-w-full px-1.5! text-sm! text-ink!">
          {value}
          <ChevronDown aria-hidden className="size-3.5 shrink-0 text-ink-3" />
        </Button>
      }
    >
      {children}
    </Menu>
  )
}
