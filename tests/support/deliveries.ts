import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import type { Platform } from '#shared/domain/vocabulary.ts'
import type { FunctionContext } from '#supabase/functions/_shared/context.ts'
import { toBase64, toHex, utf8 } from '#supabase/functions/_shared/encoding.ts'
import { hmac } from '#supabase/functions/_shared/signature.ts'
import { handle } from '#supabase/functions/ingest/handler.ts'
import { SIGNATURE_HEADER, signStamped } from '#supabase/functions/_shared/stamped.ts'
import { signTwilio } from '#supabase/functions/ingest/twilio.ts'
import { createChannel } from './database.ts'
import type { Organization } from './database.ts'
import { functionContext, giveCredentials } from './functions.ts'

/** What a vendor's adapter verifies with, per credential. */
export const SECRETS = {
  app_secret: 'the app secret',
  verify_token: 'the verify token',
  access_token: 'the access token',
  auth_token: 'the auth token',
  widget_secret: 'the widget secret',
  form_secret: 'the form secret',
  webhook_secret: 'the webhook secret',
  inbound_secret: 'the inbound secret',
  agent_secret: 'the agent secret',
}

/** How each vendor signs, and on which platform the tests have it. */
export const VENDORS = {
  web: { platform: 'web', secret: 'widget_secret' },
  form: { platform: 'web', secret: 'form_secret' },
  json: { platform: 'sms', secret: 'webhook_secret' },
  agent: { platform: 'sms', secret: 'agent_secret' },
  email: { platform: 'email', secret: 'inbound_secret' },
  whatsapp: { platform: 'whatsapp', secret: 'meta' },
  messenger: { platform: 'facebook', secret: 'meta' },
  'lead-ads': { platform: 'facebook', secret: 'meta' },
  twilio: { platform: 'sms', secret: 'twilio' },
  'twilio-voice': { platform: 'voice', secret: 'twilio' },
} as const satisfies Record<string, { platform: Platform; secret: string }>

export type VendorName = keyof typeof VENDORS

/** A webhook's payload as the vendor writes it: JSON, form parameters, or text. */
export type Payload = object | URLSearchParams | string | Uint8Array<ArrayBuffer>

/** An organisation that every vendor delivers to. */
export interface MailRoom {
  context: FunctionContext
  channels: Record<Platform, string>
  /** Signs as the vendor does and calls the handler; `query` is appended to the address. */
  deliver(vendor: VendorName, payload: Payload, query?: string): Promise<Response>
  request(vendor: VendorName, payload: Payload, query?: string): Promise<Request>
}

/** Gives an organisation a channel of each platform, with credentials for every vendor. */
export async function openMailRoom(backend: LocalSupabase, organization: Organization): Promise<MailRoom> {
  const context = await functionContext(backend)
  const channels: Partial<Record<Platform, string>> = { sms: organization.channelId }
  for (const { platform } of Object.values(VENDORS)) {
    channels[platform] ??= await createChannel(backend.sql, organization.id, organization.brandId, platform)
    await giveCredentials(backend, channels[platform], SECRETS)
  }
  const all = channels as Record<Platform, string>
  const request = async (vendor: VendorName, payload: Payload, query = ''): Promise<Request> => {
    const url = `${context.publicUrl}/ingest/${vendor}/${all[VENDORS[vendor].platform]}${query}`
    const body = bytesOf(payload)
    return new Request(url, { method: 'POST', headers: await headersFor(vendor, url, body, context.now()), body })
  }
  return {
    context,
    channels: all,
    request,
    deliver: async (vendor, payload, query) => handle(await request(vendor, payload, query), context),
  }
}

function bytesOf(payload: Payload): Uint8Array<ArrayBuffer> {
  if (payload instanceof Uint8Array) return payload
  if (typeof payload === 'string') return utf8(payload)
  return utf8(payload instanceof URLSearchParams ? payload.toString() : JSON.stringify(payload))
}

async function headersFor(
  vendor: VendorName,
  url: string,
  body: Uint8Array<ArrayBuffer>,
  now: number,
): Promise<Record<string, string>> {
  const { secret } = VENDORS[vendor]
  if (secret === 'meta') {
    return { 'x-hub-signature-256': `sha256=${toHex(await hmac('SHA-256', SECRETS.app_secret, body))}` }
  }
  if (secret === 'twilio') {
    const pairs = [...new URLSearchParams(new TextDecoder().decode(body))]
    return { 'x-twilio-signature': toBase64(await signTwilio(SECRETS.auth_token, url, pairs)) }
  }
  return { [SIGNATURE_HEADER]: await signStamped(SECRETS[secret], body, now) }
}
