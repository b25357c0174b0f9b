import { CSPProvider } from '@base-ui/react/csp-provider'
import { StrictMode, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { afterFrame } from '../bridge/after-frame.ts'
import { BridgeContext } from '../bridge/bridge-context.ts'
import { LiveCache } from '../bridge/live-cache.ts'
import type { WindowId } from '#shared/contract/areas/pop-outs.ts'
import { createAppStore } from '../store/app-store.ts'
import { StoreContext } from '../store/store-context.ts'
import { TooltipRegion } from '../ui/tooltip.tsx'
import { CrashScreen } from './crash-screen.tsx'

/**
 * Begins a page: what every part of it needs around what it shows.
 * @param id which window it is in
 */
export function mount(page: ReactNode, id: WindowId = 'main'): void {
  const bridge = { desk: window.desk, cache: new LiveCache(window.desk, afterFrame), window: id }
  const store = createAppStore(localStorage)
  // Another window has changed them.
  addEventListener('storage', () => store.getState().rereadPreferences())
  const root = document.getElementById('root')
  if (!root) throw new Error('the document has no #root')
  // The page's policy allows no inline styles, so the primitives may not inject any.
  createRoot(root).render(
    <StrictMode>
      <CSPProvider disableStyleElements>
        <BridgeContext value={bridge}>
          <StoreContext value={store}>
            <CrashScreen>{page}</CrashScreen>
            <TooltipRegion />
          </StoreContext>
        </BridgeContext>
      </CSPProvider>
    </StrictMode>,
  )
}
