import { ExpectedError } from '#shared/contract/errors.ts'
import type { BulkChange, BulkOutcome, BulkProgress } from '#shared/contract/areas/triage.ts'
import type { NewMutation } from '../../db/calls.ts'
import type { Workspace } from '../../workspace.ts'
import { isOfLead, stepOf } from './bulk-plan.ts'
import type { Step } from './bulk-plan.ts'

/** The rep's cache, and the engine that sends what is queued. */
export type BulkPlace = Pick<Workspace, 'db'> & { engine: Pick<Workspace['engine'], 'wake'> }

/** Conversations per transaction: few enough that what the rep does meanwhile need not wait for longer than a blink. */
const CHUNK = 50

interface Done {
  id: number
  db: BulkPlace['db']
  kind: BulkChange['kind']
  /** Per change that was made; the last one is set back first. */
  undo: NewMutation[][]
}

/** Changes many conversations in transactions of a few, one such change at a time, and can set the last one back. */
export class BulkRunner {
  readonly #onProgress: () => void
  #progress: BulkProgress | null = null
  #isCancelled = false
  #last: Done | null = null
  #nextId = 1

  /** @param onProgress called whenever `progress` is another */
  constructor(onProgress: () => void) {
    this.#onProgress = onProgress
  }

  /** How far the change under way is; null while there is none. */
  get progress(): BulkProgress | null {
    return this.#progress
  }

  /** Stops after the conversations in hand. */
  cancel(): void {
    this.#isCancelled = true
  }

  /**
   * Changes conversations. What is changed when it is cancelled or fails stays changed, and can be undone.
   * @param ids of the conversations, or what finds them
   * @param at when the rep acted, milliseconds since 1970
   * @throws `conflict` while another is under way; what the cache throws when nothing was changed
   */
  run(
    place: BulkPlace,
    ids: readonly string[] | (() => Promise<string[]>),
    change: BulkChange,
    at: number,
  ): Promise<BulkOutcome> {
    return this.#alone({ kind: change.kind, isUndo: false, done: 0, total: 0 }, async () => {
      const wanted = [...new Set(typeof ids === 'function' ? await ids() : ids)]
      const last: Done = { id: this.#nextId++, db: place.db, kind: change.kind, undo: [] }
      const leads = new Set<string>()
      const outcome = await this.#inChunks(place, wanted, async (chunk) => {
        const steps = await stepsOf(place, chunk, change, leads)
        const applied = await place.db.commitAll(
          steps.map((step) => step.change),
          { at },
        )
        const made = steps.filter((_step, n) => applied[n])
        last.undo.push(...made.map(({ undo }) => undo))
        return made.length
      })
      if (outcome.changed > 0) this.#last = last
      return { id: last.id, ...outcome }
    })
  }

  /**
   * Sets back what a change did, as far as it got; what could not be reached for a failure can be undone again.
   * @throws `not_found` for another than the last one, or when it was undone
   */
  async undo(place: BulkPlace, id: number, at: number): Promise<BulkOutcome> {
    const last = this.#last
    if (last?.id !== id || last.db !== place.db) {
      throw new ExpectedError('not_found', 'This can no longer be undone at once.')
    }
    return this.#alone({ kind: last.kind, isUndo: true, done: 0, total: 0 }, async () => {
      const outcome = await this.#inChunks(place, last.undo.toReversed(), async (chunk) => {
        const applied = await place.db.commitAll(chunk.flat(), { at })
        last.undo.length -= chunk.length
        return countApplied(chunk, applied)
      })
      if (last.undo.length === 0) this.#last = null
      return { id, ...outcome }
    })
  }

  async #alone<T>(progress: BulkProgress, work: () => Promise<T>): Promise<T> {
    if (this.#progress) throw new ExpectedError('conflict', 'Another change of many is under way. Wait, or cancel it.')
    this.#isCancelled = false
    this.#tell(progress)
    try {
      return await work()
    } finally {
      this.#tell(null)
    }
  }

  /** @param work answers how many of a chunk it changed */
  async #inChunks<T>(
    { engine }: BulkPlace,
    items: readonly T[],
    work: (chunk: T[]) => Promise<number>,
  ): Promise<Omit<BulkOutcome, 'id'>> {
    const outcome = { total: items.length, changed: 0, skipped: 0, isCancelled: false, error: null as string | null }
    for (let from = 0; from < items.length && !outcome.isCancelled; from += CHUNK) {
      const chunk = items.slice(from, from + CHUNK)
      try {
        const changed = await work(chunk)
        outcome.changed += changed
        outcome.skipped += chunk.length - changed
        if (changed > 0) engine.wake('write')
      } catch (error) {
        if (outcome.changed === 0 || !(error instanceof ExpectedError)) throw error
        return { ...outcome, error: error.message }
      }
      this.#tell(this.#progress && { ...this.#progress, done: from + chunk.length, total: items.length })
      outcome.isCancelled = this.#isCancelled && from + CHUNK < items.length
    }
    return outcome
  }

  #tell(progress: BulkProgress | null): void {
    this.#progress = progress
    this.#onProgress()
  }
}

/** Of how many groups something was applied, given what was of each of their changes in turn. */
function countApplied(groups: readonly NewMutation[][], applied: readonly boolean[]): number {
  const owners = groups.flatMap((group, n) => group.map(() => n))
  return new Set(owners.filter((_owner, n) => applied[n])).size
}

/** @param leads those that were changed already; gains those of this chunk */
async function stepsOf({ db }: BulkPlace, ids: string[], change: BulkChange, leads: Set<string>): Promise<Step[]> {
  const subjects = await db.read('triage.subjects', { ids })
  return subjects.flatMap((subject) => {
    if (isOfLead(change) && leads.has(subject.lead.id)) return []
    leads.add(subject.lead.id)
    return stepOf(change, subject) ?? []
  })
}
