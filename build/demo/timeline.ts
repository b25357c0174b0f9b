import { DAY, HOUR, MINUTE, SECOND, wakingTime } from './calendar.ts'
import type { Random } from './random.ts'
import type { BeatKind } from './script.ts'
import type { Platform } from '#shared/domain/vocabulary.ts'

/** One line of a planned conversation, before it has a time. */
export interface Step {
  inbound: boolean
  /** A machine answers in seconds, at weekends too. */
  automatic: boolean
  kind: BeatKind
  /** True for the first line of an exchange. */
  opens: boolean
}

/** When the last message of a conversation was written: many lately, fewer and fewer up to a year ago. */
export function drawLastMoment(now: number, random: Random): number {
  const age = random.fraction()
  if (age < 0.015) return now - random.int(20 * SECOND, 90 * MINUTE)
  if (age < 0.07) return now - random.int(1.5 * HOUR, 12 * HOUR)
  const [from, to] = age < 0.2 ? [0.5, 3] : age < 0.42 ? [3, 14] : age < 0.7 ? [14, 60] : [60, 380]
  return wakingTime(now - random.int(from * DAY, to * DAY), random, false)
}

/** Times of all lines, backwards from the last: answers take minutes, the next exchange hours or days. */
export function placeInTime(steps: readonly Step[], last: number, platform: Platform, random: Random): number[] {
  const times: number[] = Array.from({ length: steps.length }, () => last)
  for (let index = steps.length - 2; index >= 0; index--) {
    const following = steps[index + 1]
    const step = steps[index]
    if (!following || !step) continue
    const at = (times[index + 1] ?? last) - gapBefore(following, platform, random)
    times[index] = wakingTime(at, random, !step.inbound && !step.automatic)
  }
  return times
}

function gapBefore(step: Step, platform: Platform, random: Random): number {
  const slow = platform === 'email' ? 14 : 1
  if (step.opens) {
    if (step.kind === 'aftercare') return Math.floor(random.skewed() * 21 * DAY) + DAY
    if (step.kind === 'nudge') return Math.floor(random.skewed() * 2 * DAY) + DAY
    return Math.floor(random.skewed() * 16 * HOUR) + 8 * MINUTE
  }
  if (step.automatic) return random.int(4, 45) * SECOND
  const typical = step.inbound ? 11 * MINUTE : 6 * MINUTE
  return Math.floor(random.skewed() * typical * slow) + 15 * SECOND
}
