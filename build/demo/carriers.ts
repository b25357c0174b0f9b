import { randomBytes } from 'node:crypto'
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

type Equip = (channel: DemoChannel, vendors: FakeVendors, functionsUrl: string) => Credentials

const secret = (): string => randomBytes(16).toString('hex')

const meta =
  (vendor: 'whatsapp' | 'messenger' | 'instagram'): Equip =>
  ({ id, identity }, { accounts }, functionsUrl) => {
    const [accessToken, appSecret, verify_token] = [secret(), secret(), secret()]
    accounts.meta.push({
      vendor,
      id: identity,
      accessToken,
      appSecret,
      // Instagram's webhooks come as Messenger's do.
      webhook: `${functionsUrl}/ingest/${vendor === 'instagram' ? 'messenger' : vendor}/${id}`,
    })
    return { access_token: accessToken, app_secret: appSecret, verify_token }
  }

/** What an account at each platform's vendor looks like. The web widget needs none, and calls are not answered. */
const EQUIPMENT: Readonly<Record<string, Equip>> = {
  sms: ({ identity }, { accounts }) => {
    const [accountSid, authToken] = [`AC${secret()}`, secret()]
    accounts.twilio.push({ accountSid, authToken, numbers: [identity] })
    return { account_sid: accountSid, auth_token: authToken }
  },
  whatsapp: meta('whatsapp'),
  facebook: meta('messenger'),
  instagram: meta('instagram'),
  email: ({ identity }, { accounts, smtpPort }) => {
    const [username, password] = [identity, secret()]
    accounts.mail.push({ username, password })
    return {
      smtp_host: '127.0.0.1',
      smtp_port: String(smtpPort),
      smtp_tls: 'none',
      smtp_username: username,
      smtp_password: password,
      smtp_from: `${identity}@leadline.example`,
    }
  },
}

/**
 * Opens an account at the fake vendors for every channel of the demo and stores its credentials, in place of those of an
 * earlier run: the fakes forget theirs, and listen on other ports each time.
 */
export async function connectCarriers(
  backend: Pick<LocalSupabase, 'sql' | 'url' | 'serviceRoleKey'>,
  vendors: FakeVendors,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const { service, credentials, publicUrl } = await createContext({
    ...environment,
    SUPABASE_URL: backend.url,
    SUPABASE_SERVICE_ROLE_KEY: backend.serviceRoleKey,
  })
  const channels = await backend.sql<DemoChannel[]>`
    select id, platform, platform_channel_id as identity from public.channels where platform_channel_id like 'demo-%'`
  await Promise.all(
    channels.map(async (channel) => {
      const equip = EQUIPMENT[channel.platform]
      if (equip) await storeCredentials(service, credentials, channel.id, equip(channel, vendors, publicUrl))
    }),
  )
}
