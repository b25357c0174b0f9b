import assert from 'node:assert/strict'
import type { DispatchDesk } from './support.ts'

/** Where the one who sends may die: with a message in hand, when about to ask the vendor, when the vendor has it. */
const DEATHS = ['claimed', 'begun', 'taken'] as const
type Death = (typeof DEATHS)[number]

/** Sends what is queued, and dies of it when told to; the next one goes on after it. Its vendor counts what it takes. */
export class MortalSender {
  readonly #dispatch: DispatchDesk
  /** How often the vendor took each message. */
  readonly #taken = new Map<string, number>()

  constructor(dispatch: DispatchDesk) {
    this.#dispatch = dispatch
  }

  /** How often the customer has got a message. */
  timesTaken(message: string): number {
    return this.#taken.get(message) ?? 0
  }

  /** Sends a lead's messages; `dying`: one after the other dies at every step of the first of them. */
  async deliver(lead: string, dying: boolean): Promise<void> {
    const deaths = dying ? [...DEATHS] : []
    while (await this.#isQueued(lead)) {
      // None: what is held or over has been put aside.
      const [item] = await this.#dispatch.claim()
      if (!item) continue
      const death = item.reconcile ? undefined : deaths.shift()
      if (item.reconcile) await this.#lookUp(item.message_id)
      else if (death !== 'claimed') await this.#send(item.message_id, death)
      if (death) await this.#dispatch.later(item.message_id)
    }
  }

  async #isQueued(lead: string): Promise<boolean> {
    const due = await this.#dispatch.sql`
      select from dispatch_queue q join messages m on m.id = q.message_id
      where m.lead_id = ${lead} and q.due_at <= now()`
    return due.length > 0
  }

  async #send(message: string, death: Death | undefined): Promise<void> {
    assert.ok(await this.#dispatch.begin(message))
    if (death === 'begun') return
    this.#taken.set(message, this.timesTaken(message) + 1)
    if (death !== 'taken') await this.#lookUp(message)
  }

  async #lookUp(message: string): Promise<void> {
    const outcome: Record<string, string | boolean> = this.#taken.has(message)
      ? { sent: true, external_id: `sms-${message}` }
      : { sent: false, class: 'released' }
    await this.#dispatch.settle(message, outcome)
  }
}
