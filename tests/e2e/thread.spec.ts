import { CHANNELS } from '#shared/contract/channels.ts'
import { createChannel, writeMessage } from '#tests/support/database.ts'
import { item, openConversation, row, signInAsDemoUser, thread } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

test('a lead’s messages stand in one thread over all channels, which can be narrowed to one', async ({
  backend,
  office,
  computer,
}) => {
  const { leadId } = await office.enquiry('Mia Keller', 'Is it still available?')
  const { organization } = office
  const channel = await createChannel(backend.sql, organization.id, organization.brandId, 'email')
  const [mail] = await backend.sql<{ id: string }[]>`
    insert into conversations (organization_id, lead_id, channel_id, platform)
    values (${organization.id}, ${leadId}, ${channel}, 'email') returning id`
  await writeMessage(backend.sql, mail!.id, 'I also write by mail.')

  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  desk.network.set('cut')
  await row(window, 'Mia Keller').first().click()
  await expect(item(window, 'Is it still available?')).toContainText('SMS')
  await expect(item(window, 'I also write by mail.')).toContainText('E-mail')

  await window.getByRole('radio', { name: 'E-mail' }).check()
  await expect(item(window, 'Is it still available?')).toHaveCount(0)
  await expect(item(window, 'I also write by mail.')).toBeVisible()
  await window.getByRole('radio', { name: 'All channels' }).check()

  desk.network.set('up')
  await writeMessage(backend.sql, mail!.id, 'And once more by mail.')
  await expect(item(window, 'And once more by mail.')).toBeVisible()
})

test('a thread of 5,000 messages opens at its end and scrolls to its beginning', async ({
  backend,
  office,
  computer,
}) => {
  const { conversationId } = await office.enquiry('Otto Lang', 'The first of many')
  await backend.sql`
    insert into messages (conversation_id, direction, sender_type, body, created_at)
    select ${conversationId}, 'inbound', 'customer', 'Message number ' || n, now() - interval '1 minute' * (5000 - n)
    from generate_series(1, 5000) n`
  const { window } = await (await computer()).start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await openConversation(window, 'Otto Lang')
  await expect(item(window, 'Message number 5000')).toBeVisible()

  const region = thread(window, 'Otto Lang')
  const top = async () => {
    await region.evaluate((element) => element.scrollTo(0, 0))
    const texts = await window.getByRole('article').allTextContents()
    return Math.min(...texts.map((text) => Number(/number (\d+)/.exec(text)?.[1] ?? Infinity)))
  }
  await expect.poll(top).toBeLessThan(200)
  // Only what is near the screen is drawn.
  await expect.poll(() => window.getByRole('article').count()).toBeLessThan(100)
  await window.getByRole('button', { name: 'Latest' }).click()
  await expect(item(window, 'Message number 5000')).toBeVisible()
})

