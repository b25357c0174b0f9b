import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import type { LoadUpdater } from '../update/updates.ts'

/**
 * How to load what updates this installation; null where nobody does: unpackaged, or packed without a place where updates are published
 * (the packager writes `app-update.yml` when there is one).
 */
export function findUpdater(): LoadUpdater | null {
  if (!app.isPackaged || !existsSync(join(process.resourcesPath, 'app-update.yml'))) return null
  return async () => {
    const { autoUpdater } = (await import('electron-updater')).default
    autoUpdater.logger = null
    autoUpdater.autoDownload = true
    autoUpdater.autoInstallOnAppQuit = true
    return autoUpdater
  }
}
