import type { Page } from '@playwright/test'
import { ALL, inbox, type Shot } from './shot.ts'

/** Opens a dialog by its keys. */
const opened = (key: string, name: string) => async (tab: Page) => {
  await inbox(tab)
  await tab.keyboard.press('g')
  await tab.keyboard.press(key)
  await tab.getByRole('dialog', { name }).waitFor()
}
const dialog = opened('l', 'Import and export leads')
const exporting = opened('e', 'Export leads')

export const IMPORT_SHOTS: readonly Shot[] = [
  { name: 'import-start', scenario: 'inbox', sizes: ALL, prepare: dialog },
  { name: 'import-mapping', scenario: 'import_file', sizes: ALL, prepare: dialog },
  { name: 'import-running', scenario: 'import_running', sizes: ['wide', 'small'], prepare: dialog },
  { name: 'import-tried', scenario: 'import_tried', sizes: ['wide', 'small'], prepare: dialog },
  { name: 'import-done', scenario: 'import_done', sizes: ['wide', 'small'], prepare: dialog },
  { name: 'export-view', scenario: 'inbox', sizes: ['wide', 'small'], prepare: exporting },
  { name: 'export-writing', scenario: 'export_writing', sizes: ['wide', 'small'], prepare: exporting },
  { name: 'import-stopped', scenario: 'import_stopped', sizes: ['wide', 'small'], prepare: dialog },
]
