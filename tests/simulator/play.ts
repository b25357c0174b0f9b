/** Plays a history at a workplace and checks the invariants of replication after every step that can break them. */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { NewMutation } from '#main/db/calls.ts'
import type { ClientKit } from './client-kit.ts'
import { checkConserved } from './conservation.ts'
import { Desk } from './desk.ts'
import { Gateway } from './gateway.ts'
import { DESK_STEPS, REP_STEPS, SERVER_STEPS, describe } from './history.ts'
import type { History, Step } from './history.ts'
import { checkLedger } from './ledger-checks.ts'
import { Network } from './network.ts'
import { Office } from './office.ts'
import { Pushes } from './pushes.ts'
import { takeRepStep } from './rep-steps.ts'
import type { RepStepName } from './rep-steps.ts'
import type { ServerStepName, Statement } from './server-steps.ts'
import type { Connections, Workplace } from './site.ts'
import { Violation } from './violation.ts'

export interface Stage {
  connections: Connections
  workplace: Workplace
  kit: ClientKit
  /** An empty folder for the caches of this run. */
  directory: string
  /** Key of all caches. */
  key: Uint8Array
  /** Cache files of the members that have synced before, by their place. */
  starts: string[]
  /** What is on the server, and queued at the first desk, before the first step. */
  opening?: { statements: Statement[]; queue: NewMutation[] }
  /** Hears of each step, for a person to read. */
  tell?: (line: string) => void
}

/** When the first step of every history happens, milliseconds since 1970. */
const START = Date.UTC(2026, 10, 21, 8)
const STEP_MS = 60_000
const DAY_MS = 86_400_000
/** Rounds of push and pull after which nothing may be left to do. */
const HEALING_ROUNDS = 8
/** Messages that one round of healing may take to deliver. */
const PATIENCE = 2_000

/** @throws Violation, with the step at which it showed */
export async function play(history: History, stage: Stage): Promise<void> {
  const run = new Run(history, stage)
  try {
    await run.play()
  } finally {
    await run.end()
  }
}

class Run {
  readonly #history: History
  readonly #stage: Stage
  readonly #network = new Network()
  readonly #pushes = new Pushes()
  readonly #gateway: Gateway
  readonly #office: Office
  readonly #desks: Desk[] = []
  #step = -1
  #isHealing = false
  #at = 'at the start'

  constructor(history: History, stage: Stage) {
    this.#history = history
    this.#stage = stage
    this.#gateway = new Gateway(stage.connections.api, () => this.#step)
    this.#office = new Office(stage.connections, stage.workplace, history.seed)
  }

  async play(): Promise<void> {
    try {
      for (const [n, { member, isFresh }] of this.#history.desks.entries()) this.#addDesk(n, member, isFresh)
      await this.#open()
      for (const step of this.#history.steps) {
        this.#step = step.n
        this.#at = describe(step)
        const outcome = await this.#take(step)
        await this.#quiesce()
        this.#stage.tell?.(`${this.#at}: ${outcome}`)
      }
      // Above the number of every step, whichever were taken out.
      this.#step = 1_000
      this.#isHealing = true
      this.#at = 'after healing'
      await this.#heal()
      await this.#checkEverything()
    } catch (error) {
      const violation = error instanceof Violation ? error : internal(error)
      violation.at = this.#at
      throw violation
    }
  }

  async end(): Promise<void> {
    await this.#office.leave()
    for (const desk of this.#desks) desk.close()
  }

  #addDesk(n: number, member: number, isFresh: boolean): void {
    const { directory, key, kit, starts, workplace } = this.#stage
    const file = join(directory, `${n}.db`)
    if (!isFresh) copyFileSync(starts[member]!, file)
    this.#desks.push(
      new Desk({
        name: `desk ${n}`,
        userId: workplace.members[member]!,
        file,
        key,
        kit,
        network: this.#network,
        gateway: this.#gateway,
        rowsPerPage: this.#history.rowsPerPage,
        looks: () => !this.#isHealing,
        now: () => START + this.#step * STEP_MS,
        onPushed: (clientId, mutations) => this.#pushes.add(clientId, mutations),
      }),
    )
  }

