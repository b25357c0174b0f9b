import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { row, signInAsDemoUser } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

const ROWS = 12_000

async function dialogOf(window: Page) {
  await expect(row(window, 'Nadia Other')).toBeVisible()
  await window.keyboard.press('g')
  await window.keyboard.press('l')
  return window.getByRole('dialog', { name: 'Import and export leads' })
}

async function kill(app: ElectronApplication): Promise<void> {
  const ended = app.waitForEvent('close')
  app.process().kill('SIGKILL')
  await ended
}

/** How many leads there are, and how many numbers: as many, when no row was imported twice. */
async function imported({ sql }: LocalSupabase, organizationId: string) {
  const [found] = await sql<{ leads: number; numbers: number }[]>`
    select count(*)::integer as leads, count(distinct phone_normalized)::integer as numbers
    from leads where organization_id = ${organizationId} and source = 'Fair'`
  return found!
}

test('an import that is killed, stopped, cut from the network and broken on the server has every row once, and goes back as a whole', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(240_000)
  await office.enquiry('Nadia Other', 'Hi!')
  const manager = await office.member('manager')
  const found = () => imported(backend, manager.organizationId)
  const grown = async () => {
    const { leads } = await found()
    await expect.poll(async () => (await found()).leads, { timeout: 30_000, intervals: [20] }).toBeGreaterThan(leads)
  }
  const desk = await computer()
  const path = join(desk.userData, 'fair.csv')
  const lines = Array.from({ length: ROWS }, (_, n) => `Customer ${n},+4474${10_000_000 + n},Fair`)
  await writeFile(path, `Name,Phone,Source\n${lines.join('\n')}\n`)

  const first = await desk.start()
  await signInAsDemoUser(first.window, manager)
  await first.app.evaluate(({ dialog }, open) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [open] })
  }, path)
  const before = await dialogOf(first.window)
  await before.getByRole('button', { name: 'Choose a file…' }).click()
  await before.getByRole('button', { name: 'Import 12,000 rows' }).click()
  await grown()
  await kill(first.app)
  expect((await found()).leads).toBeLessThan(ROWS)

  const { window } = await desk.start()
  const dialog = await dialogOf(window)
  const press = (name: string) => dialog.getByRole('button', { name, exact: true }).click()
  await expect(dialog.getByRole('heading', { name: 'Interrupted' })).toBeVisible()
  await press('Go on')
  await grown()
  await press('Stop')
  await expect(dialog.getByRole('heading', { name: 'Stopped' })).toBeVisible()
  await press('Go on')
  await grown()

  // What has arrived is done although its answer is lost; then there is no network at all.
  desk.network.set('one-way')
  await grown()
  desk.network.set('cut')
  await expect(dialog.getByText(/offline|connection/i)).toBeVisible()
  expect((await found()).leads).toBeLessThan(ROWS)
  desk.network.set('up')
  await grown()
  // The server loses what it is in the middle of.
  await backend.sql`
    select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and query like '%import_rows%'`

  await expect(dialog.getByText('12,000 leads created')).toBeVisible({ timeout: 60_000 })
  expect(await found()).toEqual({ leads: ROWS, numbers: ROWS })
  await press('Undo the import')
  await expect(dialog.getByText('12,000 rows taken back')).toBeVisible({ timeout: 120_000 })
  expect((await found()).leads).toBe(0)
})
