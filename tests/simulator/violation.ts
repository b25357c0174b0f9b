/** The invariants of replication (sync.md), by the words a report uses. */
export const INVARIANTS = [
  'convergence',
  'conservation',
  'exactly once, in order',
  'local = fold(shadow, pending)',
  'atomic pulls, own writes, no flicker',
  'no row outside RLS',
  'the cursor never goes back',
  'liveness',
  'no internal error',
] as const
export type Invariant = (typeof INVARIANTS)[number]

/** An invariant does not hold. */
export class Violation extends Error {
  readonly invariant: Invariant
  /** What happened when it showed, e.g. `12: deliver (…)`. */
  at = ''

  constructor(invariant: Invariant, message: string) {
    super(message)
    this.name = 'Violation'
    this.invariant = invariant
  }
}
