import { changedGroups } from './ledger.ts'
import type { Group, Ledger } from './ledger.ts'
import { maySee } from './scope.ts'
import type { Sight } from './scope.ts'
import type { World } from './world.ts'

/** What came back: an HTTP answer, or what PostgreSQL said. */
export interface Answer {
  status: number
  data: unknown
  error: { code?: string; message: string } | null
}

/** One try of one actor. */
export interface Attempt {
  /** The request in words, for the report. */
  what: string
  /** What the request itself says, so that an echo is no leak. */
  said?: unknown
  run: () => PromiseLike<Answer>
}

const TOGETHER = 6

/** Makes attempts, looks at the answers, and keeps what should not have been possible. */
export class Probe {
  attempts = 0
  readonly leaks: string[] = []
  /** Per actor how many columns and rows that are theirs to see were seen: that walls let the right people in. */
  readonly seen = new Map<string, Set<string>>()
  readonly #world: World
  readonly #ledger: Ledger

  constructor(world: World, ledger: Ledger) {
    this.#world = world
    this.#ledger = ledger
  }

  report(sight: Sight, what: string, found: string): void {
    this.leaks.push(`${sight.actor.name}: ${what}: ${found}`)
  }

  /** Makes attempts a few at a time; answers in their order. */
  async tryAll(sight: Sight, attempts: Attempt[]): Promise<Answer[]> {
    const answers: Answer[] = []
    const places = attempts.keys()
    const worker = async (): Promise<void> => {
      for (const place of places) answers[place] = await this.#tryOne(sight, attempts[place]!)
    }
    await Promise.all(Array.from({ length: TOGETHER }, worker))
    return answers
  }

  async #tryOne(sight: Sight, { what, said, run }: Attempt): Promise<Answer> {
    this.attempts += 1
    const answer = await run()
    this.inspect(sight, what, answer, said)
    return answer
  }

  /** Looks for what the actor may not see in an answer, and for failures of the server. */
  inspect(sight: Sight, what: string, { status, data, error }: Answer, said?: unknown): void {
    if (status >= 500) this.report(sight, what, `the server failed with ${status} ${error?.code}: ${error?.message}`)
    const found = this.#world.markers.findIn(error ?? data, said)
    const foreign = found.find((planted) => !maySee(sight, planted))
    if (foreign) {
      const whose = this.#world.tenants.find(({ id }) => id === foreign.organization)
      this.report(
        sight,
        what,
        `shows ${foreign.where} of ${whose?.name}${foreign.lead ? `, lead ${foreign.lead}` : ''}`,
      )
    }
    const seen = this.seen.get(sight.actor.name) ?? new Set()
    this.seen.set(sight.actor.name, seen)
    for (const { where, lead } of found) if (!foreign) seen.add(`${where} ${lead}`)
  }

  /** Runs `work` and reports every row that it changed against the rule. */
  async watch(sight: Sight, what: string, may: (group: Group) => boolean, work: () => Promise<void>): Promise<void> {
    const before = await this.#ledger.take()
    await work()
    for (const group of changedGroups(before, await this.#ledger.take())) {
      if (!may(group)) this.report(sight, what, `changed ${JSON.stringify(group)}`)
    }
  }
}
