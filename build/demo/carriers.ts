import { randomBytes } from 'node:crypto'
import { mailLine, messengerLine, twilioLine, whatsappLine, widgetLine } from '#build/fake-vendors/customers.ts'
import type { CustomerLine } from '#build/fake-vendors/customers.ts'
import type { FakeVendors } from '#build/fake-vendors/fake-vendors.ts'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { createContext } from '#supabase/functions/_shared/context.ts'
import { storeCredentials } from '#supabase/functions/_shared/credentials.ts'
import type { Credentials } from '#supabase/functions/_shared/credentials.ts'

/** A channel of the demo's, with the vendor's name for it. */
interface DemoChannel {
  id: string
  platform: string
  identity: string
}

/** What a channel has at its vendor: our credentials, and how its customers write. */
interface Equipment {
  credentials: Credentials
  write: CustomerLine
}

type Equip = (channel: DemoChannel, vendors: FakeVendors, webhook: (vendor: string) => string) => Equipment

const secret = (): string => randomBytes(16).toString('hex')

const meta =
  (vendor: 'whatsapp' | 'messenger' | 'instagram'): Equip =>
  ({ identity }, { accounts }, webhook) => {
    const [accessToken, appSecret, verify_token] = [secret(), secret(), secret()]
    // Instagram's webhooks come as Messenger's do.
    const address = webhook(vendor === 'instagram' ? 'messenger' : vendor)
    const account = { vendor, id: identity, accessToken, appSecret, webhook: address }
    accounts.meta.push(account)
    return {
      credentials: { access_token: accessToken, app_secret: appSecret, verify_token },
      write: vendor === 'whatsapp' ? whatsappLine(account) : messengerLine(account),
    }
  }

/** What each platform's channels have at their vendors. Nobody writes to a telephone. */
const EQUIPMENT: Readonly<Record<string, Equip>> = {
  sms: ({ identity }, { accounts }, webhook) => {
    const account = { accountSid: `AC${secret()}`, authToken: secret(), numbers: [identity] }
    accounts.twilio.push(account)
    return {
      credentials: { account_sid: account.accountSid, auth_token: account.authToken },
      write: twilioLine(account, webhook('twilio')),
    }
  },
  whatsapp: meta('whatsapp'),
  facebook: meta('messenger'),
  instagram: meta('instagram'),
  email: ({ identity }, { accounts, smtpPort }, webhook) => {
    const [username, password, inbound_secret] = [identity, secret(), secret()]
    accounts.mail.push({ username, password })
    return {
      credentials: {
        smtp_host: '127.0.0.1',
        smtp_port: String(smtpPort),
        smtp_tls: 'none',
        smtp_username: username,
        smtp_password: password,
        smtp_from: `${identity}@leadline.example`,
        inbound_secret,
      },
      write: mailLine(webhook('email'), inbound_secret),
    }
  },
  web: (_channel, _vendors, webhook) => {
    const widget_secret = secret()
    return { credentials: { widget_secret }, write: widgetLine(webhook('web'), widget_secret) }
  },
}

/** By a channel's id: how its customers write to it. */
export type CustomerLines = ReadonlyMap<string, CustomerLine>

/**
 * Opens an account at the fake vendors for every channel of the demo and stores its credentials, in place of those of an
 * earlier run: the fakes forget theirs, and listen on other ports each time. The organisations' automation is the fake AI
 * agent.
 *
 * @returns how customers write to each channel.
 */
export async function connectCarriers(
  backend: Pick<LocalSupabase, 'sql' | 'url' | 'serviceRoleKey'>,
  vendors: FakeVendors,
  environment: Readonly<Record<string, string>>,
): Promise<CustomerLines> {
  const { service, credentials, publicUrl } = await createContext({
    ...environment,
    SUPABASE_URL: backend.url,
    SUPABASE_SERVICE_ROLE_KEY: backend.serviceRoleKey,
  })
  const channels = await backend.sql<DemoChannel[]>`
    select id, platform, platform_channel_id as identity from public.channels where platform_channel_id like 'demo-%'`
  const lines = new Map<string, CustomerLine>()
  await Promise.all(
    channels.map(async (channel) => {
      const equipment = EQUIPMENT[channel.platform]?.(
        channel,
        vendors,
        (vendor) => `${publicUrl}/ingest/${vendor}/${channel.id}`,
      )
      if (!equipment) return
      lines.set(channel.id, equipment.write)
      const agent_secret = secret()
      vendors.agent.agent.secrets.set(channel.id, agent_secret)
      await storeCredentials(service, credentials, channel.id, { ...equipment.credentials, agent_secret })
    }),
  )
  await backend.sql`
    update public.organizations o set automation_urls = o.automation_urls || ${backend.sql.json({ reply_webhook: vendors.agent.url })}
    where exists (select from public.channels c where c.organization_id = o.id and c.platform_channel_id like 'demo-%')`
  return lines
}
