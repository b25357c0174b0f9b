/** How long a conversation of 5,000 messages takes to become a PDF, and how long the app answers nobody meanwhile. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { buildApp } from '#build/scripts/build-app.ts'
import { openConversation, signInAsDemoUser, thread } from '#tests/support/app-driver.ts'
import { launchApp } from '#tests/support/electron-host.ts'
import type { Office } from '#tests/support/office.ts'
import type { SeparateBackend } from '#tests/support/separate-backend.ts'
import type { Report } from './figures.ts'
import { localBackend } from './large-user-data.ts'

const MESSAGES = 5_000
const PATIENCE_MS = 120_000

export async function benchPrint(backend: SeparateBackend, office: Office, report: Report): Promise<void> {
  buildApp()
  const rep = await office.member('sales_rep')
  const { conversationId } = await office.enquiry('Maya Print', 'How much is it?', rep.id)
  await backend.sql`
    insert into messages (conversation_id, direction, sender_type, body, created_at)
    select ${conversationId}, 'inbound', 'customer', 'Question number ' || n || ', and a line of what one writes about it.',
      now() - interval '1 minute' * (${MESSAGES} - n) from generate_series(2, ${MESSAGES}) n`
  const userData = mkdtempSync(join(tmpdir(), 'leadline-bench-print-'))
  try {
    const { app, window } = await launchApp({ userData, env: localBackend(backend) })
    await signInAsDemoUser(window, rep)
    await openConversation(window, 'Maya Print')
    await saveAt(app, join(userData, 'maya.pdf'))
    await thread(window, 'Maya Print').focus()
    await window.keyboard.press('Control+P')
    const save = window.getByRole('button', { name: 'Save as PDF…' })
    await save.waitFor()
    const longestBlock = await watchLoop(app)
    const begun = performance.now()
    await save.click()
    await window.getByText('The conversation is saved as maya.pdf').waitFor({ timeout: PATIENCE_MS })
    const took = performance.now() - begun
    report({ name: 'desktop.print.5000', value: took, unit: 'ms', floor: null, n: 1 })
    report({ name: 'desktop.print.5000.block', value: await longestBlock(), unit: 'ms', floor: null, n: 1 })
    await app.close()
  } finally {
    rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Where the system's dialog would have the file saved. */
const saveAt = (app: ElectronApplication, file: string) =>
  app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, file)

/** From now on the main process is watched. @returns what tells the longest time, ms, that it was not to be had */
async function watchLoop(app: ElectronApplication): Promise<() => Promise<number>> {
  await app.evaluate(() => {
    const watch = globalThis as unknown as { longestBlock: number }
    let last = performance.now()
    watch.longestBlock = 0
    setInterval(() => {
      const now = performance.now()
      watch.longestBlock = Math.max(watch.longestBlock, now - last - 10)
      last = now
    }, 10).unref()
  })
  return () => app.evaluate(() => (globalThis as unknown as { longestBlock: number }).longestBlock)
}
