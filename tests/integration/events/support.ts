import { randomUUID } from 'node:crypto'
import { startFakeAgent } from '#build/fake-vendors/agent.ts'
import type { RunningAgent } from '#build/fake-vendors/agent.ts'
import { twilioLine } from '#build/fake-vendors/customers.ts'
import type { CustomerLine } from '#build/fake-vendors/customers.ts'
import { startFakeVendors } from '#build/fake-vendors/fake-vendors.ts'
import type { FakeVendors } from '#build/fake-vendors/fake-vendors.ts'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { functionsReaching } from '#build/scripts/product-functions.ts'
import { runEvents } from '#supabase/functions/events/run.ts'
import type { EventTally } from '#supabase/functions/events/run.ts'
import { startTestBackend } from '#tests/support/backend.ts'
import { createOrganization } from '#tests/support/database.ts'
import type { Organization } from '#tests/support/database.ts'
import { functionContext, giveCredentials } from '#tests/support/functions.ts'

/** How long a test waits for an agent that does not answer, milliseconds. */
const IMPATIENCE = 500

/** An organisation with an SMS number at the fake Twilio and an AI agent of its own. */
export class AgentOffice {
  readonly backend: LocalSupabase
  readonly organization: Organization
  readonly running: RunningAgent
  readonly #line: CustomerLine

  private constructor(backend: LocalSupabase, organization: Organization, running: RunningAgent, line: CustomerLine) {
    this.backend = backend
    this.organization = organization
    this.running = running
    this.#line = line
  }

  static async open(world: EventsWorld, name: string, number: string): Promise<AgentOffice> {
    const { backend, vendors } = world
    const organization = await createOrganization(backend.sql, name)
    const { id, channelId } = organization
    const running = await startFakeAgent((line) => world.log.push(line))
    const account = {
      accountSid: `AC${randomUUID().replaceAll('-', '')}`,
      authToken: `token of ${name}`,
      numbers: [number],
    }
    const agent_secret = `agent of ${name}`
    vendors.accounts.twilio.push(account)
    running.agent.secrets.set(channelId, agent_secret)
    await backend.sql`update channels set platform_channel_id = ${number} where id = ${channelId}`
    await backend.sql`
      update organizations set automation_urls = ${backend.sql.json({ reply_webhook: running.url })} where id = ${id}`
    await giveCredentials(backend, channelId, {
      account_sid: account.accountSid,
      auth_token: account.authToken,
      agent_secret,
    })
    const webhook = `${backend.url}/functions/v1/ingest/twilio/${channelId}`
    return new AgentOffice(backend, organization, running, twilioLine(account, webhook))
  }

  get agent() {
    return this.running.agent
  }

  /** A customer writes, through the vendor's signed webhook. @returns the conversation. */
  async hear(from: string, body: string): Promise<string> {
    await this.#line({ from, name: null, phone: from, body })
    const [row] = await this.backend.sql<{ id: string }[]>`
      select c.id from conversations c join leads l on l.id = c.lead_id
      where c.organization_id = ${this.organization.id} and l.phone_normalized = ${from}`
    if (!row) throw new Error(`Nobody heard ${from}.`)
    return row.id
  }

  /** The events of a conversation, oldest first. */
  events(conversation: string) {
    return this.backend.sql<{ id: string; status: string; attempts: number; last_error: string | null }[]>`
      select id, status, attempts, last_error from integration_events
      where conversation_id = ${conversation} and type = 'message.received' order by created_at, id`
  }

  /** What the agent wrote in a conversation. */
  answers(conversation: string) {
    return this.backend.sql<{ body: string; status: string }[]>`
      select body, status from messages where conversation_id = ${conversation} and sender_type = 'ai' order by created_at`
  }
}

/** A product whose customers, carriers and AI agents are fakes. */
export class EventsWorld {
  readonly backend: LocalSupabase
  readonly vendors: FakeVendors
  /** What the fakes complained of. */
  readonly log: string[] = []
  readonly #offices: AgentOffice[] = []

  private constructor(backend: LocalSupabase, vendors: FakeVendors) {
    this.backend = backend
    this.vendors = vendors
  }

  static async open(): Promise<EventsWorld> {
    const vendors = await startFakeVendors()
    return new EventsWorld(await startTestBackend({ functions: functionsReaching(vendors.env) }), vendors)
  }

  async office(name: string, number: string): Promise<AgentOffice> {
    const office = await AgentOffice.open(this, name, number)
    this.#offices.push(office)
    return office
  }

  /** What waits for the clock is due: the channel's delay, the pause between attempts. */
  async passTime(): Promise<void> {
    await this.backend.sql`update integration_events set due_at = now() where status = 'pending'`
  }

  /** Delivers every event that waits, to agents that are given up on soon. */
  async deliver(): Promise<EventTally> {
    await this.passTime()
    const context = await functionContext(this.backend)
    return runEvents({
      ...context,
      fetch: (input, init) => {
        const signal = AbortSignal.any([...(init?.signal ? [init.signal] : []), AbortSignal.timeout(IMPATIENCE)])
        return fetch(input, { ...init, signal })
      },
    })
  }

  async close(): Promise<void> {
    await Promise.all(this.#offices.map(({ running }) => running.close()))
    await this.vendors.close()
    await this.backend.close()
  }
}
