import type { ChannelAccess } from '../_shared/credentials.ts'
import { fromHex, utf8 } from '../_shared/encoding.ts'
import { equalInConstantTime, hmac } from '../_shared/signature.ts'
import type { AdapterContext, Delivery } from './adapter.ts'
import { badSignature, Refusal } from './refusal.ts'

/**
 * Meta's test of a webhook's address: `hub.challenge` is given back when `hub.verify_token` is ours (Meta for
 * Developers, "Graph API: Webhooks, Getting started: Verification requests").
 *
 * @throws Refusal 400 when it is no such request, 403 when the token is not ours.
 */
export async function answerMetaChallenge(url: URL, channel: ChannelAccess): Promise<Response> {
  const challenge = url.searchParams.get('hub.challenge')
  if (url.searchParams.get('hub.mode') !== 'subscribe' || challenge === null) {
    throw new Refusal(400, 'invalid_challenge', 'A verification request has hub.mode=subscribe and hub.challenge.')
  }
  const expected = channel.credentials['verify_token']
  const given = url.searchParams.get('hub.verify_token') ?? ''
  if (!expected || !(await equalInConstantTime(utf8(expected), utf8(given)))) {
    throw new Refusal(403, 'bad_verify_token', 'hub.verify_token is not the one of this channel.')
  }
  return new Response(challenge, { headers: { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' } })
}

/**
 * `X-Hub-Signature-256`: HMAC-SHA256 of the body under the app's secret (Meta for Developers, "Webhooks, Getting started:
 * Validating payloads"). Meta stamps nothing; what comes again is recognised by its ids.
 *
 * @throws Refusal 401
 */
export async function verifyMeta({ headers, body }: Delivery, { channel }: AdapterContext): Promise<null> {
  const secret = channel.credentials['app_secret']
  if (!secret) throw badSignature('The channel has no app_secret.')
  const given = fromHex(/^sha256=([0-9a-f]{64})$/i.exec(headers.get('x-hub-signature-256') ?? '')?.[1] ?? 'x')
  if (!given || !(await equalInConstantTime(await hmac('SHA-256', secret, body), given))) {
    throw badSignature('X-Hub-Signature-256 does not fit.')
  }
  return null
}
