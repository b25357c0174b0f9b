import { Carrier } from './carrier.ts'
import { FakeGraph } from './graph.ts'
import type { MetaAccount } from './graph.ts'
import { reportMeta, reportTwilio } from './reports.ts'
import { serveVendors } from './server.ts'
import { serveMail } from './smtp.ts'
import type { MailAccount } from './smtp.ts'
import { FakeTwilio } from './twilio.ts'
import type { TwilioAccount } from './twilio.ts'

export interface FakeVendorsOptions {
  twilio?: readonly TwilioAccount[]
  meta?: readonly MetaAccount[]
  mail?: readonly MailAccount[]
  /** Whether messages are reported as delivered and read; default false. */
  reports?: boolean
  log?: (line: string) => void
}

/** Running fakes of Twilio, Meta and a mail server. */
export interface FakeVendors {
  carrier: Carrier
  /** What edge functions need in their environment to reach the fakes instead of the vendors. */
  env: { TWILIO_API_URL: string; META_GRAPH_URL: string }
  smtpPort: number
  close(): Promise<void>
}

/** Starts the vendors' fakes on free ports of the loopback. */
export async function startFakeVendors(options: FakeVendorsOptions = {}): Promise<FakeVendors> {
  const { twilio = [], meta = [], mail = [], reports = false, log = () => {} } = options
  const carrier = new Carrier()
  const ending = new AbortController()
  const report = (work: Promise<void>): void => {
    void work.catch((error: unknown) => log(`vendors: ${error instanceof Error ? error.message : String(error)}`))
  }
  const { signal } = ending
  const fakeTwilio = new FakeTwilio(carrier, twilio, (message) => {
    if (reports) report(reportTwilio(message, signal))
  })
  const fakeGraph = new FakeGraph(carrier, meta, (message, account) => {
    if (reports) report(reportMeta(message, account, signal))
  })
  const http = await serveVendors(
    (request) =>
      fakeTwilio.answer(request) ?? fakeGraph.answer(request) ?? { status: 404, body: { message: 'No such vendor' } },
  )
  const smtp = await serveMail(carrier, mail)
  return {
    carrier,
    env: { TWILIO_API_URL: http.url, META_GRAPH_URL: `${http.url}/v25.0/` },
    smtpPort: smtp.port,
    async close() {
      ending.abort()
      await Promise.all([http.close(), smtp.close()])
    },
  }
}
