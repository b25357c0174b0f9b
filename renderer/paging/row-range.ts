/** How the rows of a list lie below each other: all equally high. */
export interface RowLayout {
  /** px */
  rowHeight: number
  /** px above the first row and below the last. */
  padding: number
  /** Rows that are drawn beyond those in sight, at either end. */
  overscan: number
}

/** @returns the index of the row at a list's upper edge, for how far it is scrolled (px) */
export const rowAt = (scrollTop: number, { rowHeight, padding }: RowLayout): number =>
  Math.max(0, Math.floor((scrollTop - padding) / rowHeight))

/**
 * The rows that are to be drawn.
 * @param topRow index of the row at the upper edge; one that is not there any more counts as the last that can be
 * @param inSight how many rows fit, in whole or in part
 * @param overscan rows beyond those
 * @returns the indexes of the first and of the one behind the last
 */
export function rowRange(
  count: number,
  topRow: number,
  inSight: number,
  overscan: number,
): [first: number, end: number] {
  const top = Math.max(0, Math.min(topRow, count - inSight))
  return [Math.max(0, top - overscan), Math.min(count, top + inSight + overscan)]
}

/**
 * How far a list is to be scrolled so that a row is seen whole, going no further than that needs.
 * @param height px of the list that are in sight
 * @returns px
 */
export function revealedTop(index: number, scrollTop: number, height: number, layout: RowLayout): number {
  const top = index * layout.rowHeight
  const bottom = top + layout.rowHeight + 2 * layout.padding
  if (top < scrollTop) return top
  return bottom > scrollTop + height ? bottom - height : scrollTop
}

/** Whether a row is in sight with at least another at either side, for how far its list was scrolled and how high it was (px). */
export function isWellInSight(
  index: number,
  { scrollTop, height }: { scrollTop: number; height: number },
  layout: RowLayout,
): boolean {
  const top = index * layout.rowHeight
  return top - layout.rowHeight >= scrollTop && top + 2 * (layout.rowHeight + layout.padding) <= scrollTop + height
}
