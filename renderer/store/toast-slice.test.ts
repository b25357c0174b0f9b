import { expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { createToastSlice, type ToastSlice } from './toast-slice.ts'

it('undoes what the newest toast that offers it is about, once', () => {
  const store = createStore<ToastSlice>()(createToastSlice)
  const undone: string[] = []
  const offer = (text: string, label: string) =>
    store.getState().showToast({ tone: 'info', text, action: { label, run: () => undone.push(text) } })
  offer('First', 'Undo')
  offer('Second', 'Undo')
  offer('Third', 'Show')
  store.getState().undoLast()
  expect(undone).toEqual(['Second'])
  expect(store.getState().toasts.map(({ text }) => text)).toEqual(['First', 'Third'])
  store.getState().undoLast()
  store.getState().undoLast()
  expect(undone).toEqual(['Second', 'First'])
})
