import type { FunctionContext } from '../_shared/context.ts'
import { channelAccess } from '../_shared/credentials.ts'
import type { ChannelAccess } from '../_shared/credentials.ts'
import type { Adapter } from './adapter.ts'
import { Refusal } from './refusal.ts'
import { whatsapp } from './whatsapp.ts'

/** The vendors by their part of the address: `…/ingest/<vendor>/<channel id>`. */
const ADAPTERS: Readonly<Record<string, Adapter>> = { whatsapp }

const ADDRESS = /\/ingest\/([a-z-]{1,40})\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/

/** Takes in what vendors deliver. The README of these folders says which address and which secrets each needs. */
export async function handle(request: Request, context: FunctionContext): Promise<Response> {
  try {
    return await answer(request, context)
  } catch (error) {
    if (error instanceof Refusal) return error.toResponse()
    throw error
  }
}

async function answer(request: Request, context: FunctionContext): Promise<Response> {
  const { adapter, channel, url } = await addressee(request, context)
  if (request.method === 'GET' && adapter.challenge) return adapter.challenge(url, channel)
  throw new Refusal(405, 'method_not_allowed', 'This address does not answer that method.')
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
  if (!channel) throw new Refusal(404, 'unknown_channel', 'There is no such channel, or it is switched off.')
  return { adapter, channel, url: new URL(`${context.publicUrl}${path}${search}`) }
}
