import type { StateCreator } from 'zustand/vanilla'
import { SPLITS, type Split } from '#shared/domain/conversation.ts'
import { NO_FILTER, type InboxFilter, type InboxViewDefinition, type Sort } from '#shared/domain/triage.ts'
import type { SavedView } from '#shared/contract/areas/views.ts'
import type { StageChoice } from '#shared/contract/lead-models.ts'
import type { Draft, InboxRow } from '#shared/contract/read-models.ts'

export type ComposerMode = 'reply' | 'note'

/** The conversation an action is about. */
export interface Subject {
  id: string
  lead_id: string
  /** The lead's label. */
  label: string | null
  /** Who works it; null in the pool. */
  handler_id: string | null
}

/** Words that were not sent, and whose composer they belong in. */
export interface ReturnedDraft {
  conversationId: string
  draft: Draft
}

/** What is being chosen for a conversation. */
export type Picking = { subject: Subject } & (
  | { what: 'snooze' | 'priority' | 'stage' | 'tags' }
  /** What this stage asks, which wins or loses the lead. */
  | { what: 'close'; stage: StageChoice }
)

/** Choosing a saved view, or naming one: a new one, or one there is. */
export type ViewSheet = { what: 'choose' | 'new' } | { what: 'edit'; view: SavedView }

export type Region = 'list' | 'thread'

export interface Target {
  messageId: string
  turn: number
  /** The rep was there before and does not look for it: it is not marked. */
  isReturn: boolean
}

export interface InboxSlice {
  split: Split
  /** What the rows must fulfil, in whichever split is shown. */
  filter: InboxFilter
  /** The saved view that was chosen, and the order in it; what is changed since can be saved to it. */
  view: { id: string; sort: Sort } | null
  showView: (id: string, view: InboxViewDefinition) => void
  setViewSort: (sort: Sort) => void
  /** Shows the split as it is; a saved view is none any more. */
  leaveView: () => void
  viewSheet: ViewSheet | null
  setViewSheet: (sheet: ViewSheet | null) => void
  /** The loaded rows of the split in their order, as the list shows them. */
  rows: readonly InboxRow[]
  /** Where J and K are. */
  cursorId: string | null
  /** The conversation that is open. */
  openId: string | null
  /** Where the focus was last sent; that part of the screen takes it when `turn` changes. */
  focus: { region: Region; turn: number }
  /** A message of the open conversation to show and mark; `turn` tells two askings for the same one apart. */
  target: Target | null
  /** The message in the middle of the open thread; null at its end. */
  midway: string | null
  /** What is known of the open conversation, which need not be in the list. */
  openSubject: Subject | null
  /** A wish to write in the open conversation, until its composer takes it. */
  wish: ComposerMode | null
  /** Words on their way back to a conversation's composer. */
  returned: ReturnedDraft | null
  showSplit: (split: Split) => void
  turnSplit: (step: 1 | -1) => void
  setFilter: (filter: InboxFilter) => void
  picking: Picking | null
  setPicking: (picking: Picking | null) => void
  setRows: (rows: readonly InboxRow[]) => void
  setCursor: (id: string | null) => void
  moveCursor: (step: number) => void
  /** @param focus where the focus goes: opening with the mouse leaves it in the list */
  openConversation: (id: string, focus?: Region) => void
  /** Opens a conversation at a message: the way in for search, notifications, links, and back after a crash. */
  openMessage: (conversationId: string, messageId: string, isReturn?: boolean) => void
  setMidway: (messageId: string | null) => void
  /** Back to the end of the thread. */
  leaveTarget: () => void
  focusOn: (region: Region) => void
  closeConversation: () => void
  /** Leaves `id` for the row after it (else before it); what was open stays open with the new row. */
  advanceFrom: (id: string) => void
  setOpenSubject: (subject: Subject | null) => void
  askToWrite: (mode: ComposerMode | null) => void
  /** Gives words back to a composer, to be written anew; null once it has them. */
  returnDraft: (returned: ReturnedDraft | null) => void
  leaveInbox: () => void
}

