/** Numbers, choices and ids that depend on a key alone: the same key gives the same sequence, on any machine. */
export class Random {
  private a = 0
  private b = 0
  private c = 0
  private d = 1

  /** @param key parts that name the sequence, such as a seed and the index of a lead. */
  constructor(...key: (string | number)[]) {
    const text = key.join('/')
    this.a = hash(text, 0x9e3779b9)
    this.b = hash(text, 0x243f6a88)
    this.c = hash(text, 0xb7e15162)
    // sfc32 mixes its state in some ten rounds; keys that differ in one character then have nothing in common.
    for (let round = 0; round < 12; round++) this.bits()
  }

  /** 32 random bits (sfc32 of PractRand). */
  bits(): number {
    const sum = (this.a + this.b + this.d) | 0
    this.d = (this.d + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum
    return sum >>> 0
  }

  /** A number from 0 up to, not including, 1. */
  fraction(): number {
    return this.bits() / 0x1_0000_0000
  }

  /** A whole number from `least` to `most`, both included. */
  int(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1))
  }

  chance(probability: number): boolean {
    return this.fraction() < probability
  }

  /** @throws when there is nothing to choose from. */
  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.fraction() * items.length)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }

  /** One of the keys, as often as its weight says. */
  weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K {
    const entries = Object.entries<number | undefined>(weights)
    let left = this.fraction() * entries.reduce((sum, [, weight]) => sum + (weight ?? 0), 0)
    const chosen = entries.find(([, weight]) => (left -= weight ?? 0) < 0) ?? entries[0]
    if (!chosen) throw new Error('nothing to pick from')
    return chosen[0] as K
  }

  /** Around 1, never negative, with the long right tail of waiting times and conversation lengths. */
  skewed(): number {
    return -Math.log(1 - this.fraction()) * 0.75 + this.fraction() * 0.5
  }

  /** A UUIDv7 (RFC 9562) for a row made at `at`, milliseconds since 1970. */
  uuid(at: number): string {
    const high = this.bits()
    return `${hex(Math.floor(at / 0x10000), 8)}-${hex(at % 0x10000, 4)}-7${hex(high >>> 20, 3)}-${hex(0x8000 | (high & 0x3fff), 4)}-${hex(this.bits() >>> 16, 4)}${hex(this.bits(), 8)}`
  }
}

function hex(value: number, digits: number): string {
  return Math.floor(value).toString(16).padStart(digits, '0')
}

/** FNV-1a, finished so that short keys spread over all bits. */
function hash(text: string, basis: number): number {
  let value = basis
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  value ^= value >>> 16
  value = Math.imul(value, 0x85ebca6b)
  return value ^ (value >>> 13)
}
