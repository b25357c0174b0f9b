import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Desk } from '#shared/contract/ipc.ts'
import type { Page } from '@playwright/test'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { attach } from '#tests/support/attachments.ts'
import { composer, item, openConversation, signInAsDemoUser } from '#tests/support/app-driver.ts'
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

/** What the server has of a message's files; null when it does not have the message. */
async function storedFiles(backend: Pick<LocalSupabase, 'sql'>, conversationId: string): Promise<readonly unknown[]> {
  return backend.sql`
    select m.body, m.content_type, a.file_name, (o.metadata ->> 'size')::int as size
    from messages m join attachments a on a.message_id = m.id
    left join storage.objects o on o.bucket_id = a.bucket and o.name = a.path
    where m.conversation_id = ${conversationId} and m.direction = 'outbound'`
}

test('files are attached by button and paste, kept over a restart, and sent once there is a network', async ({
  backend,
  office,
  computer,
}) => {
  // The app is started, cut off and healed, on machines that run much else.
  test.setTimeout(180_000)
  const { conversationId } = await office.enquiry('Ida Berg', 'Can you send me a photo?')
  const desk = await computer()
  const first = await desk.start()
  await signInAsDemoUser(first.window, await office.member('sales_rep'))
  desk.network.set('cut')
  await openConversation(first.window, 'Ida Berg')
  await first.window.getByLabel('Files to attach').setInputFiles([
    { name: 'car.png', mimeType: 'image/png', buffer: pngOf(300, 200) },
    { name: 'old.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 old') },
  ])
  const attached = (window: Page) => window.getByRole('list', { name: 'Attached files' }).getByRole('listitem')
  await expect(attached(first.window)).toHaveText([/car\.png/, /old\.pdf/])
  await composer(first.window).evaluate((field) => {
    const clipboardData = new DataTransfer()
    clipboardData.items.add(new File(['pasted'], 'shot.txt', { type: 'text/plain' }))
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  await expect(attached(first.window)).toHaveCount(3)
  await first.window.getByRole('button', { name: 'Remove old.pdf' }).click()
  await expect(attached(first.window)).toHaveCount(2)
  await first.app.close()

  const { window } = await desk.start()
  await openConversation(window, 'Ida Berg')
  await expect(attached(window)).toHaveText([/car\.png/, /shot\.txt/])
  await composer(window).fill('Here it is')
  await composer(window).press('Control+Enter')
  await expect(attached(window)).toHaveCount(0)
  const sent = item(window, 'Here it is')
  await expect(sent).toContainText('Uploads when there is a network')
  await expect(sent.getByRole('button', { name: 'Show car.png' })).toBeVisible()
  expect(await storedFiles(backend, conversationId)).toEqual([])

  desk.network.set('up')
  await expect.poll(() => storedFiles(backend, conversationId), { timeout: 30_000 }).toHaveLength(2)
  await expect(sent).not.toContainText('Upload')
})

test('a large file goes on where its upload was cut, and a message taken back gives its files back', async ({
  backend,
  office,
  computer,
}) => {
  // The app is started, cut off and healed, on machines that run much else.
  test.setTimeout(180_000)
  const { conversationId } = await office.enquiry('Leo Falk', 'And the brochure?')
  await backend.sql`update conversations set platform = 'web' where id = ${conversationId}`
  await backend.sql`update channels set platform = 'web' where id = ${office.organization.channelId}`
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await openConversation(window, 'Leo Falk')
  desk.network.set('cut')
  const brochure = Buffer.concat([Buffer.from('%PDF-1.7 '), Buffer.alloc(9_000_000, 'x')])
  const file = join(desk.userData, 'brochure.pdf')
  await writeFile(file, brochure)
  await window.getByLabel('Files to attach').setInputFiles(file)
  const attached = window.getByRole('list', { name: 'Attached files' }).getByRole('listitem')
  await expect(window.getByRole('button', { name: 'Remove brochure.pdf' })).toBeVisible({ timeout: 30_000 })

  await composer(window).press('Control+Enter')
  await expect(attached).toHaveCount(0)
  await window.getByRole('button', { name: 'Undo sending' }).click()
  await expect(attached).toHaveText([/brochure\.pdf/])
  await composer(window).fill('With pleasure')
  await composer(window).press('Control+Enter')

  // The line drops in the midst of the second part.
  const cut = desk.network.cutAfter(7_500_000)
  desk.network.set('up')
  await cut
  expect(await storedFiles(backend, conversationId)).toEqual([])
  const before = desk.network.sentUp
  desk.network.set('up')
  await expect
    .poll(() => storedFiles(backend, conversationId), { timeout: 60_000 })
    .toMatchObject([{ body: 'With pleasure', content_type: 'file', size: brochure.length }])
  expect(desk.network.sentUp - before).toBeLessThan(5_000_000)
})

test('the recording of a call is played in its card, beside the transcript', async ({ backend, office, computer }) => {
  const { conversationId } = await office.enquiry('Kim Voss', 'Please call me')
  const metadata = {
    duration_seconds: 3,
    outcome: 'answered',
    transcript: [
      { speaker: 'agent', text: 'Good afternoon' },
      { speaker: 'customer', text: 'I would like the red one' },
    ],
  }
  const [call] = await backend.sql<{ id: string }[]>`
    insert into messages (conversation_id, direction, sender_type, content_type, body, metadata)
    values (${conversationId}, 'inbound', 'customer', 'call', 'Call, 0 min 3 s', ${backend.sql.json(metadata)})
    returning id`
  await attach(backend, call!.id, [{ name: 'Recording.wav', type: 'audio/wav', content: wavOf(3) }])
  const { window } = await (await computer()).start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await openConversation(window, 'Kim Voss')
  const card = item(window, 'Incoming call')
  const player = card.getByRole('region', { name: 'Recording' }).getByLabel('Recording.wav')
  await expect.poll(() => player.evaluate((audio: HTMLAudioElement) => audio.duration)).toBe(3)
  await player.evaluate((audio: HTMLAudioElement) => {
    audio.muted = true
    return audio.play()
  })
  await expect.poll(() => player.evaluate((audio: HTMLAudioElement) => audio.currentTime)).toBeGreaterThan(0)
  await card.getByText('Transcript').click()
  await expect(card.getByText('I would like the red one')).toBeVisible()
})
