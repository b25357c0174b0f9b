import { X } from 'lucide-react'
import { useState } from 'react'
import { useSession } from '../../actions/session-context.ts'
import { IconButton } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'

/** What the rep should know once, above everything until it is dismissed. */
export function Notices() {
  const { notices } = useSession()
  const [dismissed, setDismissed] = useState<readonly string[]>([])
  const shown = notices.filter((notice) => notice.id !== 'viewer' && !dismissed.includes(notice.id))
  if (shown.length === 0) return null
  return (
    <section aria-label="Notices" className="shrink-0 flex flex-col gap-1 border-b border-line bg-canvas p-1.5">
      {shown.map((notice) => (
        <Notice key={notice.id} tone={notice.id === 'no_keychain' ? 'info' : 'warning'}>
          <div className="flex items-start gap-2">
            <p className="flex-1">{notice.message}</p>
            <IconButton
              label="Dismiss"
              size="sm"
              className="-my-1"
              onClick={() => setDismissed([...dismissed, notice.id])}
            >
              <X className="size-3.5" />
            </IconButton>
          </div>
        </Notice>
      ))}
    </section>
  )
}
