import type { Page } from '@playwright/test'
import { composer, item, openConversation, row, signInAsDemoUser } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

const rail = (window: Page) => window.getByRole('button', { name: /^Mentions/ })
const mentions = (window: Page) => window.getByRole('listbox', { name: 'Mentions' }).getByRole('option')

/** Writes a note on the open conversation in which the colleague whose name begins so is chosen from the list. */
async function mention(window: Page, before: string, typed: string, after: string): Promise<void> {
  await window.getByRole('tab', { name: 'Note' }).click()
  await composer(window).pressSequentially(`${before} @${typed}`)
  await expect(window.getByRole('listbox', { name: 'Colleagues' })).toBeVisible()
  await window.keyboard.press('Enter')
  await composer(window).pressSequentially(after)
  await composer(window).press('Control+Enter')
}

test('a colleague who is named in a note sees it, also when it was written and read offline', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(180_000)
  const { leadId } = await office.enquiry('Paula Quick', 'Hello?')
  await office.enquiry('Nadia Other', 'Hi!')
  const [ana, ben, cleo] = [
    await office.member('manager'),
    await office.member('manager'),
    await office.member('sales_rep'),
  ]
  await backend.sql`update profiles set full_name = 'Ana Lopes' where id = ${ana.id}`
  await backend.sql`update profiles set full_name = 'Ben Ward' where id = ${ben.id}`
  await backend.sql`update profiles set full_name = 'Cleo Park' where id = ${cleo.id}`
  await backend.sql`update leads set owner_id = ${ana.id} where id = ${leadId}`
  const [hers, his, third] = [await computer(), await computer(), await computer()]
  const [{ window: ana1 }, { window: ben1 }] = [await hers.start(), await his.start()]
  await signInAsDemoUser(ana1, ana)
  await signInAsDemoUser(ben1, ben)

  // Written offline: a chip at once, and nothing that left the desk.
  hers.network.set('cut')
  await openConversation(ana1, 'Paula Quick')
  await mention(ana1, 'Can you take this,', 'ben', 'and ask @Cleo Park?')
  await expect(item(ana1, 'Can you take this, @Ben Ward and ask @Cleo Park?')).toBeVisible()
  await expect(rail(ben1)).toHaveAccessibleName('Mentions')
  hers.network.set('up')
  await expect(rail(ben1)).toHaveAccessibleName('Mentions, 1 unread', { timeout: 30_000 })
  const [note] = await backend.sql`select body from notes where lead_id = ${leadId}`
  expect(note!.body).toBe(`Can you take this, <@${ben.id}|Ben Ward> and ask <@${cleo.id}|Cleo Park>?`)

  // Who may not see the lead is told nothing of it.
  const { window: cleo1 } = await third.start()
  await signInAsDemoUser(cleo1, cleo)
  await expect(rail(cleo1)).toHaveAccessibleName('Mentions')

  // Read offline, by keyboard; the colleague has another name since.
  await backend.sql`update profiles set full_name = 'Benjamin Ward' where id = ${ben.id}`
  await ben1.keyboard.press('g')
  await ben1.keyboard.press('m')
  await expect(mentions(ben1)).toHaveText(/Unread.*Ana Lopes about Paula Quick/)
  await expect(mentions(ben1)).toContainText('@Benjamin Ward', { timeout: 30_000 })
  his.network.set('cut')
  await ben1.keyboard.press('Enter')
  const chosen = item(ben1, 'Can you take this, @Benjamin Ward (you)')
  await expect(chosen).toHaveAttribute('aria-current', 'true')
  await expect(rail(ben1)).toHaveAccessibleName('Mentions')
  his.network.set('up')
  await expect
    .poll(async () => (await backend.sql`select read_at from mentions where user_id = ${ben.id}`)[0]?.read_at ?? null, {
      timeout: 30_000,
    })
    .not.toBeNull()

  // Marked as unread again, and as read by the button, which can be undone.
  await rail(ben1).click()
  await expect(mentions(ben1)).toHaveCount(1)
  await ben1.keyboard.press('u')
  await expect(rail(ben1)).toHaveAccessibleName('Mentions, 1 unread')
  await ben1.getByRole('button', { name: 'Mark all as read' }).click()
  await expect(rail(ben1)).toHaveAccessibleName('Mentions')
  await ben1.getByRole('button', { name: 'Undo' }).click()
  await expect(rail(ben1)).toHaveAccessibleName('Mentions, 1 unread')
  await ben1.getByRole('button', { name: /^Unread/ }).click()
  await expect(mentions(ben1)).toHaveCount(1)
  await ben1.keyboard.press('Escape')
  await expect(row(ben1, 'Paula Quick')).toBeVisible()

  // Found by the name that was typed, shown without its id.
  await ben1.keyboard.press('/')
  await ben1.getByRole('combobox', { name: 'Search' }).fill('cleo')
  await expect(ben1.getByRole('option', { name: /ask @Cleo Park/ })).toBeVisible()

  // The lead becomes Cleo's, and with it what was said to her about it.
  await backend.sql`update leads set owner_id = ${cleo.id} where id = ${leadId}`
  await expect(rail(cleo1)).toHaveAccessibleName('Mentions, 1 unread', { timeout: 30_000 })
})
