import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Desk } from '#shared/contract/ipc.ts'
import { attach } from '#tests/support/attachments.ts'
import { openConversation, signInAsDemoUser } from '#tests/support/app-driver.ts'
import { writeMessage } from '#tests/support/database.ts'
import { expect, test } from '#tests/support/e2e.ts'
import { pngOf, wavOf } from '#tests/support/sample-files.ts'

test('pictures, sound and files of a customer are shown, and again without a network after a restart', async ({
  backend,
  office,
  computer,
}) => {
  const { conversationId } = await office.enquiry('Ana Lima', 'Here is my car')
  const message = await writeMessage(backend.sql, conversationId, 'Photos, a voice message and the papers')
  await attach(backend, message, [
    { name: 'car.png', type: 'image/png', content: pngOf(400, 300) },
    { name: 'voice.wav', type: 'audio/wav', content: wavOf(2) },
    { name: 'papers.pdf', type: 'application/pdf', content: '%PDF-1.7 papers' },
  ])

  const desk = await computer()
  const first = await desk.start()
  await signInAsDemoUser(first.window, await office.member('sales_rep'))
  await openConversation(first.window, 'Ana Lima')
  const seen = async (window: typeof first.window) => {
    const picture = window.getByRole('button', { name: 'Show car.png' }).locator('img')
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(400)
    const sound = window.getByLabel('voice.wav')
    await expect.poll(() => sound.evaluate((audio: HTMLAudioElement) => audio.duration)).toBe(2)
  }
  await seen(first.window)
  await first.app.close()

  desk.network.set('cut')
  const { app, window } = await desk.start()
  await openConversation(window, 'Ana Lima')
  await seen(window)
  await window.getByRole('button', { name: 'Show car.png' }).press('Enter')
  const viewer = window.getByRole('dialog', { name: 'car.png' })
  await expect(viewer.getByRole('img')).toBeVisible()
  await expect(viewer.getByRole('button', { name: 'Close' })).toBeFocused()
  await window.keyboard.press('Escape')
  await expect(window.getByRole('button', { name: 'Show car.png' })).toBeFocused()

  // What nobody has looked at is not here, which is said; it comes once there is a network.
  const target = join(desk.userData, 'saved.pdf')
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, target)
  await window.getByRole('button', { name: 'Save papers.pdf as…' }).click()
  await expect(window.getByText('it needs a connection')).toBeVisible()
  desk.network.set('up')
  await expect(window.getByRole('button', { name: 'All changes saved' })).toBeVisible({ timeout: 30_000 })
  await window.getByRole('button', { name: 'Save papers.pdf as…' }).click()
  await expect(window.getByText('Saved as saved.pdf')).toBeVisible()
  expect(await readFile(target, 'utf8')).toBe('%PDF-1.7 papers')
})

test('a file that lies is shown as a file with a warning: it is neither run, nor served, nor opened', async ({
  backend,
  office,
  computer,
}) => {
  const { conversationId } = await office.enquiry('Eve Moss', 'Look at this')
  const message = await writeMessage(backend.sql, conversationId, 'A picture')
  const [lying] = await attach(backend, message, [
    { name: 'cat.png', type: 'image/png', content: '<!doctype html><script>top.ran = true</script>' },
  ])
  const { window } = await (await computer()).start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await openConversation(window, 'Eve Moss')
  await expect(window.getByText('says it is a picture, but it is not')).toBeVisible()
  await expect(window.getByRole('button', { name: 'Open cat.png' })).toHaveCount(0)

  const served = await window.evaluate(async (id) => {
    const response = await fetch(`/attachments/${id}`)
    const frame = document.createElement('iframe')
    frame.src = `/attachments/${id}`
    document.body.append(frame)
    await new Promise((loaded) => {
      frame.addEventListener('load', loaded, { once: true })
    })
    frame.remove()
    return {
      status: response.status,
      policy: response.headers.get('content-security-policy'),
      ran: 'ran' in globalThis,
    }
  }, lying!)
  expect(served).toEqual({ status: 415, policy: "default-src 'none'; sandbox", ran: false })
  const opened = await window.evaluate(
    (id) => (globalThis as unknown as { desk: Desk }).desk.command('attachment.open', { attachment_id: id }),
    lying!,
  )
  expect(opened).toMatchObject({ ok: false, error: { code: 'forbidden' } })
})

test('the files of a lead that a rep loses leave the device with it', async ({ backend, office, computer }) => {
  const rep = await office.member('sales_rep')
  const { leadId, conversationId } = await office.enquiry('Ben Ode', 'My passport', rep.id)
  const message = await writeMessage(backend.sql, conversationId, 'Here')
  const [passport] = await attach(backend, message, [
    { name: 'passport.png', type: 'image/png', content: pngOf(20, 20) },
  ])
  await office.enquiry('Someone Else', 'Hello')
  const { window } = await (await computer()).start()
  await signInAsDemoUser(window, rep)
  await openConversation(window, 'Ben Ode')
  await expect(window.getByRole('button', { name: 'Show passport.png' })).toBeVisible()

  const colleague = await office.member('sales_rep')
  await backend.sql`update leads set owner_id = ${colleague.id} where id = ${leadId}`
  await expect(window.getByRole('button', { name: 'Show passport.png' })).toHaveCount(0)
  const status = () => window.evaluate(async (id) => (await fetch(`/attachments/${id}`)).status, passport!)
  await expect.poll(status).toBe(404)
})
