/** The order of stages while it is being changed. */

/** Ids with one of them at another place; places beyond the ends are the ends. */
export function movedTo(ids: readonly string[], id: string, place: number): string[] {
  const others = ids.filter((other) => other !== id)
  if (others.length === ids.length) return [...ids]
  const at = Math.min(others.length, Math.max(0, place))
  return [...others.slice(0, at), id, ...others.slice(at)]
}

/**
 * What is shown in an order that is not saved yet: what it does not know (a colleague added it meanwhile) stands at the
 * end, what is gone is left out.
 */
export function inOrder<T extends { id: string }>(rows: readonly T[], order: readonly string[] | null): readonly T[] {
  if (!order) return rows
  const place = new Map(order.map((id, index) => [id, index]))
  return rows.toSorted((a, b) => (place.get(a.id) ?? order.length) - (place.get(b.id) ?? order.length))
}
