import { Bookmark } from 'lucide-react'
import { useApp } from '../store/store-context.ts'
import { Button } from './button.tsx'

/** Opens the saved views, which a list and the board are narrowed by alike. */
export function ViewsButton() {
  const setViewSheet = useApp((state) => state.setViewSheet)
  return (
    <Button
      tone="ghost"
      size="sm"
      aria-keyshortcuts="V"
      icon={<Bookmark aria-hidden className="size-3.5" />}
      onClick={() => setViewSheet({ what: 'choose' })}
    >
      Views
    </Button>
  )
}
