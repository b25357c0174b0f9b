import type { Frame, Page } from '@playwright/test'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { item, openConversation, signInAsDemoUser } from '#tests/support/app-driver.ts'
import { createChannel } from '#tests/support/database.ts'
import { expect, test } from '#tests/support/e2e.ts'
import { hostileMails } from '#tests/support/hostile-mails.ts'
import type { Office } from '#tests/support/office.ts'
import { openedOutside } from '#tests/support/shown-desktop.ts'

const RUN = 'top.stolen=parent.stolen=globalThis.stolen=1'

test('whatever an e-mail is made of, nothing in it runs, asks a server, covers the app or leads away from it', async ({
  backend,
  office,
  computer,
  spy,
}) => {
  test.setTimeout(300_000)
  const mails = hostileMails(spy.url, RUN)
  const ids = await receive(backend.sql, office, mails)
  const { app, window } = await (await computer()).start()
  const dialogs: string[] = []
  window.on('dialog', (dialog) => dialogs.push(dialog.message()))
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await openConversation(window, 'Mallory')
  const home = window.url()
  const requested: string[] = []
  window.on('request', (request) => requested.push(request.url()))

  const problems: string[] = []
  for (const [what, id] of ids) {
    const mail = item(window, `Mail with ${what}.`)
    await app.evaluate(
      ({ app: host }, link) => void host.emit('second-instance', {}, [link], '/'),
      `leadline://message/${id}`,
    )
    await mail.getByRole('button', { name: 'Show original formatting' }).click()
    await expect(mail.locator('iframe')).toBeVisible()
    const element = await mail.locator('iframe').elementHandle()
    const frame = await element?.contentFrame()
    if (!frame) throw new Error(`No frame shows the mail with ${what}`)
    await expect(frame.getByText('A harmless word')).toBeVisible()
    problems.push(...(await frame.evaluate(leftIn)).map((left) => `${what}: ${left}`))
    await clickAll(frame)
    await expect(frame.getByText('A harmless word')).toBeVisible()
  }
  expect(problems).toEqual([])
  expect(await window.evaluate(() => 'stolen' in globalThis)).toBe(false)
  expect(dialogs).toEqual([])
  expect(app.windows()).toHaveLength(1)
  expect(window.url()).toBe(home)
  expect(requested.filter((url) => new URL(url).origin !== new URL(home).origin && !url.startsWith('data:'))).toEqual(
    [],
  )
  expect(spy.asked).toEqual([])
  expect(new Set(await openedOutside(app))).toEqual(new Set(['https://example.com/']))
  await expectKeysAreTheApps(window)
})

/**
 * One conversation by e-mail with a message for each.
 * @returns their ids
 */
async function receive(
  sql: LocalSupabase['sql'],
  office: Office,
  mails: Record<string, string>,
): Promise<[what: string, id: string][]> {
  const { organization } = office
  const { leadId, conversationId } = await office.enquiry('Mallory', 'Hello by SMS')
  await sql`update conversations set status = 'archived' where id = ${conversationId}`
  const channel = await createChannel(sql, organization.id, organization.brandId, 'email')
  const [mail] = await sql<{ id: string }[]>`
    insert into conversations (organization_id, lead_id, channel_id, platform)
    values (${organization.id}, ${leadId}, ${channel}, 'email') returning id`
  const ids: [string, string][] = []
  for (const [what, html] of Object.entries(mails)) {
    const [message] = await sql<{ id: string }[]>`
      insert into messages (conversation_id, direction, sender_type, subject, body, html_body)
      values (${mail!.id}, 'inbound', 'customer', ${`Mail with ${what}.`}, 'Words alone', ${`<p>A harmless word</p>${html}`})
      returning id`
    ids.push([what, message!.id])
  }
  return ids
}

/** In the frame: what must not be in it. */
function leftIn(): string[] {
  const left: string[] = []
  const forbidden =
    'script, style, form, input, button, textarea, select, svg, math, iframe, object, embed, meta, link, base, template, dialog, video, audio, source, track'
  for (const element of document.body.querySelectorAll('*')) {
    if (element.matches(forbidden)) left.push(`<${element.localName}>`)
    for (const { name, value } of element.attributes) {
      if (
        /^on|^(id|name|class|srcset|background|ping|action|formaction|autofocus|tabindex|accesskey|popover)$/.test(name)
      )
        left.push(name)
      if (/url\(|import|javascript:|vbscript:|file:/i.test(value) && name !== 'title' && name !== 'alt')
        left.push(`${name}="${value}"`)
    }
    const { position, zIndex } = getComputedStyle(element)
    if (!/^(static|relative)$/.test(position) || zIndex !== 'auto') left.push(`position: ${position}`)
  }
  if ('stolen' in globalThis) left.push('it ran')
  return left
}

/** Presses all that can be pressed. */
async function clickAll(frame: Frame): Promise<void> {
  await frame.evaluate(() => {
    for (const element of document.body.querySelectorAll<HTMLElement>('a, area, p, summary')) element.click()
  })
}

/** No mail has taken the keyboard: a key of the app still does what it does. */
async function expectKeysAreTheApps(window: Page): Promise<void> {
  await window.keyboard.press('Control+k')
  await expect(window.getByRole('dialog').getByRole('combobox')).toBeFocused()
}
