import type { AppSlices } from '../store/app-store.ts'
import type { LeadRef } from '../store/tasks-slice.ts'

/** The lead that a key is about, wherever the rep is: of the open conversation, or of what the cursor is on. */
export function leadAtHand(state: AppSlices): LeadRef | null {
  const { openId, openSubject } = state
  if (openId !== null && openSubject?.id === openId) return { id: openSubject.lead_id, label: openSubject.label }
  switch (state.screen) {
    case 'inbox': {
      const row = state.rows.find(({ id }) => id === state.cursorId)
      return row ? { id: row.lead_id, label: row.lead_label } : null
    }
    case 'pipeline': {
      const { boardCursor, boardRows } = state
      const card = boardCursor && boardRows[boardCursor.stage]?.find(({ id }) => id === boardCursor.cardId)
      // A deal's card has its lead for detail.
      return card ? { id: card.lead_id, label: card.deal ? card.detail : card.title } : null
    }
    case 'tasks': {
      const task = state.taskRows.find(({ id }) => id === state.taskCursor)
      return task ? { id: task.lead_id, label: task.lead_label } : null
    }
    default:
      return null
  }
}
