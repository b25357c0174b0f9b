import type { ElectronApplication, Page } from '@playwright/test'
import { chooseLocalDemo, signInAsDemoUser } from '#tests/support/app-driver.ts'
import { expect, test, type Member } from '#tests/support/e2e.ts'
import { scanProfile } from '#tests/support/profile-scan.ts'

const PASSWORD = 'correct horse battery'

interface Invited {
  id: string
  token: string
  email: string
}

/** Somebody is invited; the token is what their mail would bring. */
async function invite(by: Member, role = 'manager'): Promise<Invited> {
  const email = `${crypto.randomUUID()}@example.test`
  const { data, error } = await by.client.rpc('create_user_invitation', { p_email: email, p_role: role })
  expect(error).toBeNull()
  return { ...(data as Omit<Invited, 'email'>), email }
}

const linkOf = ({ token }: Invited): string => `leadline://invitation#token=${token}`

const follow = (app: ElectronApplication, link: string): Promise<void> =>
  app.evaluate(({ app: host }, arg) => void host.emit('second-instance', {}, ['leadline', arg], '/'), link)

async function accept(window: Page, name = 'Ana Lee'): Promise<void> {
  await window.getByLabel('Full name').fill(name)
  await window.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await window.getByRole('button', { name: 'Accept the invitation' }).click()
}

const accountMenu = (window: Page) => window.getByRole('button', { name: /account menu/ })

test('who is invited follows the link, and works in the organisation and role of the invitation', async ({
  backend,
  office,
  computer,
}) => {
  const invited = await invite(await office.member('owner'))
  const desk = await computer()
  // The link starts the app; which backend it is about is chosen first.
  const { app, window } = await desk.start([linkOf(invited)])
  await expect(window.getByText('Your invitation is kept.')).toBeVisible()
  await chooseLocalDemo(window)
  await expect(window.getByRole('heading', { name: 'You are invited' })).toBeVisible()

  desk.network.set('cut')
  await accept(window)
  await expect(window.getByRole('alert')).toHaveText(/Accepting an invitation needs a connection/)
  desk.network.set('up')
  await window.getByRole('button', { name: 'Accept the invitation' }).click()
  await expect(accountMenu(window)).toBeVisible({ timeout: 60_000 })

  const [profile] = await backend.sql`
    select full_name, role, organization_id from profiles where email = ${invited.email}`
  expect(profile).toEqual({ full_name: 'Ana Lee', role: 'manager', organization_id: office.organization.id })
  // Neither the page nor a file has ever had the token.
  expect(await window.content()).not.toContain(invited.token)
  await app.close()
  expect(scanProfile(desk.userData, [invited.token, PASSWORD])).toEqual([])

  const again = await desk.start()
  await expect(accountMenu(again.window)).toBeVisible({ timeout: 60_000 })
})

test('an invitation that is wrong, used, taken back or expired says so, and signing in is one step away', async ({
  backend,
  office,
  computer,
}) => {
  const owner = await office.member('owner')
  const { app, window } = await (await computer()).start()
  await chooseLocalDemo(window)
  await expect(window.getByRole('heading', { name: 'Sign in' })).toBeVisible()

  const revoked = await invite(owner)
  await backend.sql`update user_invitations set revoked_at = now() where id = ${revoked.id}`
  const expired = await invite(owner)
  await backend.sql`update user_invitations set expires_at = now() - interval '1 day' where id = ${expired.id}`
  const used = await invite(owner)
  await backend.sql`update user_invitations set claimed_at = now() where id = ${used.id}`
  const wrong = { ...used, token: '0'.repeat(64) }
  for (const invitation of [revoked, expired, used, wrong]) {
    await follow(app, linkOf(invitation))
    await expect(window.getByRole('heading', { name: 'You are invited' })).toBeVisible()
    await accept(window)
    await expect(window.getByRole('alert')).toHaveText(/not valid any more/)
    await window.getByRole('button', { name: 'Sign in instead' }).click()
    await expect(window.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  }

  // Nearly a link is none.
  await follow(app, `${linkOf(wrong)}0`)
  await expect(window.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('who is signed in is told first, and may stay or sign out and accept', async ({ office, computer }) => {
  const invited = await invite(await office.member('owner'), 'sales_rep')
  const { app, window } = await (await computer()).start()
  await office.enquiry('Ana Lima', 'Hello')
  await signInAsDemoUser(window, await office.member('sales_rep'))
  const told = window.getByRole('dialog', { name: 'You are signed in already' })

  await follow(app, linkOf(invited))
  await told.getByRole('button', { name: 'Not now' }).click()
  await expect(told).toBeHidden()

  await follow(app, linkOf(invited))
  await told.getByRole('button', { name: /Sign out and accept/ }).click()
  await window.getByRole('dialog').getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(window.getByRole('heading', { name: 'You are invited' })).toBeVisible()
  await accept(window, 'Bo Chen')
  await expect(accountMenu(window)).toBeVisible({ timeout: 60_000 })
  await accountMenu(window).click()
  await expect(window.getByText('Bo Chen').first()).toBeVisible()
})
