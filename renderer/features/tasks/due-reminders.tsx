import { useEffect } from 'react'
import { useBridge } from '../../bridge/bridge-context.ts'
import { nameOf } from '../../format/vocabulary.ts'
import { useAppStore } from '../../store/store-context.ts'
import { taskTitle } from './task-words.ts'
import type { Reminder } from '#shared/contract/areas/tasks.ts'

/** Says in the window that what the rep planned has become due, and leads there. */
export function DueReminders() {
  const { desk } = useBridge()
  const store = useAppStore()
  useEffect(
    () =>
      desk.on('reminder.due', ({ items }) => {
        const { showToast, showTasks, showTaskList } = store.getState()
        const run = () => {
          showTasks()
          showTaskList('overdue')
        }
        showToast({ tone: 'info', text: reminderWords(items), action: { label: 'Show', run } })
      }),
    [desk, store],
  )
  return null
}

/** One by its name, several by their number: what came due while the computer slept is no burst. */
function reminderWords(items: readonly Reminder[]): string {
  const [first] = items
  if (!first || items.length > 1) return `${items.length} tasks are due`
  const title = taskTitle({ ...first, status: 'planned' })
  return first.kind === 'follow_up' ? `Due now: ${title}` : `Due now: ${title}, ${nameOf(first.lead_label)}`
}
