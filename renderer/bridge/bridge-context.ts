import { createContext, useContext } from 'react'
import type { LiveCache } from './live-cache.ts'
import type { WindowId } from '#shared/contract/areas/pop-outs.ts'
import type { Desk } from '#shared/contract/ipc.ts'

/** What connects the screens to the main process. */
export interface Bridge {
  desk: Desk
  cache: LiveCache
  /** Which of the app's windows this is. */
  window: WindowId
}

export const BridgeContext = createContext<Bridge | null>(null)

export function useBridge(): Bridge {
  const bridge = useContext(BridgeContext)
  if (!bridge) throw new Error('useBridge needs a BridgeContext around it')
  return bridge
}
