import { composer, openConversation, row, signInAsDemoUser } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

test('a rep sees who else is in a conversation and types, and nothing of it without a network', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(120_000)
  await office.enquiry('Paula Quick', 'Hello?')
  const [ana, ben] = [await office.member('manager'), await office.member('manager')]
  await backend.sql`update profiles set full_name = 'Ana Lopes' where id = ${ana.id}`
  const desk = await computer()
  const { window: hers } = await (await computer()).start()
  const { window: his } = await desk.start()
  await signInAsDemoUser(hers, ana)
  await signInAsDemoUser(his, ben)

  await openConversation(hers, 'Paula Quick')
  await expect(row(his, 'Paula Quick')).toHaveAccessibleName(/Ana Lopes is here/)
  await openConversation(his, 'Paula Quick')
  await expect(his.getByRole('status').filter({ hasText: 'Ana Lopes is here' })).toBeVisible()
  await composer(hers).pressSequentially('Let me see')
  await expect(his.getByRole('status').filter({ hasText: 'Ana Lopes is typing' })).toBeVisible()
  await expect(row(his, 'Paula Quick')).toHaveAccessibleName(/Ana Lopes is typing/)

  desk.network.set('cut')
  await expect(his.getByText(/Ana Lopes is/)).toHaveCount(0)
  await expect(row(his, 'Paula Quick')).not.toHaveAccessibleName(/Ana Lopes/)
  desk.network.set('up')
  await expect(row(his, 'Paula Quick')).toHaveAccessibleName(/Ana Lopes is here/, { timeout: 30_000 })
  await hers.getByRole('listbox', { name: /conversations$/ }).focus()
  await hers.keyboard.press('Escape')
  await expect(row(his, 'Paula Quick')).not.toHaveAccessibleName(/Ana Lopes/)
})
