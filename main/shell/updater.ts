import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import type { Updater } from '../update/updates.ts'

/**
 * What updates this installation; null where nobody does: unpackaged, or packed without a place where updates are published
 * (the packager writes `app-update.yml` when there is one).
 */
export async function findUpdater(): Promise<Updater | null> {
  if (!app.isPackaged || !existsSync(join(process.resourcesPath, 'app-update.yml'))) return null
  const { autoUpdater } = (await import('electron-updater')).default
  autoUpdater.logger = null
  autoUpdater.autoDownload = true
  autoUpdater.autoInstallOnAppQuit = true
  return autoUpdater
}
