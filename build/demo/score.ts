import type { DemoRow } from './rows.ts'
import { DAY } from './calendar.ts'
import type { Progress } from './progress.ts'

/** One reason of a score. */
export interface ScorePart {
  part: string
  points: number
  reason: string
}

const INTENT: Record<Progress, readonly [points: number, reason: string]> = {
  cold: [0, 'Has gone quiet'],
  sequence: [2, 'In our sequence, no answer yet'],
  new: [8, 'Wrote to us first'],
  engaged: [12, 'Answers our questions'],
  qualified: [20, 'Gave us what we need for a quote'],
  intent: [30, 'Has our figures'],
  booked: [40, 'Booked an appointment'],
  won: [40, 'Is a customer'],
  lost: [0, 'Decided against us'],
}

/** Points of a lead with their reasons, in parts that add up to 0 to 100. */
export function scoreLead(
  progress: Progress,
  messages: readonly DemoRow<'messages'>[],
  now: number,
): { score: number; parts: ScorePart[] } {
  const inbound = messages.filter(({ direction }) => direction === 'inbound')
  const lastInbound = inbound.at(-1)?.created_at
  const parts: ScorePart[] = []
  const add = (part: string, points: number, reason: string) => {
    if (points > 0) parts.push({ part, points, reason })
  }
  add('intent', ...INTENT[progress])
  const count = inbound.length
  add('engagement', Math.min(30, count * 3), `Wrote ${count} ${count === 1 ? 'message' : 'messages'}`)
  if (lastInbound !== undefined) add('recency', ...recency(now - lastInbound))
  const questions = inbound.filter(({ body }) => /[?？؟]/.test(body)).length
  add('interest', Math.min(10, questions * 2), `Asked ${questions} ${questions === 1 ? 'question' : 'questions'}`)
  const sum = parts.reduce((total, { points }) => total + points, 0)
  return {
    score: progress === 'lost' ? Math.min(sum, 20) : Math.min(100, sum),
    parts: progress === 'lost' ? lower(parts) : parts,
  }
}

function recency(age: number): [points: number, reason: string] {
  if (age < DAY) return [20, 'Wrote in the last 24 hours']
  if (age < 7 * DAY) return [12, 'Wrote in the last week']
  if (age < 30 * DAY) return [5, 'Wrote in the last month']
  return [0, 'Has not written for a month']
}

/** Whoever has left us is worth 20 at most, however much they wrote. */
function lower(parts: readonly ScorePart[]): ScorePart[] {
  let left = 20
  return parts.flatMap((part) => {
    const points = Math.min(left, part.points)
    left -= points
    return points > 0 ? [{ ...part, points }] : []
  })
}
