import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startTestBackend } from '#tests/support/backend.ts'
import { createChannel, createOrganization } from '#tests/support/database.ts'
import type { Organization } from '#tests/support/database.ts'
import { denoCheck } from '#tests/support/deno.ts'
import { launchBrowser } from '#tests/support/renderer-harness/draw.ts'

let backend: LocalSupabase
let organization: Organization
let form: string
beforeAll(async () => {
  backend = await startTestBackend()
})
afterAll(() => backend.close())

const FIELDS = [
  { name: 'name', label: 'Your name', type: 'text', required: true },
  { name: 'phone', label: 'Phone', type: 'phone', required: true },
  { name: 'email', label: 'E-mail', type: 'email' },
  { name: 'topic', label: 'Topic', type: 'select', options: ['Price', 'Delivery'] },
  { name: 'message', label: 'Message', type: 'textarea' },
]
const GOOD = {
  name: 'Ada Byron',
  phone: '07911 000001',
  email: 'ada@example.test',
  topic: 'Price',
  message: 'Hello <b>',
}

beforeEach(async () => {
  organization = await createOrganization(backend.sql, 'Acme')
  await createChannel(backend.sql, organization.id, organization.brandId, 'web')
  const [row] = await backend.sql<{ id: string }[]>`
    insert into forms (organization_id, name, fields, settings)
    values (${organization.id}, 'Contact', ${backend.sql.json(FIELDS)},
      ${backend.sql.json({ submitButton: 'Send', successMessage: 'Thanks!' })}) returning id`
  form = row!.id
})

const address = (): string => `${backend.url}/functions/v1/forms/${form}`
const send = async (fields: object, more: object = {}, sender: string = randomUUID()) => {
  const answer = await fetch(address(), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': sender },
    body: JSON.stringify({ submission_id: randomUUID(), fields, ...more }),
  })
  return [answer.status, (await answer.json()) as object] as const
}
const leads = () => backend.sql`select * from leads where organization_id = ${organization.id}`

describe('a form on a website', () => {
  test('makes a lead with a message, once, whoever sends it twice', async () => {
    const submission_id = randomUUID()
    expect(await send(GOOD, { submission_id, utm: { utm_source: 'news' } })).toEqual([200, { outcome: 'accepted' }])
    expect(await send(GOOD, { submission_id })).toEqual([200, { outcome: 'duplicate' }])
    expect(await leads()).toMatchObject([
      {
        full_name: 'Ada Byron',
        phone_normalized: '+447911000001',
        email: 'ada@example.test',
        utm: { utm_source: 'news' },
      },
    ])
    const rows = await backend.sql`select body from messages where direction = 'inbound'
      and organization_id = ${organization.id}`
    expect(rows).toEqual([{ body: 'Hello <b>' }])
    expect(await backend.sql`select submission_count from forms where id = ${form}`).toEqual([{ submission_count: 1 }])
  })

  test('sets off the workflows that wait for it', async () => {
    const nodes = [{ id: 'a', type: 'tag', config: { add: ['from form'] } }]
    await backend.sql`
      insert into workflows (organization_id, name, trigger_type, trigger_config, nodes, status)
      values (${organization.id}, 'Form', 'form.submitted', ${backend.sql.json({ form_id: form })},
        ${backend.sql.json(nodes)}, 'active')`
    await send(GOOD)
    await backend.sql`select app.run_workflows(10, now() + interval '1 second')`
    expect(await leads()).toMatchObject([{ tags: ['from form'] }])
  })

  test('says field by field what is wrong, and takes in nothing of it', async () => {
    const bad = { phone: 'call me', email: 'ada', topic: 'Other', message: 'x'.repeat(6_000) }
    const faults = { name: 'required', phone: 'invalid', email: 'invalid', topic: 'invalid', message: 'too_long' }
    expect(await send(bad)).toEqual([422, { outcome: 'invalid', faults }])
    expect(await leads()).toEqual([])
  })

  test('lets robots believe that they got in', async () => {
    expect(await send(GOOD, { trap: 'https://spam.example' })).toEqual([200, { outcome: 'accepted' }])
    expect(await leads()).toEqual([])
  })

  test('lets one sender in ten times an hour, and others go on', async () => {
    const sender = '203.0.113.7'
    for (let turn = 0; turn < 10; turn++) expect((await send(GOOD, {}, sender))[0]).toBe(200)
    expect(await send(GOOD, {}, sender)).toEqual([429, { outcome: 'too_many' }])
    expect((await send(GOOD, {}, '203.0.113.8'))[0]).toBe(200)
  })

  test('is none when it is switched off, not known, or not asked as a form', async () => {
    await backend.sql`update forms set is_active = false where id = ${form}`
    expect((await send(GOOD))[0]).toBe(404)
    expect((await fetch(`${address()}.js`)).status).toBe(404)
    expect((await fetch(`${backend.url}/functions/v1/forms/nothing`)).status).toBe(404)
    expect((await fetch(address())).status).toBe(405)
    const broken = await fetch(address(), { method: 'POST', body: '{"fields": 1' })
    expect(broken.status).toBe(400)
  })

  test('is not for members or strangers to fill in past the function', async () => {
    const asked = await fetch(`${backend.url}/rest/v1/rpc/submit_form`, {
      method: 'POST',
      headers: { apikey: backend.anonKey, 'content-type': 'application/json' },
      body: JSON.stringify({ p_form: form, p_event: {}, p_sender: 'x' }),
    })
    expect(asked.ok).toBe(false)
  })
})

test(
  'the script shows the form on a page, says what is wrong beside its field, and sends it',
  { timeout: 60_000 },
  async () => {
    const page = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html')
      response.end(`<!doctype html><title>Shop</title><main><script src="${address()}.js"></script></main>`)
    })
    await new Promise<void>((resolve) => {
      page.listen(0, '127.0.0.1', resolve)
    })
    const browser = await launchBrowser()
    try {
      const tab = await browser.newPage()
      await tab.goto(`http://127.0.0.1:${(page.address() as AddressInfo).port}/?utm_source=news`)
      await tab.getByLabel('Your name').fill('Ada Byron')
      await tab.getByLabel('Phone').fill('no number')
      await tab.getByRole('button', { name: 'Send' }).click()
      await tab.getByText('Please check this.').waitFor()
      expect(await tab.getByLabel('Phone').getAttribute('aria-invalid')).toBe('true')
      expect(await tab.getByLabel('Phone').evaluate((field) => field === document.activeElement)).toBe(true)
      await tab.getByLabel('Phone').fill('07911 000001')
      await tab.getByLabel('Topic').selectOption('Price')
      await tab.getByRole('button', { name: 'Send' }).click()
      await tab.getByText('Thanks!').waitFor()
      expect(await leads()).toMatchObject([{ full_name: 'Ada Byron', utm: { utm_source: 'news' } }])
    } finally {
      await browser.close()
      page.close()
    }
  },
)

test('the function passes the type checker of Deno', { timeout: 120_000 }, () => {
  expect(denoCheck('forms')).toBe('')
})
