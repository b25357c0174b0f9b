import type { StateCreator } from 'zustand/vanilla'

export interface Toast {
  id: number
  tone: 'info' | 'error'
  text: string
  /** Offered beside the text, such as Undo. */
  action?: { label: string; run: () => void }
  /** Until when it stays, milliseconds since 1970, where its action has a time of its own. */
  until?: number
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

export const createToastSlice: StateCreator<ToastSlice> = (set, get) => ({
  toasts: [],
  nextToastId: 1,
  showToast: (toast) => {
    const id = get().nextToastId
    set((now) => ({
      nextToastId: id + 1,
      toasts: [...now.toasts.filter(({ text }) => text !== toast.text), { ...toast, id }].slice(-MAX_TOASTS),
    }))
    return id
  },
  undoLast() {
    const last = get().toasts.findLast(({ action }) => action?.label === UNDO)
    if (!last?.action) return
    get().dismissToast(last.id)
    last.action.run()
  },
  dismissText: (text) => set((now) => ({ toasts: now.toasts.filter((toast) => toast.text !== text) })),
  dismissToast: (id) => set((now) => ({ toasts: now.toasts.filter((toast) => toast.id !== id) })),
})