test('a link to an old message opens the thread there and marks it, and there is a way back to the end', async ({
  backend,
  office,
  computer,
}) => {
  const { conversationId } = await office.enquiry('Nora Stein', 'The first of many')
  await backend.sql`
    insert into messages (conversation_id, direction, sender_type, body, created_at)
    select ${conversationId}, 'inbound', 'customer', 'Message number ' || n, now() - interval '1 minute' * (1000 - n)
    from generate_series(1, 1000) n`
  const [old] = await backend.sql<{ id: string }[]>`
    select id from messages where conversation_id = ${conversationId} and body = 'Message number 300'`
  const { app, window } = await (await computer()).start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await expect(row(window, 'Nora Stein')).toBeVisible()

  await app.evaluate(
    ({ BrowserWindow }, { channel, payload }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.send(channel, 'navigate.conversation', payload),
    { channel: CHANNELS.event, payload: { conversation_id: conversationId, message_id: old!.id } },
  )
  const marked = window.locator('article[aria-current=true]')
  await expect(marked).toContainText('Message number 300')
  await expect(marked).toBeInViewport()
  await expect(item(window, 'Message number 1000')).toHaveCount(0)
  await window.getByRole('button', { name: 'Latest' }).click()
  await expect(item(window, 'Message number 1000')).toBeInViewport()
  await expect(marked).toHaveCount(0)
})

test('an e-mail folds its quotes, and hostile HTML runs nothing and requests nothing until images are asked for', async ({
  backend,
  office,
  computer,
  spy,
}) => {
  const { leadId } = await office.enquiry('Eva Blum', 'Hello by SMS')
  const { organization } = office
  const channel = await createChannel(backend.sql, organization.id, organization.brandId, 'email')
  const [mail] = await backend.sql<{ id: string }[]>`
    insert into conversations (organization_id, lead_id, channel_id, platform)
    values (${organization.id}, ${leadId}, ${channel}, 'email') returning id`
  await backend.sql`
    insert into messages (conversation_id, direction, sender_type, body, html_body)
    values (${mail!.id}, 'inbound', 'customer', 'A megabyte of tables', ${'<table><tr><td>'.repeat(66_000)})`
  const body =
    'Yes, please send it.\n\nOn Mon, 3 Nov 2025 at 10:01, Ana <a@b.example> wrote:\n> Shall I send the offer?'
  await backend.sql`
    insert into messages (conversation_id, direction, sender_type, subject, body, html_body)
    values (${mail!.id}, 'inbound', 'customer', 'Re: Offer', ${body}, ${hostileMail(spy.url)})`

  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await row(window, 'Eva Blum').first().click()
  const letter = item(window, 'Yes, please send it.')
  await expect(letter).toContainText('Re: Offer')
  await expect(letter).not.toContainText('Shall I send the offer?')
  await letter.getByRole('button', { name: 'Show quoted text' }).click()
  await expect(letter).toContainText('Shall I send the offer?')

  const remote: string[] = []
  window.on('request', (request) => {
    if (/spy|127\.0\.0\.1/.test(request.url())) remote.push(request.url())
  })
  desk.network.set('cut')
  const shown = window.getByRole('article').filter({ hasText: 'Re: Offer' })
  await shown.getByRole('button', { name: 'Show original formatting' }).click()
  await expect(shown).toContainText('needs a connection')
  desk.network.set('up')
  await expect(window.getByRole('button', { name: 'All changes saved' })).toBeVisible()
  const tables = item(window, 'A megabyte of tables')
  await tables.getByRole('button', { name: 'Show original formatting' }).click()
  await expect(tables).toContainText('too intricately')
  await expect(tables).toContainText('A megabyte of tables')

  await shown.getByRole('button', { name: 'Show original formatting' }).click()
  await expect(shown.locator('iframe')).toBeVisible()
  const frame = shown.frameLocator('iframe')
  await expect(frame.getByText('A harmless word')).toBeVisible()
  await expect(
    frame.locator('script, style, form, svg, iframe, object, meta[http-equiv], link, [onerror]'),
  ).toHaveCount(0)
  // Its address is gone, so it is no link any more.
  await frame.getByText('A link').click()
  await expect(frame.getByText('A harmless word')).toBeVisible()
  expect(await window.evaluate(() => 'stolen' in globalThis)).toBe(false)
  expect(remote).toEqual([])
  expect(spy.asked).toEqual([])

  const loaded = window.waitForRequest(/spy\.example\/pixel\.gif/)
  await shown.getByRole('button', { name: 'Load images' }).click()
  await loaded
  // What is not an image over https stays out even then.
  expect(remote.every((url) => url.endsWith('/pixel.gif'))).toBe(true)
  expect(spy.asked).toEqual([])
})

/** A mail that tries everything to run something, or to request it of `spy`. */
function hostileMail(spy: string): string {
  const run = 'top.stolen = parent.stolen = globalThis.stolen = 1'
  return `<html><head><meta http-equiv="refresh" content="0;url=${spy}/refresh"><base href="${spy}/">
    <link rel="stylesheet" href="${spy}/sheet"><link rel="prefetch" href="${spy}/prefetch">
    <style>@import "${spy}/import"; body { background: url(${spy}/css) } * { color: red }</style>
    <script>${run}</script><script src="${spy}/script"></script></head>
    <body background="${spy}/body" onload="${run}"><p>A harmless word</p>
    <img src="x" onerror="${run}"><img src="${spy}/http.gif"><img src="https://spy.example/pixel.gif">
    <img srcset="${spy}/srcset 2x"><video poster="${spy}/poster" src="${spy}/video"></video><audio src="${spy}/audio" autoplay></audio>
    <svg onload="${run}"><image href="${spy}/svg"/><use href="${spy}/use"/><script>${run}</script></svg>
    <math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${run}&gt;"></table></mtext></math>
    <div style="background: url('${spy}/style'); position: fixed; inset: 0">covers</div>
    <form action="${spy}/form"><input autofocus onfocus="${run}"><button>Send</button></form>
    <iframe src="${spy}/frame" srcdoc="<script>${run}</script>"></iframe><object data="${spy}/object"></object><embed src="${spy}/embed">
    <a href="javascript:${run}">A link</a><a href="data:text/html,<script>${run}</script>">Another</a>
    </body></html>`
}
