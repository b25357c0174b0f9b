import { attach } from '#tests/support/attachments.ts'
import { openConversation, signInAsDemoUser } from '#tests/support/app-driver.ts'
import { writeMessage } from '#tests/support/database.ts'
import { expect, test } from '#tests/support/e2e.ts'
import { pngOf } from '#tests/support/sample-files.ts'

test('a kept view is here completely with its files, offline and after a restart, and is freed when it is taken back', async ({
  backend,
  office,
  computer,
}) => {
  const { conversationId } = await office.enquiry('Greta Long', 'The newest message')
  await backend.sql`
    insert into messages (conversation_id, direction, sender_type, body, created_at)
    select ${conversationId}, 'inbound', 'customer', 'Message ' || n || '.', now() - interval '1 year' + n * interval '1 hour'
    from generate_series(1, 500) n`

  const message = await writeMessage(backend.sql, conversationId, 'A photo and the papers')
  await attach(backend, message, [
    { name: 'car.png', type: 'image/png', content: pngOf(400, 300) },
    { name: 'papers.pdf', type: 'application/pdf', content: '%PDF-1.7 papers' },
  ])

  const desk = await computer()
  const { app, window } = await desk.start()
  await signInAsDemoUser(window, await office.member('manager'))
  await window.getByRole('button', { name: 'Keep offline' }).click()
  await window.getByRole('button', { name: 'Keep on this device' }).click()
  const kept = window.getByText(/^Complete on this device: 502 messages, 2 files, about/)
  await expect(kept).toBeVisible({ timeout: 30_000 })
  await expect(window.getByRole('button', { name: 'Stop keeping it' })).toBeFocused()
  await window.keyboard.press('Escape')
  await expect(window.getByRole('button', { name: 'Kept offline: All' })).toBeFocused()
  await app.close()

  desk.network.set('cut')
  const again = await desk.start()
  // Nobody has looked at the picture before.
  await openConversation(again.window, 'Greta Long')
  const picture = again.window.getByRole('button', { name: 'Show car.png' }).locator('img')
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(400)
  await again.window.getByRole('button', { name: 'Kept offline: All' }).click()
  await expect(again.window.getByText(/^Complete on this device: 502 messages, 2 files, about/)).toBeVisible()
  await again.window.getByRole('button', { name: 'Stop keeping it' }).click()
  await expect(again.window.getByRole('button', { name: 'Keep on this device' })).toBeFocused()

  // What was fetched is gone, and comes again once there is a network.
  await again.window.keyboard.press('Enter')
  await expect(again.window.getByText(/^Paused while you are offline/)).toBeVisible()
  desk.network.set('up')
  await expect(again.window.getByText(/^Complete on this device: 502 messages, 2 files, about/)).toBeVisible({
    timeout: 30_000,
  })
})
