import { LIST_WIDTH, PANEL_WIDTH } from '../store/preferences-slice.ts'
import { ONE_PANE_BELOW, WIDE_FROM } from '../ui/use-media.ts'

/** Widths of the rail in px, and what the thread keeps at least (product.md, Layout). */
export const RAIL_WIDTH = { closed: 56, open: 220 } as const
export const THREAD_LEAST = 480

/** What the rep has chosen; widths in px. */
interface Wishes {
  railOpen: boolean
  listWidth: number
  panelOpen: boolean
  panelWidth: number
}

/** Widths in px. */
export interface PaneLayout {
  /** List and thread take turns. */
  onePane: boolean
  listWidth: number
  panelWidth: number
  /** The lead panel lies over the thread, for there is no room beside it. */
  panelFloats: boolean
}

/**
 * Shares the window's width out. The thread keeps its least width: first the list gives way, then the lead panel, each
 * down to its own least; where that is not enough, the panel floats. What was wished comes back with the room.
 */
export function layPanes(windowWidth: number, wishes: Wishes): PaneLayout {
  const isWide = windowWidth >= WIDE_FROM
  const rail = isWide && wishes.railOpen ? RAIL_WIDTH.open : RAIL_WIDTH.closed
  const spare = windowWidth - rail - THREAD_LEAST
  const panelFloats = !isWide || spare < LIST_WIDTH.min + PANEL_WIDTH.min
  const panelWidth = panelFloats ? wishes.panelWidth : Math.min(wishes.panelWidth, spare - LIST_WIDTH.min)
  const beside = wishes.panelOpen && !panelFloats ? panelWidth : 0
  return {
    onePane: windowWidth < ONE_PANE_BELOW,
    listWidth: Math.max(LIST_WIDTH.min, Math.min(wishes.listWidth, spare - beside)),
    panelWidth,
    panelFloats,
  }
}

/** The same in the window of one conversation, where the lead panel has only the thread beside it. */
export function layConversation(
  windowWidth: number,
  panelWidth: number,
): Pick<PaneLayout, 'panelWidth' | 'panelFloats'> {
  const spare = windowWidth - THREAD_LEAST
  const panelFloats = spare < PANEL_WIDTH.min
  return { panelFloats, panelWidth: panelFloats ? panelWidth : Math.min(panelWidth, spare) }
}
