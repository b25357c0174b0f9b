/** What differs between two texts, line by line, for eyes. (How texts are merged is the server's business: sync.md.) */

/** A run of lines: on both sides, only in the first text, or only in the second. */
export interface LineRun {
  kind: 'same' | 'removed' | 'added'
  lines: string[]
}

/** The table of longest common subsequences would have more cells than this: the region counts as one change. */
const MAX_CELLS = 4_000_000

/**
 * Turns `before` into `after`: runs in order, a change as what was removed and then what was added. The equal lines are
 * a longest common subsequence, save where the texts differ in so many lines that looking for one would take too long.
 */
export function diffLines(before: string, after: string): LineRun[] {
  const a = before.split('\n')
  const b = after.split('\n')
  const shorter = Math.min(a.length, b.length)
  let head = 0
  while (head < shorter && a[head] === b[head]) head++
  let tail = 0
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  const runs: LineRun[] = []
  append(runs, 'same', a.slice(0, head))
  diffMiddle(runs, a.slice(head, a.length - tail), b.slice(head, b.length - tail))
  append(runs, 'same', a.slice(a.length - tail))
  return runs
}

function diffMiddle(runs: LineRun[], a: string[], b: string[]): void {
  if (a.length === 0 || b.length === 0 || a.length * b.length > MAX_CELLS) {
    append(runs, 'removed', a)
    append(runs, 'added', b)
    return
  }
  const width = b.length + 1
  const lengths = commonLengths(a, b)
  let removed: string[] = []
  let added: string[] = []
  const flush = () => {
    append(runs, 'removed', removed)
    append(runs, 'added', added)
    removed = []
    added = []
  }
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      flush()
      append(runs, 'same', [a[i]!])
      i++
      j++
    } else if (j === b.length || (i < a.length && lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!)) {
      removed.push(a[i++]!)
    } else added.push(b[j++]!)
  }
  flush()
}

/** At `i * (b.length + 1) + j`: the longest common subsequence of what follows line `i` of `a` and line `j` of `b`. */
function commonLengths(a: string[], b: string[]): Uint16Array {
  const width = b.length + 1
  const lengths = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const at = i * width + j
      lengths[at] = a[i] === b[j] ? lengths[at + width + 1]! + 1 : Math.max(lengths[at + width]!, lengths[at + 1]!)
    }
  }
  return lengths
}

function append(runs: LineRun[], kind: LineRun['kind'], lines: string[]): void {
  if (lines.length === 0) return
  const last = runs.at(-1)
  if (last?.kind === kind) last.lines.push(...lines)
  else runs.push({ kind, lines: [...lines] })
}

/** Every line of both texts: where they differ, those of `before` and then those of `after`. */
export function bothTexts(before: string, after: string): string {
  return diffLines(before, after)
    .flatMap(({ lines }) => lines)
    .join('\n')
}
