import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Locator, Page } from '@playwright/test'
import { LOG_FILE } from '#main/support/log.ts'
import {
  composer,
  countConversations,
  openConversation,
  row,
  rows,
  signIn,
  signInAsDemoUser,
  writeNote,
  writeReply,
  typeIntoOpened,
} from '#tests/support/app-driver.ts'
import { expect, test, type Computer } from '#tests/support/e2e.ts'
import { openOffice } from '#tests/support/office.ts'
import { profileFiles, scanProfile } from '#tests/support/profile-scan.ts'

/** What stays on a computer: nothing of a session can be read off its files, and nobody sees what another one had. */

const KEYCHAIN = ['--password-store=gnome-libsecret']
/** Found nowhere by chance. */
const WORDS = {
  customer: 'Xanthippe Quorndon',
  message: 'zebrafinch lamplight',
  reply: 'marzipan obelisk',
  note: 'gossamer trombone',
  draft: 'velveteen isthmus',
  search: 'quicksilver parasol',
  password: 'incorrect-horse-9173',
}

const signInButton = (window: Page) => window.getByRole('button', { name: 'Sign in', exact: true })

/** Asks to sign out, and to remove the copy on this device if told to; the dialog waits. */
async function askToSignOut(window: Page, options: { wipe: boolean }): Promise<Locator> {
  await window.getByRole('button', { name: /account menu$/ }).click()
  await window.getByRole('menuitem', { name: 'Sign out…' }).click()
  const dialog = window.getByRole('dialog')
  if (options.wipe) await dialog.getByRole('checkbox', { name: /Remove the copy/ }).check()
  return dialog
}

async function signOut(window: Page, options: { wipe: boolean }): Promise<void> {
  await (await askToSignOut(window, options)).getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(signInButton(window)).toBeVisible()
}

const cacheFiles = ({ userData }: Computer) =>
  readdirSync(join(userData, 'caches')).filter((name) => /^[0-9a-f]+\.db$/.test(name))

