import { contextBridge, ipcRenderer } from 'electron'
import { createDesk } from './bridge.ts'
import type { Desk } from '#shared/contract/ipc.ts'

const VERSION_SWITCH = '--leadline-version='

/** A sandboxed preload cannot ask Electron for the app's version, so main passes it in `webPreferences.additionalArguments`. */
const version = process.argv.find((argument) => argument.startsWith(VERSION_SWITCH))?.slice(VERSION_SWITCH.length) ?? ''

/** Ids that never repeat: a random part per page, then a counter. */
function idsOf(page: string): () => string {
  let minted = 0
  return () => `${page}:${++minted}`
}

contextBridge.exposeInMainWorld(
  'desk',
  createDesk(ipcRenderer, { platform: process.platform as Desk['platform'], version }, idsOf(crypto.randomUUID())),
)
