import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Platform } from '#shared/domain/vocabulary.ts'
import { fetchMedia } from '#supabase/functions/dispatch/fetch-media.ts'
import { writeMessage } from '#tests/support/database.ts'
import { functionContext } from '#tests/support/functions.ts'
import { pngOf } from '#tests/support/sample-files.ts'
import { DispatchWorld } from './support.ts'

const PICTURE = pngOf(20, 10)
const BASIC = `Basic ${Buffer.from('AC00000000000000000000000000000001:the auth token').toString('base64')}`

/** A vendor's media as they are given out: with the right credentials, by path. */
function answerOf(
  { url, headers }: IncomingMessage,
  base: string,
): { status: number; type?: string; body?: string | Buffer } {
  const { authorization } = headers
  switch (url) {
    case '/v25.0/media-1':
      if (authorization !== 'Bearer token of whatsapp') return { status: 401 }
      return { status: 200, type: 'application/json', body: JSON.stringify({ url: `${base}/lookaside/1` }) }
    case '/lookaside/1':
      return authorization === 'Bearer token of whatsapp'
        ? { status: 200, type: 'image/png', body: PICTURE }
        : { status: 401 }
    case '/Media/ME1':
      return authorization === BASIC ? { status: 200, type: 'image/png', body: PICTURE } : { status: 401 }
    case '/fbcdn/voice':
      return { status: 200, type: 'audio/mp4', body: 'a voice' }
    case '/fbcdn/program':
      return { status: 200, type: 'application/x-msdownload', body: 'MZ' }
    case '/busy':
      return { status: 503 }
    default:
      return { status: 404 }
  }
}

let world: DispatchWorld
let server: Server
let base: string
beforeAll(async () => {
  world = await DispatchWorld.open()
  server = createServer((request, response) => {
    const { status, type = 'text/plain', body = '' } = answerOf(request, base)
    response.writeHead(status, { 'content-type': type }).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await world.close()
})

/** A customer's message with a file that the vendor keeps; resolves to the attachment's id. */
async function received(platform: Platform, source: object, type: string): Promise<string> {
  const { sql } = world.backend
  const message = await writeMessage(sql, await world.conversation(platform), 'Look')
  const [row] = await sql<{ id: string }[]>`
    insert into attachments (message_id, path, content_type, size_bytes, metadata)
    values (${message}, ${`${world.desk.organization.id}/in/${message}`}, ${type}, 0, ${sql.json({ source } as never)})
    returning id`
  return row!.id
}

async function run() {
  const context = await functionContext(world.backend)
  const env = { ...context.env, META_GRAPH_URL: `${base}/v25.0/`, TWILIO_API_URL: base }
  return fetchMedia({ ...context, env })
}

const kept = async (id: string) => (await world.backend.sql`select * from attachments where id = ${id}`)[0]!

async function stored(id: string): Promise<Buffer> {
  const { service } = await functionContext(world.backend)
  const { data, error } = await service.storage.from('attachments').download(String((await kept(id))['path']))
  if (error) throw error
  return Buffer.from(await data.arrayBuffer())
}

test.each([
  ['whatsapp', { whatsapp_media_id: 'media-1' }, 'image/png'],
  ['sms', { url: '/Media/ME1' }, 'image/png'],
  ['facebook', { url: '/fbcdn/voice', type: 'audio' }, 'audio/*'],
] as const)('what %s keeps is fetched with the channel’s credentials, once', async (platform, source, type) => {
  const whole = 'url' in source ? { ...source, url: `${base}${source.url}` } : source
  const id = await received(platform, whole, type)
  expect(await run()).toEqual({ stored: 1, gone: 0 })
  const content = await stored(id)
  expect(await kept(id)).toMatchObject({
    size_bytes: String(content.length),
    content_type: platform === 'facebook' ? 'audio/mp4' : 'image/png',
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    metadata: {},
  })
  expect(await run()).toEqual({ stored: 0, gone: 0 })
})

test('a kind that the bucket does not take is kept as mere bytes', async () => {
  const id = await received('facebook', { url: `${base}/fbcdn/program` }, 'application/octet-stream')
  expect(await run()).toEqual({ stored: 1, gone: 0 })
  expect(await kept(id)).toMatchObject({ content_type: 'application/octet-stream' })
})

test('what the vendor no longer has, or what lies elsewhere, is said and not asked for again', async () => {
  const gone = await received('facebook', { url: `${base}/expired` }, 'image/*')
  const elsewhere = await received('facebook', { url: 'http://169.254.169.254/latest/meta-data' }, 'image/*')
  expect(await run()).toEqual({ stored: 0, gone: 2 })
  expect(await kept(gone)).toMatchObject({ metadata: { refused: 'the vendor no longer has it' } })
  expect(await kept(elsewhere)).toMatchObject({ metadata: { refused: 'it does not lie with the vendor' } })
  expect(await run()).toEqual({ stored: 0, gone: 0 })
})

test('a vendor that is busy is asked again later, and in the end no more', async () => {
  const { sql } = world.backend
  const id = await received('facebook', { url: `${base}/busy` }, 'image/*')
  expect(await run()).toEqual({ stored: 0, gone: 0 })
  expect(await run()).toEqual({ stored: 0, gone: 0 })
  expect(await kept(id)).toMatchObject({ metadata: { attempts: 1 } })
  await sql`
    update attachments set metadata = metadata || '{"attempts": 7, "fetch_after": "2020-01-01"}' where id = ${id}`
  expect(await run()).toEqual({ stored: 0, gone: 1 })
})
