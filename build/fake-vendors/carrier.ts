/** The vendors that the fake carrier plays. */
export type VendorName = 'twilio' | 'whatsapp' | 'messenger' | 'instagram' | 'smtp'

/** A message that a vendor took: what the customer gets. */
export interface TakenMessage {
  vendor: VendorName
  /** The vendor's own id. */
  id: string
  from: string
  to: string
  body: string
  /** The files: links that the vendor fetches, or names where it was handed them. */
  files: string[]
  /** Our id of the message, where the vendor carries it. */
  reference: string | null
  /** Milliseconds since 1970. */
  at: number
}

/**
 * What a vendor does instead of sending:
 *
 * - an answer of its own, with nothing taken
 * - `hang`: takes nothing and never answers
 * - `cut`: takes nothing and drops the connection
 * - `die`: takes the message, then drops the connection before it answers
 * - `silence`: takes the message and never answers
 */
export type Fault =
  | { status: number; body?: object; headers?: Record<string, string> }
  | 'hang'
  | 'cut'
  | 'die'
  | 'silence'

/** Everything the fake vendors took, and what they were told to do wrong. */
export class Carrier {
  readonly messages: TakenMessage[] = []
  readonly #faults = new Map<VendorName, Fault[]>()
  readonly #listeners = new Set<(message: TakenMessage) => void>()

  /** The vendor does this at its next request to send, instead of sending; several stand in line. */
  failNext(vendor: VendorName, fault: Fault, times = 1): void {
    const line = this.#faults.get(vendor) ?? []
    this.#faults.set(vendor, [...line, ...Array<Fault>(times).fill(fault)])
  }

  nextFault(vendor: VendorName): Fault | undefined {
    return this.#faults.get(vendor)?.shift()
  }

  take(message: Omit<TakenMessage, 'at'>): TakenMessage {
    const taken = { ...message, at: Date.now() }
    this.messages.push(taken)
    for (const listener of this.#listeners) listener(taken)
    return taken
  }

  /** Calls `listener` for each message from now on. Returns what ends that. */
  onTaken(listener: (message: TakenMessage) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The messages of a text: the proof that a customer got one, once. */
  taken(body: string): TakenMessage[] {
    return this.messages.filter((message) => message.body === body)
  }

  /** The first message of a text, waiting for it. @throws Error after `patience` milliseconds */
  async waitFor(body: string, patience = 15_000): Promise<TakenMessage> {
    const found = this.taken(body)[0]
    if (found) return found
    const { promise, resolve, reject } = Promise.withResolvers<TakenMessage>()
    const stop = this.onTaken((message) => {
      if (message.body === body) resolve(message)
    })
    const timer = setTimeout(() => reject(new Error(`No vendor took "${body}".`)), patience)
    return promise.finally(() => {
      stop()
      clearTimeout(timer)
    })
  }
}
