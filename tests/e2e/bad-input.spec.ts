import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { standInPath, findElectron } from '#build/scripts/electron-binary.ts'
import { ROOT } from '#build/scripts/build-app.ts'
import {
  chooseLocalDemo,
  composer,
  item,
  openConversation,
  row,
  rows,
  signIn,
  signInAsDemoUser,
  writeReply,
} from '#tests/support/app-driver.ts'
import { startTestBackend } from '#tests/support/backend.ts'
import { expect, test, type Computer } from '#tests/support/e2e.ts'

async function connectTo(window: Page, address: string, key: string): Promise<void> {
  await window.getByRole('radio', { name: /Your team's project/ }).check()
  await window.getByLabel('Project address').fill(address)
  await window.getByLabel('Anon key').fill(key)
  await window.getByRole('button', { name: 'Connect' }).click()
}

const alert = (window: Page) => window.getByRole('alert')

test('first run: a backend that is down, silent or something else says so, and the same screen goes on once it is up', async ({
  backend,
  office,
  computer,
}) => {
  await office.enquiry('Ada Start', 'Hello')
  const desk = await computer()
  desk.network.set('cut')
  const { window } = await desk.start()
  await chooseLocalDemo(window)
  await expect(alert(window)).toContainText('Nothing answers at')

  desk.network.set('html')
  await window.getByRole('button', { name: 'Open the demo' }).click()
  await expect(alert(window)).toContainText('not a Leadline backend')

  desk.network.set('up')
  await connectTo(window, backend.url, 'not-the-key')
  await expect(alert(window)).toContainText('does not accept this key')

  await signInAsDemoUser(window, await office.member('sales_rep'))
  await expect(rows(window)).toHaveCount(1)
})

test('first run: a project without Leadline’s migrations is named as such', async ({ computer }) => {
  const empty = mkdtempSync(join(tmpdir(), 'leadline-no-migrations-'))
  const other = await startTestBackend({ migrationsDir: empty })
  try {
    const { window } = await (await computer()).start()
    await connectTo(window, other.url, other.anonKey)
    await expect(alert(window)).toContainText('whether all migrations are applied')
  } finally {
    await other.close()
    rmSync(empty, { recursive: true })
  }
})

test('sign-in: a wrong password and a lost network each say what it was', async ({ office, computer }) => {
  const { email, password } = await office.member('sales_rep')
  const desk = await computer()
  const { window } = await desk.start()
  await chooseLocalDemo(window)
  await signIn(window, { email, password: 'not it at all' })
  await expect(alert(window)).toContainText('E-mail or password is not right')
  desk.network.set('cut')
  await signIn(window, { email, password })
  await expect(alert(window)).toContainText('Signing in needs a connection')
  desk.network.set('up')
  await signIn(window, { email, password })
  await expect(window.getByRole('heading', { name: 'Inbox' })).toBeVisible()
})

test('an address that turns into a login page while working is told by the status, and nothing typed is lost', async ({
  backend,
  office,
  computer,
}) => {
  await office.enquiry('Hotel Guest', 'Hello')
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await openConversation(window, 'Hotel Guest')
  desk.network.set('html')
  await writeReply(window, 'Written behind a captive portal')
  const pill = window.getByRole('button', { name: /sync|blocked|problem|understand|backend/i }).first()
  await pill.click()
  await expect(window.getByRole('dialog')).toContainText('not a Leadline backend')
  desk.network.set('up')
  await window.getByRole('button', { name: 'Try now' }).click()
  await expect(item(window, 'Written behind a captive portal')).toContainText(/Sending in|Queued/)
  const sent = () => backend.sql`select body from messages where body = 'Written behind a captive portal'`
  await expect.poll(sent).toHaveLength(1)
})

/** The cache file of the only rep who signed in on a computer. */
function cacheFile({ userData }: Computer): string {
  const file = readdirSync(join(userData, 'caches')).find((name) => name.endsWith('.db') && !name.includes('staging'))
  return join(userData, 'caches', file!)
}

test('a corrupt cache is set aside and a fresh one loaded, and the rep is told', async ({ office, computer }) => {
  await office.enquiry('Cora Cache', 'Hello')
  const desk = await computer()
  const rep = await office.member('sales_rep')
  const first = await desk.start()
  await signInAsDemoUser(first.window, rep)
  await first.app.close()
  writeFileSync(cacheFile(desk), 'this is no database'.repeat(5_000))

  const { window } = await desk.start()
  await expect(row(window, 'Cora Cache')).toBeVisible()
  await expect(window.getByText(/set aside/)).toBeVisible()
  expect(readdirSync(join(desk.userData, 'caches', 'quarantine')).length).toBeGreaterThan(0)
})

test('a full disk keeps what was typed in the composer and says what to do', async ({ office, computer }) => {
  const desk = await computer()
  const caches = join(desk.userData, 'caches')
  mkdirSync(caches)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', caches]).status === 0
  test.skip(!mounted, 'A small disk can be made only by root: this test mounts one.')
  try {
    await office.enquiry('Dora Disk', 'Hello')
    const { app, window } = await desk.start()
    await signInAsDemoUser(window, await office.member('sales_rep'))
    await openConversation(window, 'Dora Disk')
    spawnSync('dd', ['if=/dev/zero', `of=${join(caches, 'filler')}`, 'bs=4096'])
    // The write-ahead log has room of its own to use up first.
    const full = window.getByText(/no space left on this disk/).first()
    const long = (index: number) => `Reply ${index} ${'x'.repeat(90_000)}`
    let sent = 0
    for (; sent < 60 && !(await full.isVisible()); sent++) {
      await composer(window).fill(long(sent))
      await composer(window).press('Control+Enter')
      await expect.poll(async () => (await full.isVisible()) || (await composer(window).inputValue()) === '').toBe(true)
    }
    await expect(full).toBeVisible()
    await expect(composer(window)).toHaveValue(long(sent - 1))

    rmSync(join(caches, 'filler'))
    await composer(window).press('Control+Enter')
    await expect(composer(window)).toHaveValue('')
    await expect(item(window, `Reply ${sent - 1} `)).toBeVisible()
    await app.close()
  } finally {
    spawnSync('umount', ['--lazy', caches])
  }
})

test('a second start brings the first window forward and ends', async ({ office, computer }) => {
  await office.enquiry('Sid Second', 'Hello')
  const desk = await computer()
  const { app, window } = await desk.start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  const browserWindow = await app.browserWindow(window)
  await browserWindow.evaluate((shown) => shown.minimize())
  const second = spawn(findElectron() ?? standInPath, [ROOT, `--user-data-dir=${desk.userData}`], { stdio: 'ignore' })
  const [code] = await once(second, 'exit')
  expect(code).toBe(0)
  await expect.poll(() => browserWindow.evaluate((shown) => shown.isMinimized())).toBe(false)
  await expect(row(window, 'Sid Second')).toBeVisible()
})
