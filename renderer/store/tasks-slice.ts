import type { StateCreator } from 'zustand/vanilla'
import type { LoggedType, TaskItem, TaskList, TaskScope } from '#shared/contract/areas/tasks.ts'
import { followCursor, neighbour, type InboxSlice } from './inbox-slice.ts'
import type { ConflictsSlice } from './conflicts-slice.ts'

/** A lead by its id and label. */
export interface LeadRef {
  id: string
  label: string | null
}

/** The sheet about a task that is open: a new one (of a lead, where one is at hand), one to be edited, moved or handed over. */
export type TaskSheet =
  | { what: 'new'; lead: LeadRef | null }
  | { what: 'edit' | 'snooze' | 'assign'; task: TaskItem }
  /** What was done: about a task, which is done with it, or about a lead. */
  | { what: 'log'; lead: LeadRef | null; task: TaskItem | null; type: LoggedType }

export interface TasksSlice {
  taskList: TaskList
  /** Lists by their time, or a week; `taskWeek`: how many weeks from this one. */
  taskView: 'list' | 'week'
  taskWeek: number
  taskScope: TaskScope
  /** The loaded rows of the list in their order. */
  taskRows: readonly TaskItem[]
  /** Where J and K are. */
  taskCursor: string | null
  taskSheet: TaskSheet | null
  showTasks: () => void
  showTaskList: (list: TaskList) => void
  setTaskView: (view: TasksSlice['taskView']) => void
  setTaskWeek: (weeks: number) => void
  setTaskScope: (scope: TaskScope) => void
  setTaskRows: (rows: readonly TaskItem[]) => void
  setTaskCursor: (id: string | null) => void
  moveTaskCursor: (step: number) => void
  showTaskSheet: (sheet: TaskSheet | null) => void
  leaveTasks: () => void
}

const EMPTY = { taskRows: [], taskCursor: null, taskSheet: null } as const

export const createTasksSlice: StateCreator<
  TasksSlice & Pick<ConflictsSlice, 'screen'> & Pick<InboxSlice, 'openId' | 'target'>,
  [],
  [],
  TasksSlice
> = (set) => ({
  ...EMPTY,
  taskList: 'today',
  taskView: 'list',
  taskWeek: 0,
  taskScope: 'mine',
  showTasks: () =>
    set((now) => ({
      screen: 'tasks',
      // The inbox's conversation is not one of a task.
      ...(now.screen !== 'tasks' && { openId: null, target: null }),
    })),
  showTaskList: (taskList) => set((now) => (now.taskList === taskList ? now : { ...EMPTY, taskList })),
  setTaskView: (taskView) => set({ ...EMPTY, taskView, taskWeek: 0 }),
  setTaskWeek: (taskWeek) => set({ ...EMPTY, taskWeek }),
  setTaskScope: (taskScope) => set({ ...EMPTY, taskScope }),
  setTaskRows: (taskRows) =>
    set((now) => ({ taskRows, taskCursor: followCursor(now.taskRows, taskRows, now.taskCursor) })),
  setTaskCursor: (taskCursor) => set({ taskCursor }),
  moveTaskCursor: (step) => set((now) => ({ taskCursor: neighbour(now.taskRows, now.taskCursor, step) })),
  showTaskSheet: (taskSheet) => set({ taskSheet }),
  leaveTasks: () => set({ ...EMPTY, taskList: 'today', taskView: 'list', taskWeek: 0, taskScope: 'mine' }),
})
