import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { HOUR } from '../engines/support.ts'
import { HOLIDAYS, someDay, ZONES } from '../engines/two-years.ts'
import type { CampaignDesk } from './campaign-desk.ts'
import { SendingHours } from './sending-hours.ts'

const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export const STEPS = ['M1', 'M2', 'M3'] as const

const ACTIONS = [
  'work',
  'work',
  'work',
  'die',
  'reply',
  'opt out',
  'pause',
  'resume',
  'switch off',
  'switch on',
] as const

/** A list's settings, and what happens to it. */
export const histories = fc.record({
  zone: fc.constantFrom(...ZONES),
  day: someDay,
  hour: fc.integer({ min: 0, max: 23 }),
  opens: fc.integer({ min: 6, max: 12 }),
  closes: fc.integer({ min: 13, max: 22 }),
  days: fc.subarray([...WEEK], { minLength: 3 }),
  businessHours: fc.boolean(),
  respects: fc.boolean(),
  delays: fc.tuple(fc.constant(0), fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 })),
  turns: fc.array(fc.record({ wait: fc.integer({ min: 1, max: 30 }), action: fc.constantFrom(...ACTIONS) }), {
    minLength: 6,
    maxLength: 20,
  }),
})
export type History = typeof histories extends fc.Arbitrary<infer T> ? T : never

/** When the next message is due, by the seed's rules; `sent`: when the ones before it left. */
function dueAt(history: History, hours: SendingHours, start: number, sent: readonly number[]): number {
  const since = sent.at(-1) ?? start
  const delay = history.delays[sent.length]!
  const due = history.businessHours ? hours.after(since, delay) : since + delay * HOUR
  return history.respects || sent.length === 0 ? hours.next(due).from : due
}

/** A list with one customer, lived by the database and by the model side by side. */
export class ListWorld {
  readonly #desk: CampaignDesk
  readonly #history: History
  readonly #start: number
  readonly #hours: SendingHours
  readonly #lead: string
  readonly #list: { dataset: string; settings: string }
  /** When M1 to M3 left. */
  readonly sent: number[] = []
  /** The customer has replied or opted out. */
  isOver = false
  #paused = false
  #isOff = false

  constructor(
    desk: CampaignDesk,
    history: History,
    start: number,
    lead: string,
    list: { dataset: string; settings: string },
  ) {
    this.#desk = desk
    this.#history = history
    this.#start = start
    this.#hours = new SendingHours(history.zone, history, HOLIDAYS)
    this.#lead = lead
    this.#list = list
  }

  async act(action: (typeof ACTIONS)[number], at: number): Promise<void> {
    if (action === 'work' || action === 'die') await this.#work(at, action === 'die')
    else if (action === 'reply') {
      await this.#desk.reply(this.#lead, new Date(at))
      this.isOver = true
    } else if (action === 'opt out') {
      await this.#desk.sql`
        insert into consents (lead_id, platform, status, source) values (${this.#lead}, 'sms', 'opted_out', 'message')
        on conflict do nothing`
      this.isOver = true
    } else if (action === 'pause' || action === 'resume') await this.#pause(action === 'pause', at)
    else await this.#switchOff(action === 'switch off', at)
    await this.#compare()
  }

  /** Whatever holds it up ends. */
  async release(at: number): Promise<void> {
    await this.#pause(false, at)
    await this.#switchOff(false, at)
  }

  async #work(at: number, dying: boolean): Promise<void> {
    if (dying) await this.#die(at)
    await this.#desk.tick(new Date(at))
    // Not through the queue: that keeps to the hours by the database's own clock, which cannot be moved.
    await this.#desk.deliver(new Date(at))
    const waits = this.isOver || this.#paused || this.#isOff || this.sent.length === STEPS.length
    if (!waits && dueAt(this.#history, this.#hours, this.#start, this.sent) <= at) this.sent.push(at)
  }

  async #die(at: number): Promise<void> {
    const killed = new Error('killed')
    for (const job of ['plan_datasets', 'write_outreach'] as const) {
      const attempt = this.#desk.sql.begin(async (sql) => {
        await this.#desk.run(job, new Date(at), sql)
        throw killed
      })
      await assert.rejects(attempt, killed)
      await this.#desk.run(job, new Date(at))
    }
  }

  async #pause(paused: boolean, at: number): Promise<void> {
    const status = paused ? 'paused' : 'active'
    await this.#desk.sql`update datasets set campaign_status = ${status} where id = ${this.#list.dataset}`
    this.#paused = paused
    await this.#look(at)
  }

  async #switchOff(isOff: boolean, at: number): Promise<void> {
    await this.#desk.sql`update campaign_settings set sending_enabled = ${!isOff} where id = ${this.#list.settings}`
    this.#isOff = isOff
    await this.#look(at)
  }

  /** A change has somebody look at the list at once, by the database's own clock. */
  async #look(at: number): Promise<void> {
    await this.#desk.sql`
      update app.dataset_schedule set due_at = ${new Date(at)}
      where dataset_id = ${this.#list.dataset} and due_at is not null`
  }

  async #compare(): Promise<void> {
    const messages = await this.#desk.messages(this.#lead)
    const found = messages.map(({ label, status, created_at }) => [label, status, created_at.getTime()])
    assert.deepEqual(
      found,
      this.sent.map((at, index) => [STEPS[index], 'sent', at]),
    )
  }
}
