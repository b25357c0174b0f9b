import { useCanWrite } from '../../actions/session-context.ts'
import { useKeyboard } from '../../keyboard/use-keyboard.ts'
import { useAppStore } from '../../store/store-context.ts'
import { useOpenBeside } from '../../actions/use-open-beside.ts'
import { useTaskActions } from './use-task-actions.ts'
import { TASK_LISTS, type TaskItem } from '#shared/contract/areas/tasks.ts'

/** Connects the key map to the tasks; arrows are the list's own. */
export function useTaskKeys(): void {
  const store = useAppStore()
  const canWrite = useCanWrite()
  const openTask = useOpenBeside()
  const { complete, remove } = useTaskActions()

  const onTask = (run: (task: TaskItem) => void) => () => {
    const { taskRows, taskCursor } = store.getState()
    const task = taskRows.find(({ id }) => id === taskCursor)
    if (task) run(task)
  }
  const change = (run: (task: TaskItem) => void) => onTask((task) => canWrite && run(task))
  const sheet = (what: 'edit' | 'snooze' | 'assign') =>
    change((task) => {
      // A follow-up is the lead's, a missed call a message: they have a time, and no more to edit.
      if (what === 'snooze' || task.kind === 'activity') store.getState().showTaskSheet({ what, task })
    })
  const write = (mode: 'reply' | 'note') =>
    change((task) => {
      if (!task.conversation) return
      openTask(task, 'thread')
      store.getState().askToWrite(mode)
    })
  const turn = (step: 1 | -1) => () => {
    const { taskList, taskView, taskWeek, setTaskWeek, showTaskList } = store.getState()
    if (taskView === 'week') return setTaskWeek(taskWeek + step)
    const index = TASK_LISTS.indexOf(taskList)
    showTaskList(TASK_LISTS[(index + step + TASK_LISTS.length) % TASK_LISTS.length]!)
  }

  useKeyboard(
    {
      next: () => store.getState().moveTaskCursor(1),
      previous: () => store.getState().moveTaskCursor(-1),
      open: onTask((task) => openTask(task, 'thread')),
      done: change((task) => void complete(task)),
      snooze: sheet('snooze'),
      assign: sheet('assign'),
      edit_task: sheet('edit'),
      delete_task: change((task) => task.kind === 'activity' && void remove(task)),
      reply: write('reply'),
      note: write('note'),
      next_split: turn(1),
      previous_split: turn(-1),
      week() {
        const { taskView, setTaskView } = store.getState()
        setTaskView(taskView === 'week' ? 'list' : 'week')
      },
      scope() {
        const { taskScope, setTaskScope } = store.getState()
        setTaskScope(taskScope === 'mine' ? 'everybody' : 'mine')
      },
      new_lead: () => canWrite && store.getState().showLeadDialog({ kind: 'new' }),
      undo: () => store.getState().undoLast(),
      back: () => store.getState().openId !== null && store.getState().closeConversation(),
    },
    'tasks',
  )
}
