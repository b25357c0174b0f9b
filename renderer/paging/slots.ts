import type { Virtualizer } from '@tanstack/react-virtual'

/** A row that is drawn, and which of the list's elements shows it. */
export interface SlottedItem {
  index: number
  /** px from the top of the list. */
  start: number
  slot: number
}

/**
 * The rows that are drawn, each in an element that it takes over from a row that has left: while a list flies past,
 * elements are filled anew, and none is made or thrown away. Meanwhile they keep their order in the document, too; at rest
 * they stand in the order of their rows, which is the one that is read out.
 * @param rowHeight px, the same for all rows
 */
export function slottedItems(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  rowHeight: number,
): readonly SlottedItem[] {
  const items = virtualizer.getVirtualItems()
  const { scrollRect, options, isScrolling } = virtualizer
  const mostInSight = Math.ceil((scrollRect?.height ?? 0) / rowHeight) + 1
  const slots = Math.max(items.length, mostInSight + 2 * options.overscan)
  const slotted = items.map(({ index, start }) => ({ index, start, slot: index % slots }))
  return isScrolling ? slotted.toSorted((one, other) => one.slot - other.slot) : slotted
}
