import type { FunctionContext } from '../_shared/context.ts'
import type { ChannelAccess } from '../_shared/credentials.ts'
import type { Bytes } from '../_shared/encoding.ts'
import type { IngestEvent } from './event.ts'

/** A webhook as it arrived. */
export interface Delivery {
  /** The address that the vendor called, as entered with the vendor, with its query. */
  url: URL
  headers: Headers
  body: Bytes
}

/** What an adapter may use besides the delivery. */
export interface AdapterContext extends FunctionContext {
  channel: ChannelAccess
}

/** A file that came with a delivery, for the bucket `attachments`. */
export interface IncomingFile {
  path: string
  content_type: string
  bytes: Bytes
}

/** What a delivery says. */
export interface Reading {
  events: IngestEvent[]
  files?: IncomingFile[]
}

/** One vendor's webhooks. */
export interface Adapter {
  /** Platforms of the channels that it delivers for. */
  platforms: readonly string[]
  /** The largest body, bytes. */
  maxBytes: number
  /**
   * Answers the vendor's test of the address (GET).
   *
   * @throws Refusal
   */
  challenge?(url: URL, channel: ChannelAccess): Promise<Response>
  /**
   * Makes sure that the delivery is the vendor's.
   *
   * @returns a name of the request, when the vendor stamps requests and the same may be taken only once.
   * @throws Refusal 401
   */
  verify(delivery: Delivery, context: AdapterContext): Promise<string | null>
  /**
   * What the delivery says in our words. What it makes no sense of becomes `unreadable`.
   *
   * @throws Refusal 400
   */
  read(delivery: Delivery, context: AdapterContext): Promise<Reading>
  /** What the vendor expects as an answer; default JSON with the outcomes. */
  answer?(): Response
}

/** Enough for everything but e-mail: the largest that the vendors document is Meta's 3 MB. */
export const MAX_BYTES = 3_145_728
