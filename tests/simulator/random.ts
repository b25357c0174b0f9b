import { createHash } from 'node:crypto'

/** A seeded generator of decisions (mulberry32): the same seed gives the same numbers on every machine. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** A whole number from 0 up to but not including `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((((mixed ^ (mixed >>> 14)) >>> 0) * limit) / 2 ** 32) >>> 0
  }

  /** True once in `times`. */
  oneIn(times: number): boolean {
    return this.below(times) === 0
  }

  pick<T>(among: readonly T[]): T {
    return among[this.below(among.length)]!
  }
}

/** What distinguishes one playing of a history from all others. */
export interface Playing {
  seed: number
  /** Of the workplace. */
  place: number
}

/**
 * The id of the `k`th thing that a step makes, above the ids of what a workplace starts with. The same seed gives ids in
 * the same order, whatever steps were taken out of it; their ends say in which workplace it is played.
 */
export function idOf({ seed, place }: Playing, step: number, k: number): string {
  const hex = createHash('sha256').update(`${seed}/${step}/${k}`).digest('hex')
  const end = place.toString(16).padStart(12, '0')
  return `f${hex.slice(1, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${end}`
}
