import { startFakeAgent } from './agent.ts'
import type { RunningAgent } from './agent.ts'
import { Carrier } from './carrier.ts'
import { FakeGraph } from './graph.ts'
import type { MetaAccount } from './graph.ts'
import { reportMeta, reportTwilio } from './reports.ts'
import { serveVendors } from './server.ts'
import { serveMail } from './smtp.ts'
import type { MailAccount } from './smtp.ts'
import { FakeTwilio } from './twilio.ts'
import type { TwilioAccount } from './twilio.ts'

/** Who has an account at which vendor. */
export interface VendorAccounts {
  twilio: TwilioAccount[]
  meta: MetaAccount[]
  mail: MailAccount[]
}

export interface FakeVendorsOptions {
  accounts?: Partial<VendorAccounts>
  /** Whether messages are reported as delivered and read; default false. */
  reports?: boolean
  log?: (line: string) => void
}

/** The product's own account, for mail that is no channel's. */
const OWN_MAIL: MailAccount = { username: 'leadline', password: 'the product’s own' }

/** Running fakes of Twilio, Meta, a mail server and an AI agent. */
export interface FakeVendors {
  carrier: Carrier
  /** May be added to at any time. */
  accounts: VendorAccounts
  /** What edge functions need in their environment to reach the fakes instead of the vendors. */
  env: Record<string, string> & { TWILIO_API_URL: string; META_GRAPH_URL: string }
  smtpPort: number
  agent: RunningAgent
  close(): Promise<void>
}

/** Starts the vendors' fakes on free ports of the loopback. */
export async function startFakeVendors(options: FakeVendorsOptions = {}): Promise<FakeVendors> {
  const { reports = false, log = () => {} } = options
  const accounts: VendorAccounts = { twilio: [], meta: [], mail: [], ...options.accounts }
  accounts.mail = [...accounts.mail, OWN_MAIL]
  const carrier = new Carrier()
  const ending = new AbortController()
  const { signal } = ending
  const report = (work: Promise<void>): void => {
    void work.catch((error: unknown) => {
      if (!signal.aborted) log(`vendors: ${error instanceof Error ? error.message : String(error)}`)
    })
  }
  const fakeTwilio = new FakeTwilio(carrier, accounts.twilio, (message) => {
    if (reports) report(reportTwilio(message, signal))
  })
  const fakeGraph = new FakeGraph(carrier, accounts.meta, (message, account) => {
    if (reports) report(reportMeta(message, account, signal))
  })
  const http = await serveVendors(
    (request) =>
      fakeTwilio.answer(request) ?? fakeGraph.answer(request) ?? { status: 404, body: { message: 'No such vendor' } },
  )
  const smtp = await serveMail(carrier, accounts.mail)
  const agent = await startFakeAgent(log)
  return {
    carrier,
    accounts,
    env: {
      TWILIO_API_URL: http.url,
      META_GRAPH_URL: `${http.url}/v25.0/`,
      LEADLINE_SMTP_HOST: '127.0.0.1',
      LEADLINE_SMTP_PORT: String(smtp.port),
      LEADLINE_SMTP_FROM: 'Leadline <invitations@leadline.test>',
      LEADLINE_SMTP_TLS: 'none',
      LEADLINE_SMTP_USERNAME: OWN_MAIL.username,
      LEADLINE_SMTP_PASSWORD: OWN_MAIL.password,
    },
    smtpPort: smtp.port,
    agent,
    async close() {
      ending.abort()
      await Promise.all([http.close(), smtp.close(), agent.close()])
    },
  }
}
