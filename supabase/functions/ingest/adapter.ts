import type { FunctionContext } from '../_shared/context.ts'
import type { ChannelAccess } from '../_shared/credentials.ts'
import type { Bytes } from '../_shared/encoding.ts'

/** A webhook as it arrived. */
export interface Delivery {
  /** The address that the vendor called, as entered with the vendor, with its query. */
  url: URL
  headers: Headers
  body: Bytes
}

/** One vendor's webhooks. */
export interface Adapter {
  /**
   * Answers the vendor's test of the address (GET).
   *
   * @throws Refusal
   */
  challenge?(url: URL, channel: ChannelAccess): Promise<Response>
}

/** What an adapter may use besides the delivery. */
export interface AdapterContext extends FunctionContext {
  channel: ChannelAccess
}
