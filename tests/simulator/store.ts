/** The cache as replication uses it, in this process, with the points at which the application may die. */
import { bytesOf, stagedAnswer } from '#main/db/staged-answer.ts'
import type { Writer } from '#main/db/writer.ts'
import type { EngineStore } from '#main/sync/engine.ts'
import type { Cursor, Outcome, PullAnswer } from '#shared/replication/protocol.ts'
import { isVisible } from '#shared/replication/snapshot.ts'
import { Violation } from './violation.ts'

/** The application died: whatever was under way ends here. */
export class Crashed extends Error {}

export interface StoreWatch {
  /** Whether the application dies now; asked before and after every transaction. */
  diesHere(when: 'before' | 'after'): boolean
  /** A transaction is through. */
  onTransaction(): void
  /** A round is applied up to this cursor. */
  onRound(cursor: Cursor): void
}

interface Confirmed {
  seq: number
  xid: string
}

/** One run of the application over its cache file. */
export class DeskStore implements EngineStore {
  readonly #writer: Writer
  readonly #watch: StoreWatch
  #clientId: string
  #isDead = false
  /** Whether the staged round takes something away: changes queued on it then leave without having been seen. */
  #takesAway = false

  constructor(writer: Writer, watch: StoreWatch) {
    this.#writer = writer
    this.#watch = watch
    this.#clientId = writer.opened.client_id
  }

  get clientId(): string {
    return this.#clientId
  }

  /** Ends this run as a killed process does. */
  die(): void {
    this.#isDead = true
    this.#writer.db.close()
  }

  /** Runs one transaction of the rep's own. */
  own<T>(work: (writer: Writer) => T): T {
    return this.#guard(() => work(this.#writer))
  }

  async renewClientId(): Promise<string> {
    return this.#guard(() => (this.#clientId = this.#writer.handlers.renewClientId(null)))
  }

  async leaseBatch(limit: number) {
    return this.#guard(() => this.#writer.handlers.leaseBatch({ limit }))
  }

  async release(isUnsent: boolean): Promise<void> {
    this.#guard(() => this.#writer.handlers.release({ isUnsent }))
  }

  async settle(outcomes: Outcome[]): Promise<void> {
    this.#guard(() => {
      const open = new Set(this.#queued(`where state in ('leased', 'pending')`).map(({ seq }) => seq))
      this.#writer.handlers.settle({ outcomes })
      this.#checkKept(outcomes.filter(({ seq, result }) => result === 'applied' && open.has(seq)))
    })
  }

  async cursor(): Promise<Cursor> {
    this.#stayAlive()
    return this.#writer.handlers.cursor(null)
  }

  async stagePage(answer: PullAnswer): Promise<{ bytes: number }> {
    this.#stayAlive()
    this.#takesAway ||= answer.revoked.length + answer.deleted.length > 0
    const staged = stagedAnswer(answer)
    await this.#writer.handlers.stagePage(staged)
    return { bytes: bytesOf(staged) }
  }

  async applyRound(cursor: Cursor, { at }: { at: number }): Promise<void> {
    this.#dieIf('before')
    const settled = this.#queued(`where state = 'settled'`)
    const isScan = this.#writer.handlers.cursor(null).snapshot === null
    await this.#writer.handlers.applyRound({ cursor, at })
    if (!isScan && !this.#takesAway) this.#checkKept(settled)
    this.#takesAway = false
    this.#watch.onTransaction()
    this.#watch.onRound(cursor)
    this.#dieIf('after')
  }

  async discardRound(): Promise<void> {
    this.#stayAlive()
    this.#takesAway = false
    this.#writer.handlers.discardRound(null)
  }

  async resetScope(reason: NonNullable<PullAnswer['reset']>): Promise<void> {
    this.#guard(() => this.#writer.handlers.resetScope({ reason }))
  }

  async backlog() {
    this.#stayAlive()
    return this.#writer.handlers.backlog(null)
  }

  #guard<T>(work: () => T): T {
    this.#dieIf('before')
    const value = work()
    this.#watch.onTransaction()
    this.#dieIf('after')
    return value
  }

  #dieIf(when: 'before' | 'after'): void {
    this.#stayAlive()
    if (!this.#watch.diesHere(when)) return
    this.die()
    throw new Crashed()
  }

  #stayAlive(): void {
    if (this.#isDead) throw new Crashed()
  }

  /** A confirmed change leaves the queue when a pull has seen it: earlier, its effect would flicker back. */
  #checkKept(confirmed: Confirmed[]): void {
    const { snapshot } = this.#writer.handlers.cursor(null)
    const queued = new Set(this.#queued('').map(({ seq }) => seq))
    for (const { seq, xid } of confirmed) {
      const isSeen = snapshot !== null && isVisible(xid, snapshot)
      if (queued.has(seq) === isSeen) {
        throw new Violation(
          'atomic pulls, own writes, no flicker',
          isSeen ? `change ${seq} was seen by a pull and is still queued` : `change ${seq} left the queue unseen`,
        )
      }
    }
  }

  #queued(where: string): Confirmed[] {
    return this.#writer.db.prepare<[], Confirmed>(`select seq, xid from outbox ${where}`).all()
  }
}
