/** Beyond these the work of parsers grows with the square of the size; the most elaborate newsletters stay far below. */
const MOST_TAGS = 20_000
const DEEPEST = 100

/** Elements that have no end, or that end by themselves where the next begins. */
const UNNESTED = new Set(
  'area base br col embed hr img input link meta source track wbr p li dt dd tr td th tbody thead tfoot colgroup'.split(
    ' ',
  ),
)

/**
 * Whether a mail's HTML can be parsed in a moment. It looks at the text alone, in one pass, since parsing is what would
 * take long.
 */
export function isReasonable(html: string): boolean {
  let tags = 0
  let depth = 0
  for (const [, end, name] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    tags += 1
    if (!UNNESTED.has(name!.toLowerCase())) depth = end ? Math.max(0, depth - 1) : depth + 1
    if (tags > MOST_TAGS || depth > DEEPEST) return false
  }
  return true
}
