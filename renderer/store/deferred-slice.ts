import type { StateCreator } from 'zustand/vanilla'

export interface DeferredSlice {
  /** Ids of what is to be deleted once the time to undo it is over: screens show it as gone already. */
  deferred: readonly string[]
  setDeferred: (id: string, isDeferred: boolean) => void
}

export const createDeferredSlice: StateCreator<DeferredSlice> = (set) => ({
  deferred: [],
  setDeferred: (id, isDeferred) =>
    set(({ deferred }) => {
      const others = deferred.filter((other) => other !== id)
      return { deferred: isDeferred ? [...others, id] : others }
    }),
})
