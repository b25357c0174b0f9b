import type { Page } from '@playwright/test'
import { ALL, inbox, type Shot } from './shot.ts'

/** Opens the dialog by its keys. */
async function dialog(tab: Page): Promise<void> {
  await inbox(tab)
  await tab.keyboard.press('g')
  await tab.keyboard.press('l')
  await tab.getByRole('dialog', { name: 'Import and export leads' }).waitFor()
}

export const IMPORT_SHOTS: readonly Shot[] = [
  { name: 'import-start', scenario: 'inbox', sizes: ALL, prepare: dialog },
  { name: 'import-mapping', scenario: 'import_file', sizes: ALL, prepare: dialog },
  { name: 'import-running', scenario: 'import_running', sizes: ['wide', 'small'], prepare: dialog },
  { name: 'import-tried', scenario: 'import_tried', sizes: ['wide', 'small'], prepare: dialog },
  { name: 'import-done', scenario: 'import_done', sizes: ['wide', 'small'], prepare: dialog },
  { name: 'import-stopped', scenario: 'import_stopped', sizes: ['wide', 'small'], prepare: dialog },
]
