import type { ScorePart } from '#shared/contract/lead-models.ts'
import { elapsed } from './time.ts'

/** Longer ago the date in the server's reason says more than a number of days. */
const RECENT_MS = 14 * 24 * 60 * 60_000

const TIMES = ['', 'once', 'twice']
const times = (count: number): string => TIMES[count] ?? `${count} times`

/** The clauses of `app.score_intent`, each in a few words. */
const INTENT: readonly (readonly [pattern: RegExp, words: (match: RegExpExecArray) => string])[] = [
  [/^Has a booking$/, () => 'booked'],
  [/^Has an open deal$/, () => 'has an open deal'],
  [/^(\d+) messages? mentions? "([^"]+)"/, ([, count, phrase]) => `asked about ${phrase} ${times(Number(count))}`],
]

const lowerFirst = (text: string): string =>
  /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text

function intentWords(reason: string): string[] {
  return reason.split('; ').map((clause) => {
    for (const [pattern, words] of INTENT) {
      const match = pattern.exec(clause)
      if (match) return words(match)
    }
    return clause.startsWith('The AI') ? clause.replace('The AI', 'the AI') : lowerFirst(clause)
  })
}

function wordsOf({ part, reason }: ScorePart, lastInboundAt: number | null, now: number): string[] {
  if (part === 'intent') return intentWords(reason)
  if (part === 'recency' && lastInboundAt !== null && now - lastInboundAt < RECENT_MS) {
    return [`replied ${elapsed(lastInboundAt, now)} ago`]
  }
  return [lowerFirst(reason)]
}

/** How many points a part needs, of the most it can give, to be named in the sentence. */
const NAMED_FROM = 0.3
const NAMED = 3
/** What says something about the customer comes before what says something about the record. */
const ORDER = ['recency', 'intent', 'engagement', 'channels', 'sentiment', 'completeness']
const rank = (part: string): number => (ORDER.indexOf(part) + ORDER.length + 1) % (ORDER.length + 1)

/**
 * Why a lead has its score, in words: `replied 4 min ago, asked about price twice, booked`. Empty when nothing speaks for it.
 * @param lastInboundAt when the customer last wrote, which moves on while the server's reason stands
 */
export function scoreWords(parts: readonly ScorePart[], lastInboundAt: number | null, now: number): string {
  const telling = parts
    .filter(({ points, max }) => points > 0 && points >= (max ?? 0) * NAMED_FROM)
    .toSorted((a, b) => rank(a.part) - rank(b.part))
  return telling
    .flatMap((part) => wordsOf(part, lastInboundAt, now))
    .slice(0, NAMED)
    .join(', ')
}
