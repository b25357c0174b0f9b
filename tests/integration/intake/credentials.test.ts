import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { CredentialBox, channelAccess, storeCredentials } from '#supabase/functions/_shared/credentials.ts'
import { startTestBackend } from '#tests/support/backend.ts'
import { createOrganization, joinAs } from '#tests/support/database.ts'
import type { Organization } from '#tests/support/database.ts'
import { functionContext, functionEnvironment, giveCredentials } from '#tests/support/functions.ts'

const KEYS = [1, 2].map((version) => `${version}:${Buffer.alloc(32, version).toString('base64')}`)

let backend: LocalSupabase
let organization: Organization
beforeAll(async () => {
  backend = await startTestBackend()
  organization = await createOrganization(backend.sql, 'Acme')
})
afterAll(() => backend.close())

describe('channel credentials', () => {
  test('come back as they were stored, and are nowhere readable in the database', async () => {
    const { service, credentials } = await functionContext(backend)
    await giveCredentials(backend, organization.channelId, { auth_token: 'sesame ünïcode' })
    const access = await channelAccess(service, credentials, organization.channelId)
    expect(access?.credentials).toEqual({ auth_token: 'sesame ünïcode' })
    const [row] = await backend.sql`select * from channel_credentials where channel_id = ${organization.channelId}`
    expect(JSON.stringify(row)).not.toContain('sesame')
    expect(Buffer.from(row!.ciphertext as Uint8Array).toString('latin1')).not.toContain('sesame')
  })

  test('open with an older key after a rotation, and are sealed with the newest', async () => {
    const { service } = await functionContext(backend)
    const old = await CredentialBox.fromText(KEYS[0]!)
    const rotated = await CredentialBox.fromText(KEYS.join(','))
    const { channelId } = organization
    await storeCredentials(service, old, channelId, { secret: 'first' })
    expect((await channelAccess(service, rotated, channelId))?.credentials).toEqual({ secret: 'first' })
    await storeCredentials(service, rotated, channelId, { secret: 'second' })
    const [row] = await backend.sql`select key_version from channel_credentials where channel_id = ${channelId}`
    expect(row!.key_version).toBe(2)
    await expect(channelAccess(service, old, channelId)).rejects.toThrow('no key of version 2')
  })

  test('do not open for another channel, nor when a bit was changed', async () => {
    const box = await CredentialBox.fromText(KEYS[0]!)
    const sealed = await box.seal('channel a', { secret: 'x' })
    await expect(box.open('channel b', sealed)).rejects.toThrow('do not open')
    const bytes = Buffer.from(sealed.ciphertext, 'base64')
    bytes[20]! ^= 1
    await expect(box.open('channel a', { ...sealed, ciphertext: bytes.toString('base64') })).rejects.toThrow(
      'do not open',
    )
  })

  test.each(['', '1', '1:short', `0:${Buffer.alloc(32).toString('base64')}`, `${KEYS[0]},${KEYS[0]}`])(
    'a key of %j is refused without being repeated',
    async (text) => {
      await expect(CredentialBox.fromText(text)).rejects.toThrow('LEADLINE_CREDENTIALS_KEY must be')
    },
  )

  test('members reach neither the table nor its functions', async () => {
    const { client } = await joinAs(backend, organization.id, 'owner')
    const { data } = await client.from('channel_credentials').select()
    expect(data ?? []).toEqual([])
    const read = await client.rpc('channel_access', { p_channel: organization.channelId })
    expect(read.error?.code).toBe('42501')
    const written = await client.rpc('store_channel_credentials', {
      p_channel: organization.channelId,
      p_ciphertext: '',
      p_key_version: 1,
    })
    expect(written.error?.code).toBe('42501')
  })

  test('are stored by the command, which names them and not their values', async () => {
    const script = join(import.meta.dirname, '..', '..', '..', 'build', 'scripts', 'store-credentials.ts')
    const run = async (channel: string, input: string) => {
      const command = spawn(process.execPath, [script, '--channel', channel], {
        env: { ...process.env, ...functionEnvironment(backend) },
      })
      command.stdin.end(input)
      const [stdout, stderr] = await Promise.all([text(command.stdout), text(command.stderr), once(command, 'exit')])
      return { status: command.exitCode, stdout, stderr }
    }
    const stored = await run(organization.channelId, '{"auth_token": "by command"}')
    expect([stored.status, stored.stdout]).toEqual([0, `Stored auth_token for channel ${organization.channelId}.\n`])
    const { service, credentials } = await functionContext(backend)
    expect((await channelAccess(service, credentials, organization.channelId))?.credentials).toEqual({
      auth_token: 'by command',
    })
    expect((await run(organization.channelId, '{"auth_token": 7}')).status).toBe(1)
    expect((await run('00000000-0000-7000-8000-000000000000', '{"a": "b"}')).stderr).toContain('No channel')
  })
})
