import type { Page } from '@playwright/test'
import { openConversation, row, signInAsDemoUser, writeReply } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

const CLAIMED = /claimed it \d+ (s|min) ago/
const claim = (window: Page) => window.getByRole('button', { name: 'Claim', exact: true }).click()

test('two reps claim one lead: one has it, the other is told who was faster', async ({ backend, office, computer }) => {
  test.setTimeout(180_000)
  const race = await office.enquiry('Rosa Race', 'Who answers me?')
  const offline = await office.enquiry('Olaf Off', 'Anybody there?')
  const winner = await office.member('sales_rep')
  const loser = await office.member('sales_rep')
  await backend.sql`update profiles set full_name = 'Ana Lopes' where id = ${winner.id}`
  const desks = [await computer(), await computer()] as const
  const [ana, ben] = [(await desks[0].start()).window, (await desks[1].start()).window]
  await signInAsDemoUser(ana, winner)
  await signInAsDemoUser(ben, loser)

  // Offline: the claim is provisional, and so is what is written because of it.
  await openConversation(ben, 'Olaf Off')
  desks[1].network.set('cut')
  await expect(ben.getByRole('button', { name: /Offline since/ })).toBeVisible()
  await claim(ben)
  await expect(ben.getByText('Olaf Off is yours once the server agrees')).toBeVisible()
  await expect(ben.getByText(/^Yours once the server agrees/)).toBeVisible()
  await writeReply(ben, 'I am on my way')
  await openConversation(ana, 'Olaf Off')
  await claim(ana)
  const ownerOf = async (leadId: string) => {
    const [lead] = await backend.sql<{ owner_id: string | null }[]>`select owner_id from leads where id = ${leadId}`
    return lead?.owner_id
  }
  await expect.poll(() => ownerOf(offline.leadId)).toBe(winner.id)
  await expect(ana.getByText(/^Yours once the server agrees/)).toBeHidden()

  desks[1].network.set('up')
  await expect(ben.getByRole('alert').filter({ hasText: 'Olaf Off' })).toHaveText(
    /Olaf Off: Ana Lopes claimed it \d+ (s|min) ago/,
  )
  await expect(ben.getByRole('heading', { name: CLAIMED })).toBeVisible()
  await expect(ben.getByText('Olaf Off is yours once the server agrees')).toBeHidden()
  await expect(row(ben, 'Olaf Off')).toHaveCount(0)
  // Nothing of it has gone to the customer; the words are kept.
  const sent = await backend.sql`select id from messages where lead_id = ${offline.leadId} and direction = 'outbound'`
  expect(sent).toHaveLength(0)
  await ben.getByRole('button', { name: /Conflict Centre, \d need you/ }).click()
  await expect(ben.getByText('I am on my way').first()).toBeVisible()
  await ben.getByRole('button', { name: 'Inbox', exact: true }).click()

  // Nothing comes back for a while: the claim is on its way when the other's arrives.
  await openConversation(ben, 'Rosa Race')
  desks[1].network.set('stall')
  await claim(ben)
  await expect(ben.getByText(/^Rosa Race is yours/)).toBeVisible()
  await openConversation(ana, 'Rosa Race')
  await claim(ana)
  await expect.poll(() => ownerOf(race.leadId)).toBe(winner.id)
  desks[1].network.set('up')
  await expect(ben.getByRole('alert').filter({ hasText: 'Rosa Race' })).toHaveText(CLAIMED)
  await expect(ben.getByText(/^Rosa Race is yours/)).toBeHidden()
  await expect(row(ben, 'Rosa Race')).toHaveCount(0)
  await expect(row(ana, 'Rosa Race')).toBeVisible()
})
