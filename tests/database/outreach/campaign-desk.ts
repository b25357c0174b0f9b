import type { Sql, TransactionSql } from 'postgres'
import { createLead, createOrganization } from '#tests/support/database.ts'
import type { Organization } from '#tests/support/database.ts'

/** A message of a campaign, as tests look at it. */
export interface Sent {
  id: string
  step: string
  label: string
  body: string
  status: string
  created_at: Date
  sent_at: Date | null
}

/** The jobs that time alone starts, in the order in which a message passes them. */
const JOBS = ['plan_enrollments', 'plan_datasets', 'plan_nudges', 'write_outreach'] as const
export type OutreachJob = (typeof JOBS)[number]

const WHOLE_WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** An organisation whose campaigns run on a clock that the test moves. */
export class CampaignDesk {
  readonly sql: Sql
  readonly organization: Organization
  #customers = 0

  private constructor(sql: Sql, organization: Organization) {
    this.sql = sql
    this.organization = organization
  }

  static async open(sql: Sql): Promise<CampaignDesk> {
    return new CampaignDesk(sql, await createOrganization(sql, 'Acme'))
  }

  /** A customer with a number of their own, whose clock is that of a zone. */
  async customer(zone = 'Europe/London'): Promise<string> {
    const phone = `+4479110${String(++this.#customers).padStart(5, '0')}`
    const lead = await createLead(this.sql, this.organization, { first_name: 'Ana', phone })
    await this.sql`update leads set custom_fields = ${this.sql.json({ timezone: zone })} where id = ${lead}`
    return lead
  }

  /** A campaign of the organisation with a message on each of these days. */
  async campaign(days: readonly number[], text = 'Hi {{first_name}}'): Promise<string> {
    const { id } = this.organization
    const [row] = await this.sql<{ id: string }[]>`
      insert into campaigns (organization_id, tag, name)
      values (${id}, ${`own ${Math.random()}`}, 'Own') returning id`
    for (const [index, day] of days.entries()) {
      await this.sql`
        insert into campaign_steps (organization_id, campaign_id, sequence_order, day_number, message_template)
        values (${id}, ${row!.id}, ${index + 1}, ${day}, ${text})`
    }
    return row!.id
  }

  async enroll(lead: string, campaign: string, at: Date): Promise<string> {
    const [row] = await this.sql<{ id: string }[]>`
      insert into campaign_enrollments (lead_id, campaign_id, enrolled_at) values (${lead}, ${campaign}, ${at})
      returning id`
    return row!.id
  }

  async enrollment(id: string): Promise<{ status: string; next_due_at: Date | null; last_message_day: number }> {
    const [row] = await this.sql<{ status: string; next_due_at: Date | null; last_message_day: number }[]>`
      select status, next_due_at, last_message_day from campaign_enrollments where id = ${id}`
    return row!
  }

  async setStatus(enrollment: string, status: string): Promise<void> {
    await this.sql`update campaign_enrollments set status = ${status} where id = ${enrollment}`
  }

  /** A list with settings and messages, its campaign running since a moment, and these customers in it from then on. */
  async list(leads: string[], started: Date, settings: Record<string, unknown> = {}, delays = [0, 48, 72]) {
    const { id } = this.organization
    const given = { sending_hours_start: '09:00', sending_hours_end: '17:00', sending_days: WHOLE_WEEK, ...settings }
    const [row] = await this.sql<{ id: string }[]>`
      insert into campaign_settings ${this.sql({ organization_id: id, ...given })} returning id`
    for (const [index, delay] of delays.entries()) {
      await this.sql`
        insert into campaign_steps (organization_id, campaign_settings_id, sequence_order, step, delay_hours,
          message_template)
        values (${id}, ${row!.id}, ${index + 1}, ${`M${index + 1}`}, ${delay}, ${`M${index + 1} for {{first_name}}`})`
    }
    const [dataset] = await this.sql<{ id: string }[]>`
      insert into datasets (organization_id, name, campaign_settings_id, campaign_status, campaign_started_at)
      values (${id}, ${`List ${row!.id}`}, ${row!.id}, 'active', ${started}) returning id`
    for (const lead of leads) {
      await this.sql`
        insert into dataset_leads (dataset_id, lead_id, created_at) values (${dataset!.id}, ${lead}, ${started})`
    }
    await this.sql`update app.dataset_schedule set due_at = ${started} where dataset_id = ${dataset!.id}`
    return { dataset: dataset!.id, settings: row!.id }
  }

  /** Runs one job at a moment, on the caller's transaction if there is one. */
  async run(job: OutreachJob, at: Date, sql: Sql | TransactionSql = this.sql): Promise<number> {
    const [row] = await sql<{ items: number }[]>`select ${sql.unsafe(`app.${job}`)}(500, ${at}) as items`
    return row!.items
  }

  /** Everything that is due at a moment is planned and written. */
  async tick(at: Date): Promise<void> {
    for (const job of JOBS) await this.run(job, at)
  }

  /** The vendor takes all that is on its way, or refuses it for good. */
  async deliver(at: Date, status: 'sent' | 'failed' = 'sent'): Promise<void> {
    await this.sql`
      update messages set status = ${status}, sent_at = ${status === 'sent' ? at : null}
      where organization_id = ${this.organization.id} and status in ('queued', 'held', 'sending')`
  }

  async reply(lead: string, at: Date): Promise<void> {
    const { id, channelId } = this.organization
    await this.sql`
      insert into conversations (organization_id, lead_id, channel_id, platform)
      values (${id}, ${lead}, ${channelId}, 'sms') on conflict do nothing`
    await this.sql`
      insert into messages (conversation_id, direction, sender_type, body, created_at)
      select id, 'inbound', 'customer', 'Yes please', ${at} from conversations where lead_id = ${lead}`
  }

  /** The campaign messages of a customer, oldest first. */
  messages(lead: string): Promise<Sent[]> {
    return this.sql<Sent[]>`
      select id, step, metadata ->> 'outreach' as label, body, status, created_at, sent_at from messages
      where lead_id = ${lead} and metadata ? 'outreach' order by created_at, id`
  }
}

/** A zone whose clock shows noon, whenever the tests run. */
export function noonZone(): string {
  const east = 12 - new Date().getUTCHours()
  return `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`
}

/** The local date and time of a moment in a zone, as `2026-03-29 10:30`. */
export function localTime(at: Date, zone: string): string {
  return at.toLocaleString('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
}

/** The moment at which a zone's clock shows a local time. */
export async function momentOf(sql: Sql, local: string, zone: string): Promise<Date> {
  const [row] = await sql<{ at: Date }[]>`select ${local}::timestamp at time zone ${zone} as at`
  return row!.at
}
