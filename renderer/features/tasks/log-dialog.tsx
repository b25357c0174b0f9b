import { useRef, useState, type FormEvent } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { readSnooze } from '../../format/snooze-words.ts'
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
import { CALL_OUTCOMES, checkedLog, logDraft, OUTCOME_NAMES, withOutcome, type LogDraft } from './log-form.ts'
import { openStatusOf } from './open-status.ts'
import { TYPE_NAMES } from './task-words.ts'
import { LOGGED_TYPES, TASK_TYPES, type LoggedType, type TaskItem } from '#shared/contract/areas/tasks.ts'

interface LogDialogProps {
  type: LoggedType
  /** Null where it is to be chosen. */
  lead: LeadRef | null
  /** What is done with it. */
  task: TaskItem | null
  onClose: () => void
}

/** What was done about a lead just now, how it went, and what is to follow. */
export function LogDialog({ type, lead: given, task, onClose }: LogDialogProps) {
  const command = useCommand()
  const store = useAppStore()
  const now = useNow()
  const [lead, setLead] = useState(given)
  const [draft, setDraft] = useState(() => logDraft(type))
  const first = useRef<HTMLSelectElement>(null)
  const [asked, setAsked] = useState(false)
  const { log, problems: found } = checkedLog(draft, now)
  const problems = asked ? found : {}
  const change = (part: Partial<LogDraft>) => setDraft((before) => ({ ...before, ...part }))

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!log || !lead) return
    const done = task?.kind === 'activity' ? task : null
    const saved = await command('activity.log', { lead_id: lead.id, ...log, completes: done?.id ?? null })
    if (!saved.ok) return
    const next = log.next?.due_at ? `. Next step: ${dateTime(log.next.due_at)}` : ''
    const reopens = done && { task_id: done.id, status: openStatusOf(done) }
    store.getState().showToast({
      tone: 'info',
      text: `${TYPE_NAMES[log.type]} is logged${next}`,
      action: { label: UNDO, run: () => void command('activity.unlog', { ...saved.value, reopens }) },
    })
    onClose()
  }

  return (
    <Dialog
      open
      onClose={onClose}
      {...(given && { initialFocus: first })}
      title={`Log ${draft.type === 'email' ? 'an e-mail' : `a ${draft.type}`}`}
    >
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        <LeadField lead={lead} error={asked && !lead ? 'Say whom it was with.' : undefined} onChange={setLead} />
        <div className="grid gap-3 sm:grid-cols-[1fr_1.4fr_0.8fr]">
          <SelectField
            label="What"
            value={draft.type}
            choices={LOGGED_TYPES.map((id) => ({ id, name: TYPE_NAMES[id] }))}
            onChange={(chosen) => setDraft(withOutcome(draft, { type: chosen }))}
          />
          {draft.type === 'call' && (
            <SelectField
              label="Outcome"
              ref={first}
              value={draft.outcome}
              choices={CALL_OUTCOMES.map((id) => ({ id, name: OUTCOME_NAMES[id] }))}
              onChange={(outcome) => setDraft(withOutcome(draft, { outcome }))}
            />
          )}
          {draft.type !== 'email' && (
            <TextField
              label="Minutes"
              inputMode="numeric"
              autoComplete="off"
              value={draft.minutes}
              error={problems.minutes}
              onChange={(event) => change({ minutes: event.target.value })}
            />
          )}
        </div>
        <TextArea
          label="What was said"
          value={draft.description}
          error={problems.description}
          onChange={(event) => change({ description: event.target.value })}
        />
        <NextStep draft={draft} now={now} error={problems.when} onChange={change} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary">
            Log it
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

interface NextStepProps {
  draft: LogDraft
  now: number
  error: string | undefined
  onChange: (change: Partial<LogDraft>) => void
}

/** What follows, as the outcome prompts it; the rep changes it, or leaves it out. */
function NextStep({ draft: { hasNext, next }, now, error, onChange }: NextStepProps) {
  const due = readSnooze(next.when, now)
  return (
    <fieldset className="rounded-lg border border-line px-3 pt-1 pb-3">
      <legend className="px-1 text-sm font-medium">
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            checked={hasNext}
            onChange={(event) => onChange({ hasNext: event.target.checked })}
            className="size-4 accent-accent"
          />
          Plan the next step
        </label>
      </legend>
      {hasNext ? (
        <div className="grid gap-3 sm:grid-cols-[1fr_2fr]">
          <SelectField
            label="Next"
            value={next.type}
            choices={TASK_TYPES.map((id) => ({ id, name: TYPE_NAMES[id] }))}
            onChange={(type) => onChange({ next: { ...next, type } })}
          />
          <TextField
            label="What is to be done"
            dir="auto"
            maxLength={300}
            autoComplete="off"
            value={next.subject}
            onChange={(event) => onChange({ next: { ...next, subject: event.target.value } })}
          />
          <TextField
            className="sm:col-span-2"
            label="When"
            autoComplete="off"
            value={next.when}
            error={error}
            hint={<span aria-live="polite">{'at' in due ? fullTime(due.at) : due.error}</span>}
            onChange={(event) => onChange({ next: { ...next, when: event.target.value } })}
          />
        </div>
      ) : (
        <p className="text-sm text-ink-2">Nothing will be planned.</p>
      )}
    </fieldset>
  )
}
