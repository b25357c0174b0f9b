import { CSPProvider } from '@base-ui/react/csp-provider'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { BridgeContext } from './bridge/bridge-context.ts'
import { LiveCache } from './bridge/live-cache.ts'
import { CrashScreen } from './shell/crash-screen.tsx'
import { createAppStore } from './store/app-store.ts'
import { StoreContext } from './store/store-context.ts'
import { TooltipRegion } from './ui/tooltip.tsx'
import './styles/index.css'

const bridge = { desk: window.desk, cache: new LiveCache(window.desk) }
const store = createAppStore(localStorage)
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

// The page's policy allows no inline styles, so the primitives may not inject any.
createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <BridgeContext value={bridge}>
        <StoreContext value={store}>
          <CrashScreen>
            <App />
          </CrashScreen>
          <TooltipRegion />
        </StoreContext>
      </BridgeContext>
    </CSPProvider>
  </StrictMode>,
)
