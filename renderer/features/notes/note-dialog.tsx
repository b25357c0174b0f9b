import { useRef, useState, type FormEvent } from 'react'
import { useSession } from '../../actions/session-context.ts'
import { useDraft } from '../../actions/use-draft.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { NOTE_TYPE_NAMES, nameOf } from '../../format/vocabulary.ts'
import type { NoteSheet } from '../../store/notes-slice.ts'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { UNDO } from '../../store/toast-slice.ts'
import { Button } from '../../ui/button.tsx'
import { ChoiceButtons } from '../../ui/choice-buttons.tsx'
import { CompletingText } from '../../ui/completing-text.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { LeadField } from '../../ui/lead-field.tsx'
import { Markdown } from '../../ui/markdown.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { useMentionCompletion } from '../../ui/use-mention-completion.tsx'
import { noteObstacle } from './note-obstacle.ts'
import { mentionsAsTyped } from '#shared/domain/mentions.ts'
import { NOTE_TYPES } from '#shared/domain/vocabulary.ts'

/** The note that is being written from anywhere, if one is. */
export function NoteSheets() {
  const sheet = useApp((state) => state.noteSheet)
  const showNoteSheet = useApp((state) => state.showNoteSheet)
  const { user } = useSession()
  if (!sheet) return null
  // What is typed is kept under the note's id; of one that is none yet, under the rep's, who writes one at a time.
  const draftId = sheet.what === 'edit' ? sheet.note.id : user.id
  return <NoteDialog key={draftId} sheet={sheet} draftId={draftId} onClose={() => showNoteSheet(null)} />
}

interface NoteDialogProps {
  sheet: NoteSheet
  draftId: string
  onClose: () => void
}

function NoteDialog({ sheet, draftId, onClose }: NoteDialogProps) {
  const note = sheet.what === 'edit' ? sheet.note : null
  const command = useCommand()
  const store = useAppStore()
  const { draft, failure, change, remove } = useDraft(draftId)
  const [lead, setLead] = useState(sheet.what === 'new' ? sheet.lead : null)
  const [isTouched, setTouched] = useState(false)
  const [type, setType] = useState(note?.type ?? 'general')
  const [isPinned, setPinned] = useState(note?.is_pinned ?? false)
  const [view, setView] = useState<'write' | 'preview'>('write')
  const [asked, setAsked] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const body = note && !isTouched && draft.body === '' ? mentionsAsTyped(note.body) : draft.body
  const obstacle = noteObstacle(body)
  const problem = obstacle !== null && (asked || obstacle.isLong) ? obstacle.words : (failure?.message ?? null)

  const write = (text: string) => {
    setTouched(true)
    change({ body: text, mode: 'note' })
  }
  const create = async (lead_id: string) => {
    const made = await command('note.create', {
      lead_id,
      conversation_id: draftId,
      body: body.trim(),
      title: null,
      type,
    })
    if (!made.ok) return false
    const { note_id } = made.value
    if (isPinned) await command('note.edit', { note_id, set: { is_pinned: true } })
    const run = () => void command('note.delete', { note_id })
    store.getState().showToast({
      tone: 'info',
      text: `The note about ${nameOf(lead?.label ?? null)} is saved`,
      action: { label: UNDO, run },
    })
    return true
  }
  const edit = async (edited: NonNullable<typeof note>) => {
    const set = {
      ...(isTouched || draft.body !== '' ? { body: body.trim() } : {}),
      ...(type !== edited.type && { type }),
      ...(isPinned !== edited.is_pinned && { is_pinned: isPinned }),
    }
    return (await command('note.edit', { note_id: edited.id, set })).ok
  }
  const submit = async () => {
    setAsked(true)
    if (obstacle || (!note && !lead)) return
    const isSaved = note ? await edit(note) : lead !== null && (await create(lead.id))
    if (!isSaved) return
    remove(draft.body)
    onClose()
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void submit()
  }

  return (
    <Dialog
      wide
      open
      onClose={onClose}
      title={note ? 'Edit note' : 'New note'}
      {...((note || lead) && { initialFocus: field })}
    >
      <form onSubmit={onSubmit} className="space-y-3">
        {!note && (
          <LeadField lead={lead} error={asked && !lead ? 'Say whom it is about.' : undefined} onChange={setLead} />
        )}
        <div className="flex items-center justify-between gap-3">
          <ChoiceButtons
            label="How the note is shown"
            value={view}
            choices={[
              { id: 'write', name: 'Write' },
              { id: 'preview', name: 'Preview' },
            ]}
            onChange={setView}
          />
          <span className="text-xs text-ink-3">Markdown: **bold**, - lists, # headings</span>
        </div>
        {view === 'write' ? (
          <NoteField
            field={field}
            value={body}
            hasProblem={problem !== null}
            onValue={write}
            onSubmit={() => void submit()}
          />
        ) : (
          <Preview body={obstacle ? '' : body} />
        )}
        <output className="block text-xs text-danger empty:hidden" id="note-problem">
          {problem}
        </output>
        <div className="flex flex-wrap items-end gap-4">
          <SelectField
            className="w-48"
            label="Type"
            value={type}
            choices={NOTE_TYPES.map((id) => ({ id, name: NOTE_TYPE_NAMES[id] }))}
            onChange={setType}
          />
          <label className="flex h-10 items-center gap-2 text-sm">
            <input
              type="checkbox"
              checked={isPinned}
              onChange={(event) => setPinned(event.target.checked)}
              className="size-4 accent-accent"
            />
            Pin it to the lead
          </label>
          <span className="ml-auto flex gap-2">
            <Button onClick={onClose}>Close</Button>
            <Button type="submit" tone="primary">
              Save note
            </Button>
          </span>
        </div>
      </form>
    </Dialog>
  )
}

interface NoteFieldProps {
  field: { current: HTMLTextAreaElement | null }
  value: string
  hasProblem: boolean
  onValue: (text: string) => void
  onSubmit: () => void
}

function NoteField({ field, value, hasProblem, onValue, onSubmit }: NoteFieldProps) {
  const completion = useMentionCompletion()
  return (
    <CompletingText
      input={field}
      aria-label="Note"
      aria-invalid={hasProblem || undefined}
      aria-describedby={hasProblem ? 'note-problem' : undefined}
      placeholder="What colleagues should know. @ names one of them."
      rows={9}
      value={value}
      onValue={onValue}
      completion={completion}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
        event.preventDefault()
        onSubmit()
      }}
      className="block w-full resize-y rounded-md border border-control-line bg-surface px-3 py-2 text-base select-text placeholder:text-ink-3 focus-visible:outline-offset-0"
    />
  )
}

function Preview({ body }: { body: string }) {
  return (
    <section
      aria-label="Preview"
      dir="auto"
      className="min-h-52 rounded-md border border-note-line bg-note px-3 py-2 text-base wrap-anywhere select-text"
    >
      {body.trim() === '' ? <p className="text-ink-2">Nothing to show yet.</p> : <Markdown text={body} />}
    </section>
  )
}
