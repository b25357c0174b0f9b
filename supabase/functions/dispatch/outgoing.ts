import type { FunctionContext } from '../_shared/context.ts'
import type { ChannelAccess } from '../_shared/credentials.ts'

/** A message to send, as `dispatch_claim` tells it. Times are ISO 8601. */
export interface Outgoing {
  message_id: string
  organization_id: string
  channel_id: string
  platform: string
  /** The customer's address on the channel: E.164, a page-scoped id, an e-mail address. */
  to: string
  /** The sender's, where the message or the channel names one. */
  from: string | null
  sender_type: string
  content_type: string
  subject: string | null
  body: string
  html_body: string | null
  template: Template | null
  attempts: number
  attempted_at: string | null
  /** It may have been sent already: look it up, do not send it. */
  reconcile: boolean
  last_inbound_at: string | null
  last_inbound_external_id: string | null
  last_inbound_subject: string | null
  attachments: readonly OutgoingAttachment[]
}

/** A file of a message, where it lies in the storage. */
export interface OutgoingAttachment {
  bucket: string
  path: string
  file_name: string | null
  content_type: string
  size_bytes: number
}

/** A template that the provider has approved, with what fills its places in order. */
export interface Template {
  /** Twilio's ContentSid. */
  external_id?: string
  /** The name at Meta. */
  name?: string
  /** As Meta writes it: `en_GB`. */
  language?: string
  variables?: readonly string[]
}

/** What came of asking the provider, as `dispatch_settle` takes it. */
export type Outcome = Sent | Unsent

export interface Sent {
  sent: true
  /** The provider's id of the message, by which its status reports name it. */
  external_id?: string
  from?: string
  to?: string
}

export interface Unsent {
  sent: false
  /**
   * `temporary` and `rate_limited` are tried again, `permanent` is not. `unconfirmed`: no answer, so nobody knows.
   * Of a look-up, `released`: the provider does not have it; `unconfirmable`: the provider has no way to tell.
   */
  class: 'temporary' | 'rate_limited' | 'permanent' | 'unconfirmed' | 'unconfirmable' | 'released'
  /** For the rep: plain words, no jargon. */
  error: string
  /** The provider's own code, for who looks into it. */
  code?: string
  /** Seconds. */
  retry_after?: number
}

/** What a vendor's adapter may use besides the message. */
export interface VendorContext extends FunctionContext {
  channel: ChannelAccess
}

/** One vendor's way of sending. Neither method throws for what the vendor or the network does. */
export interface Vendor {
  /** Asks the vendor to send, once. */
  send(message: Outgoing, context: VendorContext): Promise<Outcome>
  /** Finds out whether the vendor has a message that it was asked to send at `attempted_at`. */
  lookUp(message: Outgoing, context: VendorContext): Promise<Outcome>
}

/** For vendors that keep no record which can be asked: status reports may still tell, else the rep decides. */
export const cannotTell = (vendor: string): Unsent => ({
  sent: false,
  class: 'unconfirmable',
  error: `No answer came from ${vendor}: it may have been sent. Ask the customer before sending it again`,
})

export const missingCredentials = (names: readonly string[]): Unsent => ({
  sent: false,
  class: 'permanent',
  error: 'The channel is not set up for sending: an administrator must enter its credentials',
  code: `missing ${names.join(', ')}`,
})
