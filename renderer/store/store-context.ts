import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { AppSlices, AppStore } from './app-store.ts'

export const StoreContext = createContext<AppStore | null>(null)

/** The store itself, for handlers that read it when they run. */
export function useAppStore(): AppStore {
  const store = useContext(StoreContext)
  if (!store) throw new Error('useAppStore needs a StoreContext around it')
  return store
}

/** A selected part of the store; renders again when it changes. */
export function useApp<T>(select: (state: AppSlices) => T): T {
  return useStore(useAppStore(), select)
}
