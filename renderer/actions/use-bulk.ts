import { useCallback } from 'react'
import { useCommand } from '../bridge/use-command.ts'
import { bulkEnded, bulkUndone } from '../format/bulk-words.ts'
import { fullTime } from '../format/time.ts'
import { PRIORITY_NAMES } from '../format/vocabulary.ts'
import { useAppStore } from '../store/store-context.ts'
import { UNDO } from '../store/toast-slice.ts'
import type { BulkChange } from '#shared/contract/areas/triage.ts'

/**
 * Changes what is selected, says how that ended and offers to undo it as a whole.
 * @param name of the colleague or stage that the change is about
 */
export function useBulk(): (change: BulkChange, name?: string) => Promise<void> {
  const command = useCommand()
  const store = useAppStore()
  return useCallback(
    async (change, name = '') => {
      const { selection, split, filter, clearSelection, focusOn, showToast } = store.getState()
      clearSelection()
      focusOn('list')
      const target = selection.all ? { split, filter } : { ids: [...selection.ids] }
      const result = await command('inbox.bulk', { target, change })
      if (!result.ok) return
      const outcome = result.value
      const undo = async () => {
        const undone = await command('inbox.bulk_undo', { id: outcome.id })
        if (undone.ok) showToast({ tone: 'info', text: bulkUndone(undone.value) })
      }
      showToast({
        tone: outcome.error === null ? 'info' : 'error',
        text: bulkEnded(change.kind, whatWas(change, name), outcome),
        ...(outcome.changed > 0 && { action: { label: UNDO, run: () => void undo() } }),
      })
    },
    [command, store],
  )
}

function whatWas(change: BulkChange, name: string): string {
  switch (change.kind) {
    case 'done':
      return 'marked as done'
    case 'snooze':
      return `snoozed until ${fullTime(change.until)}`
    case 'assign':
      return change.assigned_to === null ? 'given back' : `assigned to ${name}`
    case 'prioritize':
      return `set to priority ${PRIORITY_NAMES[change.priority].toLowerCase()}`
    case 'claim':
      return 'claimed'
    case 'tag':
      return `tagged ${change.tag}`
    default:
      return `moved to ${name}`
  }
}
