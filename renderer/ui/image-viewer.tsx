import { Dialog as Base } from '@base-ui/react/dialog'
import { Download, ExternalLink, X } from 'lucide-react'
import { useRef } from 'react'
import { IconButton } from './button.tsx'

interface ImageViewerProps {
  open: boolean
  onClose: () => void
  name: string
  url: string
  onOpenOutside: () => void
  onSave: () => void
}

/** A picture as large as the window allows; focus goes in when it opens and back where it was when it closes. */
export function ImageViewer({ open, onClose, name, url, onOpenOutside, onSave }: ImageViewerProps) {
  // Not a button with a hint: the first Escape would close the hint.
  const close = useRef<HTMLButtonElement>(null)
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Base.Popup
          initialFocus={close}
          className="animate-rise fixed inset-4 z-50 m-auto flex h-fit max-h-[calc(100vh-32px)] w-fit max-w-[calc(100vw-32px)] min-w-72 flex-col overflow-hidden rounded-xl bg-raised shadow-float"
        >
          <header className="flex items-center gap-1 py-1.5 pr-2 pl-4">
            <Base.Title dir="auto" className="min-w-0 flex-1 truncate text-sm font-semibold">
              {name}
            </Base.Title>
            <IconButton label="Open in another program" onClick={onOpenOutside}>
              <ExternalLink aria-hidden className="size-4" />
            </IconButton>
            <IconButton label="Save as…" onClick={onSave}>
              <Download aria-hidden className="size-4" />
            </IconButton>
            <Base.Close
              ref={close}
              aria-label="Close"
              className="grid size-8 place-items-center rounded-md text-ink-2 hover:bg-hover hover:text-ink"
            >
              <X aria-hidden className="size-4" />
            </Base.Close>
          </header>
          <img src={url} alt={name} className="min-h-0 flex-1 bg-sunken object-contain" />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
