import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startFakeVendors } from '#build/fake-vendors/fake-vendors.ts'
import type { FakeVendors } from '#build/fake-vendors/fake-vendors.ts'
import { functionsReaching } from '#build/scripts/product-functions.ts'
import type { Platform } from '#shared/domain/vocabulary.ts'
import type { Credentials } from '#supabase/functions/_shared/credentials.ts'
import { runDispatch } from '#supabase/functions/dispatch/run.ts'
import type { Tally } from '#supabase/functions/dispatch/run.ts'
import { DispatchDesk } from '#tests/database/dispatch/support.ts'
import { startTestBackend } from '#tests/support/backend.ts'
import { createChannel } from '#tests/support/database.ts'
import { functionContext, giveCredentials } from '#tests/support/functions.ts'

/** How long a test waits for a vendor that does not answer, milliseconds. */
const IMPATIENCE = 500

const NUMBER = '+441632960123'
const TWILIO = { account_sid: 'AC00000000000000000000000000000001', auth_token: 'the auth token' }
const META = { access_token: 'token of ', app_secret: 'the app secret', verify_token: 'verify' }

/** A product with fake vendors in place of the vendors: a queue, channels with credentials, and dispatch. */
export class DispatchWorld {
  readonly backend: LocalSupabase
  readonly vendors: FakeVendors
  readonly desk: DispatchDesk

  private constructor(backend: LocalSupabase, vendors: FakeVendors, desk: DispatchDesk) {
    this.backend = backend
    this.vendors = vendors
    this.desk = desk
  }

  /** @param reports whether the vendors report what became of messages */
  static async open(reports = false): Promise<DispatchWorld> {
    const meta = (['whatsapp', 'messenger', 'instagram'] as const).map((vendor) => ({
      vendor,
      id: `id-of-${vendor}`,
      accessToken: `${META.access_token}${vendor}`,
      appSecret: META.app_secret,
      webhook: null as string | null,
    }))
    const vendors = await startFakeVendors({
      reports,
      accounts: {
        twilio: [
          { accountSid: TWILIO.account_sid, authToken: TWILIO.auth_token, numbers: [NUMBER, `whatsapp:${NUMBER}`] },
        ],
        meta,
        mail: [{ username: 'acme', password: 'the password' }],
      },
    })
    const backend = await startTestBackend({ functions: functionsReaching(vendors.env) })
    const desk = await DispatchDesk.open(backend.sql)
    const world = new DispatchWorld(backend, vendors, desk)
    await world.#equip('sms', NUMBER, TWILIO)
    await world.#equip('whatsapp', 'id-of-whatsapp', { ...META, access_token: `${META.access_token}whatsapp` })
    await world.#equip('facebook', 'id-of-messenger', { ...META, access_token: `${META.access_token}messenger` })
    await world.#equip('instagram', 'id-of-instagram', { ...META, access_token: `${META.access_token}instagram` })
    await world.#equip('email', 'sales@acme.test', {
      smtp_host: '127.0.0.1',
      smtp_port: String(vendors.smtpPort),
      smtp_tls: 'none',
      smtp_username: 'acme',
      smtp_password: 'the password',
    })
    return world
  }

  async #equip(platform: Platform, identity: string, credentials: Credentials): Promise<void> {
    const channel = await this.desk.channel(platform)
    await this.backend.sql`update channels set platform_channel_id = ${identity} where id = ${channel}`
    await giveCredentials(this.backend, channel, credentials)
    const account = this.vendors.accounts.meta.find(({ id }) => id === identity)
    const vendor = platform === 'whatsapp' ? 'whatsapp' : 'messenger'
    if (account) account.webhook = `${this.backend.url}/functions/v1/ingest/${vendor}/${channel}`
  }

  /** A second brand's WhatsApp channel, through Twilio. */
  async twilioWhatsapp(): Promise<string> {
    const { id } = this.desk.organization
    const [brand] = await this.backend.sql<{ id: string }[]>`
      insert into brands (organization_id, key, name) values (${id}, 'second', 'Second') returning id`
    const channel = await createChannel(this.backend.sql, id, brand!.id, 'whatsapp')
    await this.backend.sql`update channels set platform_channel_id = ${`whatsapp:${NUMBER}`} where id = ${channel}`
    await giveCredentials(this.backend, channel, TWILIO)
    return channel
  }

  /** A conversation in which the customer has just written. */
  async conversation(platform: Platform): Promise<string> {
    const { lead, conversation } = await this.desk.customer(platform)
    if (platform === 'email') {
      await this.backend
        .sql`update contact_points set platform_user_id = ${`${lead}@customers.test`} where lead_id = ${lead}`
    }
    await this.desk.hear(conversation)
    return conversation
  }

  /** Sends what is due, with vendors that are given up on soon. */
  async dispatch(): Promise<Tally> {
    const context = await functionContext(this.backend)
    return runDispatch({
      ...context,
      env: { ...context.env, ...this.vendors.env },
      fetch: (input, init) => {
        const signal = AbortSignal.any([...(init?.signal ? [init.signal] : []), AbortSignal.timeout(IMPATIENCE)])
        return fetch(input, { ...init, signal })
      },
    })
  }

  async close(): Promise<void> {
    await this.vendors.close()
    await this.backend.close()
  }
}
