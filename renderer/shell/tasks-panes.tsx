import { TasksScreen } from '../features/tasks/tasks-screen.tsx'
import { BesidePanes } from './beside-panes.tsx'

/** The tasks, and beside them the conversation of the one that is open. */
export function TasksPanes() {
  return <BesidePanes screen={TasksScreen} />
}