const EMPTY = {
  rows: [],
  cursorId: null,
  openId: null,
  target: null,
  midway: null,
  openSubject: null,
  picking: null,
  view: null,
  viewSheet: null,
  wish: null,
  returned: null,
} as const

export const createInboxSlice: StateCreator<InboxSlice> = (set, get) => ({
  ...EMPTY,
  split: 'all',
  filter: NO_FILTER,
  focus: { region: 'list', turn: 0 },
  showSplit: (split) => set((now) => (now.split === split ? now : { split, view: null, rows: [], cursorId: null })),
  showView: (id, { split, sort, filter }) => set({ view: { id, sort }, split, filter, rows: [], cursorId: null }),
  setViewSort: (sort) => set(({ view }) => ({ view: view && { ...view, sort }, rows: [], cursorId: null })),
  leaveView: () => set({ view: null, filter: NO_FILTER, rows: [], cursorId: null }),
  setViewSheet: (viewSheet) => set({ viewSheet }),
  turnSplit: (step) => {
    const index = SPLITS.indexOf(get().split)
    get().showSplit(SPLITS[(index + step + SPLITS.length) % SPLITS.length]!)
  },
  setPicking: (picking) => set({ picking }),
  setFilter: (filter) => set({ filter, rows: [], cursorId: null }),
  setRows: (rows) => set((now) => ({ rows, cursorId: followCursor(now.rows, rows, now.cursorId) })),
  setCursor: (cursorId) => set({ cursorId }),
  moveCursor: (step) => set((now) => ({ cursorId: neighbour(now.rows, now.cursorId ?? now.openId, step) })),
  openConversation: (id, region = 'thread') => {
    set({ openId: id, cursorId: id, target: null })
    get().focusOn(region)
  },
  openMessage: (id, messageId, isReturn = false) => {
    const turn = (get().target?.turn ?? get().focus.turn) + 1
    get().openConversation(id)
    set({ target: { messageId, turn, isReturn } })
  },
  setMidway: (midway) => set({ midway }),
  leaveTarget: () => set({ target: null }),
  closeConversation: () => {
    set((now) => ({ openId: null, target: null, cursorId: now.openId ?? now.cursorId }))
    get().focusOn('list')
  },
  focusOn: (region) => set((now) => ({ focus: { region, turn: now.focus.turn + 1 } })),
  advanceFrom: (id) =>
    set((now) => {
      const next = neighbour(now.rows, id, 1)
      const other = next === id ? neighbour(now.rows, id, -1) : next
      const target = other === id ? null : other
      return now.openId === id ? { cursorId: target, openId: target, target: null } : { cursorId: target }
    }),
  setOpenSubject: (openSubject) => set({ openSubject }),
  askToWrite: (wish) => set({ wish }),
  returnDraft: (returned) => set({ returned }),
  leaveInbox: () => set({ ...EMPTY, split: 'all', filter: NO_FILTER }),
})

/** The row `step` rows away from `id`, stopping at the ends; the first row when `id` is not in the list. */
export function neighbour(rows: readonly { id: string }[], id: string | null, step: number): string | null {
  const index = rows.findIndex((row) => row.id === id)
  if (index === -1) return rows[0]?.id ?? null
  return rows[Math.min(rows.length - 1, Math.max(0, index + step))]?.id ?? null
}

/** Keeps the cursor on its row; when that row left the list, on the row that took its place. */
export function followCursor(
  before: readonly { id: string }[],
  after: readonly { id: string }[],
  id: string | null,
): string | null {
  if (id === null || after.some((row) => row.id === id)) return id
  const index = before.findIndex((row) => row.id === id)
  if (index === -1) return id
  return after[Math.min(index, after.length - 1)]?.id ?? null
}
