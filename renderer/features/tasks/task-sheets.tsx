import { useSession } from '../../actions/session-context.ts'
import { useTeam } from '../../actions/use-team.ts'
import { useApp } from '../../store/store-context.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { MomentPicker } from '../../ui/moment-picker.tsx'
import { Picker } from '../../ui/picker.tsx'
import { LogDialog } from './log-dialog.tsx'
import { TaskDialog } from './task-dialog.tsx'
import { taskTitle } from './task-words.ts'
import { useTaskActions } from './use-task-actions.ts'
import type { TaskItem } from '#shared/contract/areas/tasks.ts'

/** The sheet about a task that is open, if one is. */
export function TaskSheets() {
  const sheet = useApp((state) => state.taskSheet)
  const showTaskSheet = useApp((state) => state.showTaskSheet)
  const { snooze } = useTaskActions()
  const close = () => showTaskSheet(null)
  if (!sheet) return null
  if (sheet.what === 'new') return <TaskDialog task={null} lead={sheet.lead} onClose={close} />
  if (sheet.what === 'log') return <LogDialog type={sheet.type} lead={sheet.lead} task={sheet.task} onClose={close} />
  const { what, task } = sheet
  if (what === 'edit') return <TaskDialog task={task} lead={null} onClose={close} />
  if (what === 'assign') return <Assign task={task} onClose={close} />
  return (
    <MomentPicker
      open
      title={`Another time for ${taskTitle(task)}`}
      onPick={(at) => void snooze(task, at)}
      onClose={close}
    />
  )
}

function Assign({ task, onClose }: { task: TaskItem; onClose: () => void }) {
  const { user } = useSession()
  const { members } = useTeam()
  const { assign } = useTaskActions()
  const people = members.filter(({ role }) => role !== 'viewer').toSorted((a, b) => a.name.localeCompare(b.name))
  return (
    <Picker
      open
      title={`Hand over ${taskTitle(task)}`}
      placeholder="Who does it?"
      options={people.map(({ id, name }) => ({
        id,
        label: name,
        icon: <Avatar id={id} name={name} size={20} />,
        checked: id === task.owner_id,
        ...(id === user.id && { hint: 'You' }),
      }))}
      nothing={() => 'Nobody is called that.'}
      onPick={(id) => {
        const colleague = people.find((person) => person.id === id)
        if (colleague && id !== task.owner_id) void assign(task, colleague)
      }}
      onClose={onClose}
    />
  )
}
