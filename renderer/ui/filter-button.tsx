import { ListFilter } from 'lucide-react'
import { useApp } from '../store/store-context.ts'
import { Button } from './button.tsx'

/** Opens the picker of what a list is narrowed to. */
export function FilterButton() {
  const showOverlay = useApp((state) => state.showOverlay)
  return (
    <Button
      tone="ghost"
      size="sm"
      aria-keyshortcuts="F"
      icon={<ListFilter aria-hidden className="size-3.5" />}
      onClick={() => showOverlay('filter')}
    >
      Filter
    </Button>
  )
}
