import type { FunctionContext } from '../_shared/context.ts'
import { channelAccess } from '../_shared/credentials.ts'
import type { ChannelAccess } from '../_shared/credentials.ts'
import { callDatabase, DatabaseError } from '../_shared/service.ts'
import type { Adapter, AdapterContext, Delivery, Reading } from './adapter.ts'
import { agent } from './agent.ts'
import { readBody } from './body.ts'
import { email } from './email.ts'
import type { IngestEvent, Json } from './event.ts'
import { storeFiles, withRefusals } from './files.ts'
import { form } from './form.ts'
import { generic } from './generic.ts'
import { leadAds } from './lead-ads.ts'
import { messenger } from './messenger.ts'
import { storable } from './reading.ts'
import { Refusal } from './refusal.ts'
import { twilioVoice } from './twilio-voice.ts'
import { twilio } from './twilio.ts'
import { web } from './web.ts'
import { whatsapp } from './whatsapp.ts'

/** The vendors by their part of the address: `…/ingest/<vendor>/<channel id>`. */
export const ADAPTERS: Readonly<Record<string, Adapter>> = {
  web,
  whatsapp,
  messenger,
  'lead-ads': leadAds,
  twilio,
  'twilio-voice': twilioVoice,
  email,
  form,
  json: generic,
  agent,
}

/** Characters of an unreadable body that are kept. */
const MOST_KEPT = 100_000

const ADDRESS = /\/ingest\/([a-z-]{1,40})\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/

/** What `ingest_events` answers for an event. */
interface Outcome {
  outcome: 'accepted' | 'duplicate' | 'early' | 'ignored' | 'invalid' | 'dead'
  code?: string
  [field: string]: unknown
}

/** Takes in what vendors deliver. The README of these folders says which address and which secrets each needs. */
export async function handle(request: Request, context: FunctionContext): Promise<Response> {
  try {
    return await answer(request, context)
  } catch (error) {
    if (error instanceof Refusal) return error.toResponse()
    if (isPassing(error)) return new Refusal(503, 'busy', 'The database is busy; deliver again.').toResponse()
    throw error
  }
}

/** Failures of the moment (deadlock, lock or time limit, too many connections): the vendor delivers again. */
const isPassing = (error: unknown): boolean => error instanceof DatabaseError && /^(?:40|53|55P03|57)/.test(error.code)

async function answer(request: Request, context: FunctionContext): Promise<Response> {
  const { adapter, channel, url } = await addressee(request, context)
  if (request.method === 'GET' && adapter.challenge) return adapter.challenge(url, channel)
  if (request.method !== 'POST') {
    throw new Refusal(405, 'method_not_allowed', 'This address does not answer that method.')
  }
  const body = await readBody(request, adapter.maxBytes)
  const delivery = { url, headers: request.headers, body }
  const scope: AdapterContext = { ...context, channel }
  const requestName = await adapter.verify(delivery, scope)
  const { events, files = [] } = await readOrKeep(adapter, delivery, requestName, scope)
  const refused = await storeFiles(files, context)
  return answerTo(await takeIn(withRefusals(events, refused), requestName, scope), adapter)
}

/** Whose webhook it is, by its address. @throws Refusal */
async function addressee(
  request: Request,
  context: FunctionContext,
): Promise<{ adapter: Adapter; channel: ChannelAccess; url: URL }> {
  const { pathname, search } = new URL(request.url)
  const [path, vendor = '', channelId = ''] = ADDRESS.exec(pathname) ?? []
  const adapter = Object.hasOwn(ADAPTERS, vendor) ? ADAPTERS[vendor] : undefined
  if (!adapter) throw new Refusal(404, 'unknown_vendor', 'The address must end in /ingest/<vendor>/<channel id>.')
  const channel = await channelAccess(context.service, context.credentials, channelId)
  if (!channel || !adapter.platforms.includes(channel.platform)) {
    throw new Refusal(404, 'unknown_channel', 'There is no such channel for this vendor, or it is switched off.')
  }
  return { adapter, channel, url: new URL(`${context.publicUrl}${path}${search}`) }
}

/** @throws Refusal 409 when the same request was taken in before. */
async function takeIn(
  events: readonly IngestEvent[],
  requestName: string | null,
  { service, channel }: AdapterContext,
): Promise<Outcome[]> {
  const outcomes = await callDatabase(service, 'ingest_events', {
    p_channel: channel.id,
    p_request: requestName,
    p_events: events.map((event) => storable({ ...event, channel_id: channel.id } as Json)),
  })
  if (outcomes === null) throw new Refusal(409, 'replayed', 'This request was taken in before; sign it anew.')
  return outcomes as Outcome[]
}

/**
 * What a delivery says. One that its sender did sign and that still cannot be read waits among the dead letters, as far
 * as it is text. @throws Refusal
 */
async function readOrKeep(
  adapter: Adapter,
  delivery: Delivery,
  requestName: string | null,
  scope: AdapterContext,
): Promise<Reading> {
  try {
    return await adapter.read(delivery, scope)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const raw = new TextDecoder().decode(delivery.body).slice(0, MOST_KEPT)
    await takeIn([{ kind: 'unreadable', reason: `${error.code}: ${error.message}`, raw }], requestName, scope)
    throw error
  }
}

/** Who asked to be told what is wrong is told; everybody else's delivery is done. */
function answerTo(outcomes: Outcome[], adapter: Adapter): Response {
  if (adapter.answer) return adapter.answer()
  const status = outcomes.some(({ outcome }) => outcome === 'invalid') ? 422 : 200
  return Response.json(
    { outcomes: outcomes.map(({ outcome, code }) => ({ outcome, ...(code && { code }) })) },
    { status },
  )
}
