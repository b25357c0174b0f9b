import { expect, it, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { createToastSlice, UNDO, type ToastSlice } from './toast-slice.ts'

const setUp = () => createStore<ToastSlice>()(createToastSlice).getState

it('undoes the newest step that can be undone, once, and takes its toast away', () => {
  const get = setUp()
  const older = vi.fn<() => void>()
  const newer = vi.fn<() => void>()
  get().showToast({ tone: 'info', text: 'Ada is done', action: { label: UNDO, run: older } })
  get().showToast({ tone: 'info', text: 'Ben is done', action: { label: UNDO, run: newer } })
  get().showToast({ tone: 'error', text: 'Not saved', action: { label: 'Try again', run: vi.fn<() => void>() } })
  get().undoLast()
  expect(newer).toHaveBeenCalledTimes(1)
  expect(older).not.toHaveBeenCalled()
  expect(get().toasts.map(({ text }) => text)).toEqual(['Ada is done', 'Not saved'])
  get().undoLast()
  get().undoLast()
  expect(older).toHaveBeenCalledTimes(1)
})

it('keeps the toast that undoing shows', () => {
  const get = setUp()
  const run = () => void get().showToast({ tone: 'info', text: 'Ada is open again' })
  get().showToast({ tone: 'info', text: 'Ada is done', action: { label: UNDO, run } })
  get().undoLast()
  expect(get().toasts.map(({ text }) => text)).toEqual(['Ada is open again'])
})