/** The log as it stands; it begins with its first line. */
function logOf({ userData }: Computer): string {
  const file = join(userData, LOG_FILE)
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

test('no token, key, name or word of a session stands in the files of the profile, nor in the log', async ({
  backend,
  office,
  computer,
}) => {
  const rep = await office.member('sales_rep')
  await office.enquiry(WORDS.customer, WORDS.message)
  const desk = await computer()
  const { app, window } = await desk.start(KEYCHAIN)
  await signInAsDemoUser(window, rep)
  await expect(window.getByRole('region', { name: 'Notices' })).toHaveCount(0)
  await openConversation(window, WORDS.customer)
  await writeReply(window, WORDS.reply)
  await writeNote(window, WORDS.note)
  // What fails is written into the log: the network, and calls that main refuses.
  desk.network.set('cut')
  await composer(window).fill(WORDS.draft)
  await expect.poll(() => logOf(desk)).toContain('sync.pull.failed')
  await window.keyboard.press('Control+k')
  await typeIntoOpened(window, WORDS.search)
  await window.keyboard.press('Escape')
  desk.network.set('up')
  await expect(window.getByRole('button', { name: 'All changes saved' })).toBeVisible({ timeout: 30_000 })
  const tokens = await sessionIn(app)
  expect(tokens).toHaveLength(2)
  await app.close()

  const secrets = [...tokens, rep.password, ...Object.values(WORDS)]
  const cache = cacheFiles(desk)[0]!
  expect(scanProfile(desk.userData, secrets)).toEqual([])
  // Tokens of a session are signed JSON; the project's own key, which is public, is one as well.
  expect(jsonTokens(desk.userData).filter((token) => !backend.anonKey.startsWith(token))).toEqual([])
  expect(
    readFileSync(join(desk.userData, 'caches', cache))
      .subarray(0, 6)
      .toString(),
  ).not.toBe('SQLite')
  // The same search finds what stands there in the clear.
  mkdirSync(join(desk.userData, 'control'))
  writeFileSync(join(desk.userData, 'control', 'plain'), `x${WORDS.note}`)
  writeFileSync(join(desk.userData, 'control', 'coded'), Buffer.from(`xy ${WORDS.note} z`).toString('base64'))
  expect(scanProfile(desk.userData, secrets)).toEqual([`coded: ${WORDS.note}`, `plain: ${WORDS.note}`])
})

/** The tokens of the session, as the app itself unseals them. */
const sessionIn = (app: ElectronApplication): Promise<string[]> =>
  app.evaluate(async ({ app: host, safeStorage }) => {
    const sealed = process.getBuiltinModule('node:fs').readFileSync(`${host.getPath('userData')}/vault/session`)
    const { result } = await safeStorage.decryptStringAsync(sealed.subarray(1))
    const { access_token, refresh_token } = JSON.parse(result) as Record<string, string>
    return [access_token, refresh_token].filter((token) => token !== undefined)
  })

/** The beginnings of JSON web tokens in a folder's files. */
function jsonTokens(folder: string): string[] {
  return profileFiles(folder).flatMap(({ content }) =>
    [...content.toString('latin1').matchAll(/eyJ[\w-]{10,}\.eyJ[\w-]{10,}/g)].map(([token]) => token),
  )
}

test('a computer without a keychain says so', async ({ office, computer }) => {
  await office.enquiry('Wall Watcher', 'Hello')
  const { window } = await (await computer()).start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await expect(window.getByRole('region', { name: 'Notices' })).toContainText('no keychain')
})

test('another user of the computer sees nothing of the first, who is told what is unsent and can take it all away', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(180_000)
  const first = await office.member('sales_rep')
  await office.enquiry(WORDS.customer, WORDS.message)
  const elsewhere = await openOffice(backend, 'Elsewhere')
  const second = await elsewhere.member('sales_rep')
  await elsewhere.enquiry('Other Customer', 'Something else')
  const desk = await computer()
  const { window, app } = await desk.start(KEYCHAIN)
  await signInAsDemoUser(window, first)
  await openConversation(window, WORDS.customer)
  desk.network.set('cut')
  await writeNote(window, WORDS.note)
  await signOut(window, { wipe: false })
  desk.network.set('up')

  await signIn(window, second)
  await expect(row(window, 'Other Customer')).toBeVisible({ timeout: 30_000 })
  await countConversations(window)
  await expect(window.getByRole('tab', { name: /^All, 1 conversations,/ })).toBeVisible()
  expect(await window.locator('body').innerText()).not.toContain(WORDS.customer)
  await window.keyboard.press('Control+k')
  await typeIntoOpened(window, 'Xanthippe')
  await expect(window.getByText(WORDS.customer)).toHaveCount(0)
  await window.keyboard.press('Escape')
  expect(cacheFiles(desk)).toHaveLength(2)
  const noted = async () =>
    (await backend.sql`select 1 from notes where organization_id = ${office.organization.id}`).length
  expect(await noted()).toBe(0)

  // The first one comes back to all of it, offline changes included, and takes it away for good.
  await signOut(window, { wipe: true })
  await signIn(window, first)
  await expect(rows(window)).toHaveCount(1, { timeout: 30_000 })
  await expect.poll(noted, { timeout: 30_000 }).toBe(1)
  desk.network.set('cut')
  await openConversation(window, WORDS.customer)
  await writeNote(window, WORDS.draft)
  const dialog = await askToSignOut(window, { wipe: true })
  await expect(dialog).toContainText('will be lost for good')
  await dialog.getByRole('button', { name: 'Sign out and lose 1 change' }).click()
  await expect(signInButton(window)).toBeVisible()
  await app.close()
  expect(cacheFiles(desk)).toEqual([])
  expect(readdirSync(join(desk.userData, 'vault')).filter((name) => name.startsWith('cache-key'))).toEqual([])
  expect(scanProfile(desk.userData, Object.values(WORDS))).toEqual([])
})
