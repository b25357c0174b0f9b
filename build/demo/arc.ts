import { LANGUAGE_WORDS } from './content/languages.ts'
import type { Random } from './random.ts'
import type { Beat, BeatKind, LanguageCode, Script } from './script.ts'
import { compile } from './template.ts'

/** How a conversation stands when we look at it. */
export type Outcome = 'untouched' | 'cold' | 'open' | 'booked' | 'won' | 'lost' | 'silent' | 'opted_out'

export interface Arc {
  outcome: Outcome
  beats: Beat[]
  /** How many lines of the last beat have been written; all of them unless the exchange is still going on. */
  lastLines: number
}

const linesOf = (beats: readonly Beat[]): number => beats.reduce((sum, beat) => sum + beat.lines.length, 0)

/** The kinds of exchange between opening and ending, in the order in which they are added while there is room. */
const MIDDLE: readonly BeatKind[] = [
  'qualify',
  'question',
  'quote',
  'qualify',
  'objection',
  'question',
  'qualify',
  'booking',
  'question',
  'objection',
  'qualify',
  'question',
  'quote',
  'question',
  'objection',
  'question',
]
/** A sale's order. Questions come up before and after the quote. */
const PLACE: Partial<Record<BeatKind, number>> = { qualify: 1, quote: 3, objection: 4, booking: 5 }

/**
 * Plans a conversation of about `target` messages.
 * @param recent the last message is fresh, so that things may be in the middle of happening.
 * @param topics what the lead's other conversations were about; what this one is about is added.
 */
export function planArc(script: Script, target: number, recent: boolean, topics: Set<string>, random: Random): Arc {
  const drawn = new Drawn(script, topics, random)
  const outcome = chooseOutcome(target, recent, random)
  if (outcome === 'untouched') return { outcome, beats: [drawn.take('enquiry')], lastLines: 1 }
  if (outcome === 'cold')
    return { outcome, beats: [firstLine(drawn.take('outreach')), ...drawn.many('nudge', target - 1)], lastLines: 1 }

  const opening = drawn.take(random.chance(0.78) ? 'enquiry' : 'outreach')
  const ending = drawn.ending(outcome)
  const beats = [opening, ...drawn.middle(target - linesOf([opening, ...ending]), outcome), ...ending]
  if (outcome === 'won') beats.push(...drawn.until('aftercare', target - linesOf(beats)))
  const last = beats.at(-1)
  if (!last) throw new Error('a conversation without exchanges')
  const cut = outcome === 'open' && beats.length > 1 && random.chance(recent ? 0.7 : 0.35)
  return { outcome, beats, lastLines: cut ? random.int(1, last.lines.length) : last.lines.length }
}

function chooseOutcome(target: number, recent: boolean, random: Random): Outcome {
  if (target <= 1) return recent || random.chance(0.4) ? 'untouched' : 'cold'
  if (target <= 3 && random.chance(0.35)) return recent ? 'untouched' : 'cold'
  if (target <= 6)
    return random.weighted<Outcome>(recent ? { open: 9, lost: 1 } : { open: 3, silent: 4, lost: 2, opted_out: 1 })
  return random.weighted<Outcome>(
    recent
      ? { open: 60, booked: 20, won: 12, lost: 4, silent: 3, opted_out: 1 }
      : { open: 20, booked: 18, won: 27, lost: 15, silent: 18, opted_out: 2 },
  )
}

function firstLine(beat: Beat): Beat {
  return { ...beat, lines: beat.lines.slice(0, 1) }
}

function optOut(language: LanguageCode, random: Random): Beat {
  const words = LANGUAGE_WORDS[language]
  const lines = [
    { inbound: true, text: compile(random.pick(words.optOut)) },
    { inbound: false, text: compile(random.pick(words.optOutReply)) },
  ]
  return { kind: 'lost', topic: 'opt-out', lines }
}

/** Exchanges of a script, each taken once, and never two of one topic. */
class Drawn {
  private readonly topics: Set<string>
  private readonly script: Script
  private readonly random: Random

  constructor(script: Script, topics: Set<string>, random: Random) {
    this.topics = topics
    this.script = script
    this.random = random
  }

  /** One that is needed: an old one again when everything has been said. */
  take(kind: BeatKind): Beat {
    return this.tryTake(kind) ?? this.random.pick(this.script.beats[kind])
  }

  tryTake(kind: BeatKind): Beat | undefined {
    const all = this.script.beats[kind]
    const start = this.random.int(0, all.length - 1)
    for (let step = 0; step < all.length; step++) {
      const beat = all[(start + step) % all.length]
      if (beat && !this.topics.has(beat.topic)) {
        this.topics.add(beat.topic)
        return beat
      }
    }
    return undefined
  }

  many(kind: BeatKind, count: number): Beat[] {
    return Array.from({ length: Math.max(0, count) }, () => this.tryTake(kind)).filter((beat) => beat !== undefined)
  }

  /** As many as fit into `room` messages. */
  until(kind: BeatKind, room: number): Beat[] {
    const beats: Beat[] = []
    while (linesOf(beats) < room) {
      const beat = this.tryTake(kind)
      if (!beat) break
      beats.push(beat)
    }
    return beats
  }

  middle(room: number, outcome: Outcome): Beat[] {
    const placed: { beat: Beat; place: number }[] = []
    let left = room
    for (const kind of MIDDLE) {
      if (left <= 0) break
      if (kind === 'booking' && outcome !== 'won') continue
      const beat = this.tryTake(kind)
      if (!beat) continue
      placed.push({ beat, place: PLACE[kind] ?? this.random.pick([0.5, 2, 3.5, 4.5]) })
      left -= beat.lines.length
    }
    return placed.sort((a, b) => a.place - b.place).map(({ beat }) => beat)
  }

  ending(outcome: Outcome): Beat[] {
    if (outcome === 'booked') return [this.take('booking')]
    if (outcome === 'won' || outcome === 'lost') return [this.take(outcome)]
    if (outcome === 'opted_out') return [optOut(this.script.language, this.random)]
    if (outcome === 'silent') return this.many('nudge', this.random.int(1, 2))
    return []
  }
}
