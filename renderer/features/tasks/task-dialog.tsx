import { useState, type FormEvent } from 'react'
import { useSession } from '../../actions/session-context.ts'
import { useTeam } from '../../actions/use-team.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { PRIORITY_NAMES } from '../../format/vocabulary.ts'
import { dateTime, fullTime } from '../../format/time.ts'
import { useAppStore } from '../../store/store-context.ts'
import type { LeadRef } from '../../store/tasks-slice.ts'
import { UNDO } from '../../store/toast-slice.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogActions } from '../../ui/dialog-actions.tsx'
import { LeadField } from '../../ui/lead-field.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useNow } from '../../ui/use-now.ts'
import { changedFields, checked, draftOf, dueOf, type TaskDraft } from './task-form.ts'
import { taskTitle, TYPE_NAMES } from './task-words.ts'
import { TASK_TYPES, type TaskItem } from '#shared/contract/areas/tasks.ts'
import { PRIORITIES } from '#shared/domain/vocabulary.ts'

interface TaskDialogProps {
  /** Null for a new task. */
  task: TaskItem | null
  /** Of a new one, where it is at hand. */
  lead: LeadRef | null
  onClose: () => void
}

/** A task: what, about whom, by when (in words), and who does it. */
export function TaskDialog({ task, lead: given, onClose }: TaskDialogProps) {
  const { user } = useSession()
  const now = useNow()
  const command = useCommand()
  const store = useAppStore()
  const [draft, setDraft] = useState(() => draftOf(task, user.id))
  const [lead, setLead] = useState(task ? { id: task.lead_id, label: task.lead_label } : given)
  const [asked, setAsked] = useState(false)
  const { fields, problems: found } = checked(draft, task, now)
  const problems = asked ? found : {}
  const change = (part: Partial<TaskDraft>) => setDraft((before) => ({ ...before, ...part }))

  const create = async (lead_id: string, given: NonNullable<typeof fields>) => {
    const made = await command('task.create', { lead_id, type: draft.type, ...given })
    if (!made.ok) return false
    const { task_id } = made.value
    const title = given.subject ?? TYPE_NAMES[draft.type]
    store.getState().showToast({
      tone: 'info',
      text: given.due_at === null ? `${title} is planned` : `${title} is planned for ${dateTime(given.due_at)}`,
      action: { label: UNDO, run: () => void command('task.delete', { task_id }) },
    })
    return true
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!fields || !lead) return
    const isSaved = task
      ? (await command('task.edit', { task_id: task.id, set: changedFields(task, fields) })).ok
      : await create(lead.id, fields)
    if (isSaved) onClose()
  }

  return (
    <Dialog open onClose={onClose} title={task ? 'Edit task' : 'New task'}>
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        {task === null && (
          <LeadField lead={lead} error={asked && !lead ? 'Say whom it is about.' : undefined} onChange={setLead} />
        )}
        <TextField
          label="What is to be done"
          dir="auto"
          autoComplete="off"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the first thing to say, once it is known about whom
          autoFocus={lead !== null}
          placeholder={task ? taskTitle({ ...task, subject: null }) : 'Send the offer'}
          value={draft.subject}
          error={problems.subject}
          onChange={(event) => change({ subject: event.target.value })}
        />
        <WhenField draft={draft} task={task} now={now} error={problems.when} onChange={(when) => change({ when })} />
        <div className="grid grid-cols-2 gap-3">
          {task === null && (
            <SelectField
              label="Type"
              value={draft.type}
              choices={TASK_TYPES.map((id) => ({ id, name: TYPE_NAMES[id] }))}
              onChange={(type) => change({ type })}
            />
          )}
          <SelectField
            label="Priority"
            value={draft.priority}
            choices={PRIORITIES.toReversed().map((id) => ({ id, name: PRIORITY_NAMES[id] }))}
            onChange={(priority) => change({ priority })}
          />
          <PersonField value={draft.assigned_to} onChange={(assigned_to) => change({ assigned_to })} />
        </div>
        <TextArea
          label="Details"
          value={draft.description}
          error={problems.description}
          onChange={(event) => change({ description: event.target.value })}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary">
            {task ? 'Save task' : 'Plan task'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

interface WhenFieldProps {
  draft: TaskDraft
  task: TaskItem | null
  now: number
  error: string | undefined
  onChange: (when: string) => void
}

/** A moment in words, and what they are understood as. */
function WhenField({ draft, task, now, error, onChange }: WhenFieldProps) {
  const due = dueOf(draft, task, now)
  const understood =
    'at' in due ? (due.at === null ? 'No date: it stands at the end of Upcoming.' : fullTime(due.at)) : due.error
  return (
    <TextField
      label="When"
      autoComplete="off"
      placeholder="tomorrow 9am, next tue, in 3 days…"
      value={draft.when}
      error={error}
      hint={<span aria-live="polite">{understood}</span>}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

function PersonField({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const { user } = useSession()
  const { members } = useTeam()
  const people = members
    .filter(({ id, role }) => id !== user.id && (role !== 'viewer' || id === value))
    .toSorted((a, b) => a.name.localeCompare(b.name))
  const choices = [{ id: user.id, name: 'You' }, ...people, ...(value === null ? [{ id: '', name: 'Nobody yet' }] : [])]
  return (
    <SelectField label="Who" value={value ?? ''} choices={choices} onChange={(id) => onChange(id === '' ? null : id)} />
  )
}
