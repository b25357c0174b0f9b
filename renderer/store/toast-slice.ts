import type { StateCreator } from 'zustand/vanilla'

export interface Toast {
  id: number
  tone: 'info' | 'error'
  text: string
  /** Offered beside the text, such as Undo. */
  action?: { label: string; run: () => void }
  /** Until when it stays, milliseconds since 1970, where its action has a time of its own. */
  until?: number
  /** Called once it has left the screen, whatever took it away: its time, the rep, or newer ones. */
  gone?: () => void
}

export interface ToastSlice {
  toasts: readonly Toast[]
  /** Shows a toast; one with the same text is shown once. Returns its id. */
  showToast: (toast: Omit<Toast, 'id'>) => number
  dismissToast: (id: number) => void
  /** Takes back what has turned out not to be so. */
  dismissText: (text: string) => void
  /** Does what the newest Undo on screen offers. */
  undoLast: () => void
  nextToastId: number
}

/** The label of an action that takes back what the toast tells. */
export const UNDO = 'Undo'

/** More would cover the list; the oldest gives way. */
const MAX_TOASTS = 3

export const createToastSlice: StateCreator<ToastSlice> = (set, get) => {
  /** Shows these, and tells those that are no longer among them. */
  const show = (toasts: readonly Toast[], nextToastId = get().nextToastId) => {
    const left = get().toasts.filter((toast) => !toasts.includes(toast))
    set({ toasts, nextToastId })
    for (const { gone } of left) gone?.()
  }
  return {
    toasts: [],
    nextToastId: 1,
    showToast: (toast) => {
      const { nextToastId: id, toasts } = get()
      show([...toasts.filter(({ text }) => text !== toast.text), { ...toast, id }].slice(-MAX_TOASTS), id + 1)
      return id
    },
    undoLast() {
      const last = get().toasts.findLast(({ action }) => action?.label === UNDO)
      if (!last?.action) return
      last.action.run()
      get().dismissToast(last.id)
    },
    dismissText: (text) => show(get().toasts.filter((toast) => toast.text !== text)),
    dismissToast: (id) => show(get().toasts.filter((toast) => toast.id !== id)),
  }
}