  /** Makes the situation of a support bundle: its rows, and its queue over them. */
  async #open(): Promise<void> {
    const { opening, tell } = this.#stage
    if (!opening) return
    await this.#office.prepare(opening.statements)
    const desk = this.#desks[0]!
    await this.#syncWhole(desk)
    for (const mutation of opening.queue) tell?.(`${mutation.name}: ${desk.commit(mutation)}`)
  }

  async #take(step: Step): Promise<string> {
    const { do: name } = step
    const desk = this.#desks[step.desk % this.#desks.length]!
    if (name in REP_STEPS) return this.#rep(desk, name as RepStepName, step)
    if (name in SERVER_STEPS) return this.#office.take(name as ServerStepName, step)
    if (name in DESK_STEPS) return this.#befall(desk, step)
    return this.#sync(desk, step)
  }

  #rep(desk: Desk, name: RepStepName, step: Step): string {
    const { place, members } = this.#stage.workplace
    return takeRepStep(desk, name, step, { seed: this.#history.seed, place }, members)
  }

  #sync(desk: Desk, { do: name, pick, variant }: Step): Promise<string> | string {
    switch (name) {
      case 'sync':
        return this.#syncWhole(desk)
      case 'pull':
        return desk.pull()
      case 'push':
        return desk.push()
      case 'deliver':
        return this.#network.deliver(pick)
      case 'lose':
        return this.#network.lose(pick)
      case 'time-out':
        return this.#network.timeOut(pick)
      case 'duplicate':
        return this.#network.duplicate(pick)
      case 'refuse':
        return this.#network.refuse(pick, variant)
      default:
        return this.#network.garble(pick, variant)
    }
  }

  #befall(desk: Desk, { do: name, variant, n }: Step): string {
    switch (name) {
      case 'crash-before':
      case 'crash-after':
        desk.arm(name === 'crash-before' ? 'before' : 'after', variant % 4)
        return 'armed'
      case 'clone':
        if (this.#desks.length >= 4) return 'enough desks'
        this.#desks.push(
          desk.copyTo({ name: `${desk.options.name} (copy ${n})`, file: join(this.#stage.directory, `copy-${n}.db`) }),
        )
        return 'copied'
      case 'clock':
        desk.clockOff = [DAY_MS, -DAY_MS, 0][variant % 3]!
        return `off by ${desk.clockOff}`
      default:
        return this.#skew(desk, variant)
    }
  }

  /** The queue as a version of the application left it that speaks another version of a mutation. */
  #skew(desk: Desk, variant: number): string {
    const { changes } = desk.db
      .prepare(`update outbox set v = ? where seq = (select max(seq) from outbox where state = 'pending')`)
      .run(variant % 2 ? 9 : 0)
    return changes > 0 ? 'a queued change is of another version' : 'nothing queued'
  }

  /** A push and a pull without any trouble of their own; what is on its way for others stays there. */
  async #syncWhole(desk: Desk): Promise<string> {
    const started = [desk.push(), desk.pull()]
    for (let n = 0; desk.isBusy && n < PATIENCE; n++) {
      await nextTurn()
      if (desk.isBusy && !(await this.#network.deliverOne())) break
      await this.#quiesce()
    }
    return started.join(', ')
  }

  /** Lets everything run that waits for nothing but the processor. */
  async #quiesce(): Promise<void> {
    await nextTurn()
    for (const desk of this.#desks) desk.settleDown()
    await nextTurn()
  }

  /** The network is whole again and nobody interferes: all that waits is sent, and every cache becomes the server's. */
  async #heal(): Promise<void> {
    await this.#office.calmDown()
    for (const desk of this.#desks) desk.disarm()
    while (await this.#network.deliverOne()) await this.#quiesce()
    for (let round = 0; ; round++) {
      const before = this.#desks.filter((desk) => waits(desk))
      for (const desk of this.#desks) await this.#syncWhole(desk)
      const waiting = this.#desks.filter((desk) => waits(desk))
      // A round in which nobody had anything to send brings everybody what the others sent before it.
      if (before.length === 0 && waiting.length === 0) return
      if (round === HEALING_ROUNDS) {
        throw new Violation(
          'liveness',
          `${waiting.map((desk) => desk.options.name).join(', ')} still has unsettled changes`,
        )
      }
    }
  }

  async #checkEverything(): Promise<void> {
    const { connections, workplace } = this.#stage
    for (const desk of this.#desks) desk.checkConverged(await this.#gateway.shown(desk.options.userId))
    const settlements = await checkLedger(connections.server, workplace.organizationId, this.#pushes)
    for (const desk of this.#desks) checkConserved(desk, settlements)
  }
}

/** Whether a desk has changes that neither ended nor wait for the rep. */
const waits = (desk: Desk): boolean =>
  desk.db.prepare<[], number>(`select count(*) from outbox where state <> 'parked'`).pluck().get() !== 0

function internal(error: unknown): Violation {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return new Violation('no internal error', text)
}
