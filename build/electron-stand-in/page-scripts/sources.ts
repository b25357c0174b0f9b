import { createCodec } from './codec.ts'
import { createBridge } from './context-bridge.ts'
import { runIsolatedWorld, type WorldConfig } from './isolated-world.ts'
import { rewriteOwnSchemes } from './own-schemes.ts'

/** Source text for the two worlds of a page, to be run before any of its own. */
export interface PageSources {
  main: string
  isolated: string
}

/** Only the main frame has a preload, as in Electron without `nodeIntegrationInSubFrames`. */
const inMainFrame = (script: string): string => `if (window === window.top) ${script}`

/**
 * Puts together what each world of a page runs.
 * @param preloadCode the preload's CommonJS source
 * @param preloadUrl its name in stack traces
 */
export function pageSources(config: WorldConfig, preloadCode: string, preloadUrl: string): PageSources {
  const preload = `function (require, process, exports, module, global) {${preloadCode}\n}`
  const settings = JSON.stringify(config)
  return {
    main: inMainFrame(`(${createBridge.toString()})(${JSON.stringify(config.token)}, 'main')`),
    isolated: `${inMainFrame(
      `(${runIsolatedWorld.toString()})(${settings}, ${createCodec.toString()}, ${createBridge.toString()}, ${preload})`,
    )}\n//# sourceURL=${preloadUrl}`,
  }
}

/** Source text that lets the page's elements name those schemes. */
export function ownSchemesSource(schemes: readonly string[]): string {
  return `(${rewriteOwnSchemes.toString()})(${JSON.stringify(schemes)})`
}
