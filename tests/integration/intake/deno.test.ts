import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startTestBackend } from '#tests/support/backend.ts'
import { createChannel, createOrganization } from '#tests/support/database.ts'
import { denoCheck, serveOnDeno } from '#tests/support/deno.ts'
import { functionEnvironment, giveCredentials } from '#tests/support/functions.ts'

let backend: LocalSupabase
let channel: string
beforeAll(async () => {
  backend = await startTestBackend()
  const organization = await createOrganization(backend.sql, 'Acme')
  channel = await createChannel(backend.sql, organization.id, organization.brandId, 'whatsapp')
  await giveCredentials(backend, channel, { verify_token: 'the token', app_secret: 'the secret' })
})
afterAll(() => backend.close())

const challengePath = (): string =>
  `/ingest/whatsapp/${channel}?hub.mode=subscribe&hub.verify_token=the%20token&hub.challenge=1158201444`

describe('the function ingest', () => {
  test('passes the type checker of Deno', () => {
    expect(denoCheck('ingest')).toBe('')
  })

  test('answers under Deno as it does on the local backend', async () => {
    const deno = await serveOnDeno('ingest', functionEnvironment(backend))
    try {
      for (const base of [deno.url, `${backend.url}/functions/v1`]) {
        const answer = await fetch(`${base}${challengePath()}`)
        expect([answer.status, await answer.text()]).toEqual([200, '1158201444'])
        const forged = await fetch(`${base}${challengePath().replace('the%20token', 'another')}`)
        expect(forged.status).toBe(403)
      }
    } finally {
      await deno.close()
    }
  })
})
