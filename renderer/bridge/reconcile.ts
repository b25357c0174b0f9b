/**
 * Gives `next` with every unchanged part replaced by the same part of `prev`, so that `===` tells what changed and an
 * untouched row does not render again. Objects in lists are matched by their `id`, since a new row at the top moves all
 * others; other elements by position.
 * @param prev the value shown until now
 * @param next plain data (the result of a structured clone)
 */
export function reconcile<T>(prev: unknown, next: T): T
export function reconcile(prev: unknown, next: unknown): unknown {
  if (Object.is(prev, next)) return prev
  if (Array.isArray(prev) && Array.isArray(next)) return reconcileLists(prev, next)
  if (isRecord(prev) && isRecord(next)) return reconcileRecords(prev, next)
  return next
}

function reconcileLists(prev: unknown[], next: unknown[]): unknown[] {
  const byId = new Map<unknown, unknown>()
  for (const item of prev) if (isRecord(item) && 'id' in item) byId.set(item['id'], item)
  const merged = next.map((item, index) =>
    reconcile(isRecord(item) && 'id' in item ? byId.get(item['id']) : prev[index], item),
  )
  return merged.length === prev.length && merged.every((item, index) => item === prev[index]) ? prev : merged
}

function reconcileRecords(prev: Record<string, unknown>, next: Record<string, unknown>): Record<string, unknown> {
  const keys = Object.keys(next)
  let same = keys.length === Object.keys(prev).length
  const merged: Record<string, unknown> = {}
  for (const key of keys) {
    merged[key] = reconcile(prev[key], next[key])
    if (!(key in prev) || merged[key] !== prev[key]) same = false
  }
  return same ? prev : merged
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
