import type { FunctionContext } from '../_shared/context.ts'
import { channelAccess } from '../_shared/credentials.ts'
import type { ChannelAccess } from '../_shared/credentials.ts'
import { callDatabase, DatabaseError } from '../_shared/service.ts'
import type { Outcome, Outgoing, Unsent } from './outgoing.ts'
import { vendorOf } from './vendors.ts'

/** How many messages a run asks for at a time; all of them are sent at once. */
const BATCH = 20

/** How long a run goes on taking messages, milliseconds: hosted functions end after 150 s, vendors may take 40. */
const BUDGET = 60_000

/** How many messages ended a run how: `sent`, `retrying`, `unconfirmed`, `failed`, `stale`, `lost`. */
export type Tally = Record<string, number>

/**
 * Sends what is due until nothing is, or for a minute. Any number of runs may go on at once.
 *
 * @throws DatabaseError when the database fails; what was claimed then comes back when its lease ends.
 */
export async function runDispatch(context: FunctionContext): Promise<Tally> {
  const worker = crypto.randomUUID()
  const until = context.now() + BUDGET
  const tally: Tally = {}
  while (context.now() < until) {
    const answer = await callDatabase(context.service, 'dispatch_claim', { p_worker: worker, p_limit: BATCH })
    const { messages, more } = answer as { messages: Outgoing[]; more: boolean }
    if (messages.length === 0 && !more) break
    const ends = await Promise.all(messages.map((message) => dispatch(message, worker, context)))
    for (const end of ends) tally[end] = (tally[end] ?? 0) + 1
  }
  return tally
}

async function dispatch(message: Outgoing, worker: string, context: FunctionContext): Promise<string> {
  const { service } = context
  const identity = { p_worker: worker, p_message: message.message_id }
  const [channel, mayAsk] = await Promise.all([
    access(message, context),
    message.reconcile || callDatabase(service, 'dispatch_begin', identity),
  ])
  if (mayAsk !== true) return 'lost'
  const p_outcome = 'sent' in channel ? channel : await askVendor(message, channel, context)
  return settle(context, { ...identity, p_outcome })
}

/** Deadlock and serialisation failure: what was said is as true the second time. */
const MOMENTARY: ReadonlySet<string> = new Set(['40P01', '40001'])
const SETTLE_ATTEMPTS = 3

async function settle({ service }: FunctionContext, args: object): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      return (await callDatabase(service, 'dispatch_settle', args)) as string
    } catch (error) {
      const again = error instanceof DatabaseError && MOMENTARY.has(error.code) && attempt < SETTLE_ATTEMPTS
      if (!again) throw error
    }
  }
}

/** The channel, or why there is none: switched off, or sealed with a key that the functions no longer have. */
async function access({ channel_id }: Outgoing, context: FunctionContext): Promise<ChannelAccess | Unsent> {
  try {
    const channel = await channelAccess(context.service, context.credentials, channel_id)
    return channel ?? { sent: false, class: 'temporary', error: 'The channel is switched off' }
  } catch (error) {
    if (error instanceof DatabaseError) throw error
    const words = 'The channel’s credentials cannot be read: an administrator must enter them again'
    return { sent: false, class: 'temporary', error: words, code: String(error).slice(0, 200) }
  }
}

function askVendor(message: Outgoing, channel: ChannelAccess, context: FunctionContext): Promise<Outcome> | Outcome {
  const vendor = vendorOf(channel)
  if (!vendor) {
    return { sent: false, class: 'permanent', error: 'Nothing can be sent through this channel' }
  }
  const vendorContext = { ...context, channel }
  return message.reconcile ? vendor.lookUp(message, vendorContext) : vendor.send(message, vendorContext)
}
