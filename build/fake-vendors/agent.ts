import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { read, replyTo } from './agent-words.ts'
import type { Fault } from './carrier.ts'
import { afterTaking, insteadOfTaking, serveVendors } from './server.ts'
import type { VendorAnswer, VendorRequest } from './server.ts'
import { postStamped } from './stamped.ts'

/** The part of an integration event that the agent reads (supabase/functions/README.md, "events"). */
const EVENT = z.object({
  id: z.uuid(),
  type: z.string(),
  organization_id: z.uuid(),
  callback_url: z.url(),
  agent: z
    .object({
      prompt: z
        .object({ id: z.uuid(), version_number: z.int(), text: z.string(), lesson_ids: z.array(z.uuid()) })
        .nullable(),
      model: z.string().nullable(),
      temperature: z.number().nullable(),
      collections: z.record(z.string(), z.array(z.string())),
    })
    .nullable(),
  lead: z.object({ first_name: z.string().nullable(), language: z.string().nullable() }).nullable(),
  conversation: z
    .object({
      id: z.uuid(),
      last_message_id: z.uuid().nullable(),
      messages: z.array(z.object({ id: z.uuid(), direction: z.string(), body: z.string() })),
    })
    .nullable(),
})

export type AgentEvent = z.infer<typeof EVENT>

/** How far a stamp may be from our clock, seconds. */
const TOLERANCE = 300

/**
 * An AI agent as an organisation would have one outside: it takes integration events under their signature and answers
 * through the function `ingest`. To a customer's message it writes a short reply in the customer's language, and for
 * certain words tells that the lead is qualified, wants no more messages, or said something worth knowing.
 *
 * Like many a real one it does not recognise an event that comes twice: what it says has the event's id, and ingest takes
 * it once.
 */
export class FakeAgent {
  /** By a channel's id: the `agent_secret` of its credentials. */
  readonly secrets = new Map<string, string>()
  /** Every event it took, as often as it came. */
  readonly events: AgentEvent[] = []
  readonly #faults: Fault[] = []
  readonly #log: (line: string) => void
  readonly #ending = new AbortController()
  #refused = 0

  constructor(log: (line: string) => void) {
    this.#log = log
  }

  /** Requests whose signature did not fit, or that could not be read. */
  get refused(): number {
    return this.#refused
  }

  /** It does this with the next messages of customers that it is told of. */
  failNext(fault: Fault, times = 1): void {
    this.#faults.push(...Array<Fault>(times).fill(fault))
  }

  /** Answers a request. */
  answer(request: VendorRequest): VendorAnswer {
    const event = this.#verified(request)
    if (!event) {
      this.#refused += 1
      return { status: 401, body: { message: 'No event of ours' } }
    }
    const fault = event.type === 'message.received' ? this.#faults.shift() : undefined
    const instead = insteadOfTaking(fault)
    if (instead) return instead
    this.events.push(event)
    void this.#respond(event).catch((error: unknown) => {
      if (!this.#ending.signal.aborted) this.#log(`agent: ${String(error)}`)
    })
    return afterTaking(fault, { status: 202, body: {} })
  }

  /** It says nothing more. */
  end(): void {
    this.#ending.abort()
  }

  #verified({ headers, body }: VendorRequest): AgentEvent | null {
    const event = EVENT.safeParse(parsed(body)).data
    const [, stamp = '', hex = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers.get('x-leadline-signature') ?? '') ?? []
    const secret = event && this.#secretOf(event)
    if (!event || secret === undefined || headers.get('idempotency-key') !== event.id || hex === '') return null
    const expected = createHmac('sha256', secret).update(`${stamp}.${body}`).digest()
    const isFresh = Math.abs(Date.now() / 1_000 - Number(stamp)) <= TOLERANCE
    return isFresh && timingSafeEqual(expected, Buffer.from(hex, 'hex')) ? event : null
  }

  #secretOf({ callback_url }: AgentEvent): string | undefined {
    return this.secrets.get(callback_url.split('/').at(-1) ?? '')
  }

  async #respond(event: AgentEvent): Promise<void> {
    const { conversation, lead } = event
    if (event.type !== 'message.received' || !conversation) return
    const heard = conversation.messages.findLast(({ direction }) => direction === 'inbound')?.body ?? ''
    const reading = read(heard)
    if (reading === 'opt_out') return this.#say(event, 'opt_out', { scope: 'all', reason: heard.slice(0, 200) })
    if (reading === 'qualified') {
      await this.#say(event, 'qualified', { score: 85, sentiment: 'positive', summary: 'Wants to go ahead.' })
    } else if (reading === 'insight') {
      const description = `The customer wrote: ${heard.slice(0, 500)}`
      await this.#say(event, 'insight', { insight_type: 'conversation', title: 'An objection', description })
    }
    const seen_message_id = conversation.last_message_id ?? undefined
    await this.#say(event, 'reply', {
      body: replyTo(lead?.language ?? null, lead?.first_name ?? null),
      seen_message_id,
      quality_score: 80,
      // It does as it was taught, in all of it.
      lesson_ids: event.agent?.prompt?.lesson_ids ?? [],
    })
  }

  #say(event: AgentEvent, type: 'reply' | 'qualified' | 'opt_out' | 'insight', fields: object): Promise<void> {
    const said = { id: `${event.id}:${type}`, type, conversation_id: event.conversation?.id, ...fields }
    return postStamped(event.callback_url, this.#secretOf(event)!, JSON.stringify(said))
  }
}

/** A fake agent behind an address of its own. */
export interface RunningAgent {
  agent: FakeAgent
  /** What an organisation enters as `reply_webhook`. */
  url: string
  close(): Promise<void>
}

/** Starts a fake agent on a free port of the loopback. */
export async function startFakeAgent(log: (line: string) => void = () => {}): Promise<RunningAgent> {
  const agent = new FakeAgent(log)
  const http = await serveVendors((request) => agent.answer(request))
  return {
    agent,
    url: `${http.url}/events`,
    close() {
      agent.end()
      return http.close()
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
