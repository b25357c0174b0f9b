import type { Sql } from 'postgres'
import { createChannel, createLead, createOrganization } from '#tests/support/database.ts'
import type { Organization } from '#tests/support/database.ts'
import type { Platform } from '#shared/domain/vocabulary.ts'

/** What a claim says of a message; only what tests look at. */
export interface Claimed {
  message_id: string
  to: string
  reconcile: boolean
  attempts: number
  platform: Platform
}

export interface NewMessage {
  sender_type?: 'agent' | 'ai' | 'system'
  body?: string
  step?: string
  content_type?: string
  created_at?: Date
  metadata?: Record<string, string>
}

/** An organisation whose queue a test works on, by a customer who can be reached on every channel. */
export class DispatchDesk {
  readonly sql: Sql
  readonly organization: Organization
  readonly #channels = new Map<Platform, string>()
  #customers = 0

  private constructor(sql: Sql, organization: Organization) {
    this.sql = sql
    this.organization = organization
    this.#channels.set('sms', organization.channelId)
  }

  static async open(sql: Sql): Promise<DispatchDesk> {
    return new DispatchDesk(sql, await createOrganization(sql, 'Acme'))
  }

  async channel(platform: Platform): Promise<string> {
    const known = this.#channels.get(platform)
    if (known) return known
    const { id, brandId } = this.organization
    const channel = await createChannel(this.sql, id, brandId, platform)
    this.#channels.set(platform, channel)
    return channel
  }

  /** A lead with a number of their own and a conversation on the channel. */
  async customer(platform: Platform = 'sms'): Promise<{ lead: string; conversation: string }> {
    const phone = `+4479110${String(++this.#customers).padStart(5, '0')}`
    const lead = await createLead(this.sql, this.organization, { phone })
    const channel = await this.channel(platform)
    if (platform !== 'sms' && platform !== 'whatsapp') {
      await this.sql`
        insert into contact_points (lead_id, channel_id, platform, platform_user_id)
        values (${lead}, ${channel}, ${platform}, ${`customer-${phone}`})`
    }
    const [row] = await this.sql<{ id: string }[]>`
      insert into conversations (organization_id, lead_id, channel_id, platform)
      values (${this.organization.id}, ${lead}, ${channel}, ${platform}) returning id`
    return { lead, conversation: row!.id }
  }

  async write(conversation: string, message: NewMessage = {}): Promise<string> {
    const row = { conversation_id: conversation, direction: 'outbound', sender_type: 'agent', body: 'Hi', ...message }
    const [written] = await this.sql<{ id: string }[]>`
      insert into messages ${this.sql({ ...row, metadata: this.sql.json(message.metadata ?? {}) })} returning id`
    return written!.id
  }

  /** The customer wrote so many milliseconds ago. */
  async hear(conversation: string, ago = 0): Promise<void> {
    await this.sql`
      insert into messages (conversation_id, direction, sender_type, body, created_at)
      values (${conversation}, 'inbound', 'customer', 'Hello?', ${new Date(Date.now() - ago)})`
  }

  async claim(worker = 'w', limit = 100): Promise<Claimed[]> {
    const [row] = await this.sql<{ answer: { messages: Claimed[] } }[]>`
      select dispatch_claim(${worker}, ${limit}) as answer`
    return row!.answer.messages
  }

  /** The ids of what a worker takes now. */
  async taken(worker = 'w', limit = 100): Promise<string[]> {
    return (await this.claim(worker, limit)).map(({ message_id }) => message_id)
  }

  async begin(message: string, worker = 'w'): Promise<boolean> {
    const [row] = await this.sql<{ began: boolean }[]>`select dispatch_begin(${worker}, ${message}) as began`
    return row!.began
  }

  async settle(message: string, outcome: Record<string, string | boolean | number>, worker = 'w'): Promise<string> {
    const [row] = await this.sql<{ answer: string }[]>`
      select dispatch_settle(${worker}, ${message}, ${this.sql.json(outcome)}) as answer`
    return row!.answer
  }

  async message(id: string): Promise<Record<string, unknown>> {
    const [row] = await this.sql`select * from messages where id = ${id}`
    return row!
  }

  async entry(id: string): Promise<Record<string, unknown> | undefined> {
    const [row] = await this.sql`select *, due_at > now() as waits from dispatch_queue where message_id = ${id}`
    return row
  }

  /** Lets time pass for one entry: what it waits for, its lease, and since when nobody knows. */
  async later(message: string): Promise<void> {
    await this.sql`
      update dispatch_queue set due_at = now(), locked_until = least(locked_until, now()),
        unconfirmed_since = unconfirmed_since - interval '1 hour'
      where message_id = ${message}`
  }

  /** A list with settings, and the lead in it. */
  async campaign(lead: string, settings: Record<string, string | number | boolean | string[]>): Promise<string> {
    const { id } = this.organization
    const [row] = await this.sql<{ id: string }[]>`
      insert into campaign_settings ${this.sql({ organization_id: id, ...settings })} returning id`
    const [dataset] = await this.sql<{ id: string }[]>`
      insert into datasets (organization_id, name, campaign_settings_id)
      values (${id}, ${`List ${row!.id}`}, ${row!.id}) returning id`
    await this.sql`insert into dataset_leads (dataset_id, lead_id) values (${dataset!.id}, ${lead})`
    return row!.id
  }
}

/** Days on which a time zone is open now, or shut until tomorrow. */
export function sendingDays(zone: string, open: boolean): { sending_days: string[] } {
  const today = new Date().toLocaleDateString('en-GB', { weekday: 'long', timeZone: zone }).toLowerCase()
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
  return { sending_days: open ? days : days.filter((day) => day !== today) }
}
