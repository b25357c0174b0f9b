import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { jsonFetch, NOT_JSON } from './json-fetch.ts'

const servers: Server[] = []
const never = new AbortController().signal

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

describe('jsonFetch', () => {
  test('passes JSON through', async () => {
    const url = await serve((_request, response) =>
      response.setHeader('content-type', 'application/json').end('{"a":1}'),
    )
    expect(await (await jsonFetch(5_000, never)(url)).json()).toEqual({ a: 1 })
  })

  test('turns a login page with status 200 into an error answer that says so', async () => {
    const url = await serve((_request, response) =>
      response.setHeader('content-type', 'text/html').end('<h1>Hotel</h1>'),
    )
    const response = await jsonFetch(5_000, never)(url)
    expect(response.status).toBe(502)
    expect(await response.json()).toMatchObject({ code: NOT_JSON })
  })

  test('leaves a gateway’s error page a server error that is tried again', async () => {
    const url = await serve((_request, response) =>
      response.writeHead(503, { 'content-type': 'text/html' }).end('<h1>Unavailable</h1>'),
    )
    const response = await jsonFetch(5_000, never)(url)
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ code: '' })
  })

  test.each([
    ['seconds', '7', 7_000],
    ['a date in the past', 'Fri, 20 Nov 2026 08:00:00 GMT', 0],
    ['far too long', '86400', 300_000],
  ])('keeps what an overloaded server asks to wait: %s', async (_what, asked, expected) => {
    const url = await serve((_request, response) =>
      response
        .writeHead(429, { 'content-type': 'application/json', 'retry-after': asked })
        .end('{"code":"over","message":"slow down"}'),
    )
    const body: unknown = await (await jsonFetch(5_000, never)(url)).json()
    expect(body).toEqual({ code: 'over', message: 'slow down', retry_after_ms: expected })
  })

  test('leaves a gateway’s page for too many requests what it is', async () => {
    const url = await serve((_request, response) =>
      response.writeHead(429, { 'content-type': 'text/html', 'retry-after': 'soon' }).end('<h1>Slow down</h1>'),
    )
    const response = await jsonFetch(5_000, never)(url)
    expect(response.status).toBe(429)
    expect(await response.json()).toMatchObject({ code: '' })
  })

  test('gives up on a server that stays silent', async () => {
    const url = await serve(() => {})
    await expect(jsonFetch(50, never)(url)).rejects.toThrow(/timeout/i)
  })

  test('ends requests under way when closing', async () => {
    const closing = new AbortController()
    const url = await serve(() => closing.abort())
    await expect(jsonFetch(60_000, closing.signal)(url)).rejects.toThrow(/abort/i)
  })
})
