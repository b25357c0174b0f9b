import { CircleAlert, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Toast } from '../store/toast-slice.ts'
import { useApp, useAppStore } from '../store/store-context.ts'
import { IconButton } from './button.tsx'
import { cx } from './cx.ts'
import { NARROW, useMedia } from './use-media.ts'

/** Milliseconds a toast stays; an error stays longer, because it asks for something. */
const SHOWN = { info: 8000, error: 14_000 }

/**
 * Bottom left, above everything but dialogs; announced politely, errors at once. Where a conversation fills the window, at
 * the top: below is what the rep writes in.
 */
export function ToastRegion() {
  const toasts = useApp((state) => state.toasts)
  const isOpen = useApp((state) => state.openId !== null)
  const isAtTop = useMedia(NARROW) && isOpen
  return (
    <section
      aria-label="Notifications"
      className={cx(
        'pointer-events-none fixed left-18 z-50 flex w-84 max-w-[calc(100vw-88px)] flex-col gap-2',
        isAtTop ? 'top-17' : 'bottom-4',
      )}
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  )
}

function ToastCard({ toast }: { toast: Toast }) {
  const dismiss = useApp((state) => state.dismissToast)
  const store = useAppStore()
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held) return undefined
    const shown = toast.until === undefined ? SHOWN[toast.tone] : Math.max(0, toast.until - Date.now())
    const timer = setTimeout(() => dismiss(toast.id), shown)
    return () => clearTimeout(timer)
  }, [dismiss, held, toast])
  /** The button that was pressed goes away with the toast, so the focus goes back to where the rep works. */
  const close = () => {
    dismiss(toast.id)
    store.getState().focusOn(store.getState().focus.region)
  }
  const hold = { onPointerEnter: () => setHeld(true), onPointerLeave: () => setHeld(false) }
  return (
    <div
      role={toast.tone === 'error' ? 'alert' : 'status'}
      {...hold}
      className="animate-rise pointer-events-auto flex items-start gap-2.5 rounded-lg bg-tooltip py-2 pr-1.5 pl-3 text-sm text-tooltip-ink shadow-float"
    >
      {toast.tone === 'error' && <CircleAlert aria-hidden className="mt-1 size-4 shrink-0" />}
      <p className="min-w-0 flex-1 py-0.5 wrap-break-word">{toast.text}</p>
      {toast.action && (
        <button
          type="button"
          className="h-6 shrink-0 rounded-sm px-1.5 font-semibold underline underline-offset-2 hover:bg-tooltip-ink/15"
          onClick={() => {
            toast.action?.run()
            close()
          }}
        >
          {toast.action.label}
        </button>
      )}
      <IconButton
        label="Dismiss"
        size="sm"
        side="top"
        className="-my-0.5 text-tooltip-ink hover:bg-tooltip-ink/15 hover:text-tooltip-ink"
        onClick={close}
      >
        <X className="size-3.5" />
      </IconButton>
    </div>
  )
}
