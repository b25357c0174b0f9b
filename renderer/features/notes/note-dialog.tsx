import { useEffect, useRef, useState, type FormEvent } from 'react'
import { useSession } from '../../actions/session-context.ts'
import { NOTE_TYPE_NAMES } from '../../format/vocabulary.ts'
import { useLive } from '../../bridge/use-live.ts'
import type { NoteSheet } from '../../store/notes-slice.ts'
import { useApp } from '../../store/store-context.ts'
import { AddTag } from '../../ui/add-tag.tsx'
import { Button } from '../../ui/button.tsx'
import { ChoiceButtons } from '../../ui/choice-buttons.tsx'
import { CompletingText } from '../../ui/completing-text.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { LeadField } from '../../ui/lead-field.tsx'
import { Markdown } from '../../ui/markdown.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { TagChip } from '../../ui/tag-chip.tsx'
import { useMentionCompletion } from '../../ui/use-mention-completion.tsx'
import { noteObstacle } from './note-obstacle.ts'
import { useNoteForm } from './use-note-form.ts'
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

/** Far fewer than are taken (`noteFieldsSchema`): more say nothing. */
const MOST_TAGS = 20

interface NoteDialogProps {
  sheet: NoteSheet
  draftId: string
  onClose: () => void
}

function NoteDialog({ sheet, draftId, onClose }: NoteDialogProps) {
  const isNew = sheet.what === 'new'
  const { body, given, failure, write, change, save } = useNoteForm(sheet, draftId)
  const { lead, type, is_pinned: isPinned, tags } = given
  const [view, setView] = useState<'write' | 'preview'>('write')
  const [asked, setAsked] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const obstacle = noteObstacle(body)
  const problem = obstacle !== null && (asked || obstacle.isLong) ? obstacle.words : (failure?.message ?? null)
  const isReady = !isNew || lead !== null
  // The field that found the lead is gone, and the focus with it.
  useEffect(() => {
    if (isReady) field.current?.focus()
  }, [isReady])

  const submit = async () => {
    setAsked(true)
    if (!obstacle && isReady && (await save())) onClose()
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
      title={isNew ? 'New note' : 'Edit note'}
      {...(isReady && { initialFocus: field })}
    >
      <form onSubmit={onSubmit} className="flex flex-col gap-3">
        {isNew && (
          <LeadField
            lead={lead}
            error={asked && !lead ? 'Say whom it is about.' : undefined}
            onChange={(chosen) => change({ lead: chosen })}
          />
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
        <NoteTags tags={tags} onChange={(next) => change({ tags: next })} />
        <div className="flex flex-wrap items-end gap-4">
          <SelectField
            className="w-48"
            label="Type"
            value={type}
            choices={NOTE_TYPES.map((id) => ({ id, name: NOTE_TYPE_NAMES[id] }))}
            onChange={(chosen) => change({ type: chosen })}
          />
          <label className="flex h-10 items-center gap-2 text-sm">
            <input
              type="checkbox"
              checked={isPinned}
              onChange={(event) => change({ is_pinned: event.target.checked })}
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

function NoteTags({ tags, onChange }: { tags: string[]; onChange: (tags: string[]) => void }) {
  const { value: choices } = useLive('lead.choices', {})
  const known = choices?.tags ?? []
  const colors = new Map(known.map(({ name, color }) => [name, color]))
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">Tags</legend>
      {tags.length > 0 && (
        <ul className="flex max-h-20 flex-wrap gap-1.5 overflow-y-auto">
          {tags.map((tag) => (
            <TagChip
              key={tag}
              tag={tag}
              color={colors.get(tag)}
              onRemove={() => onChange(tags.filter((other) => other !== tag))}
            />
          ))}
        </ul>
      )}
      <AddTag
        taken={tags}
        known={known.map(({ name }) => name)}
        onAdd={(tag) => {
          if (tags.length >= MOST_TAGS) return `A note has at most ${MOST_TAGS} tags.`
          onChange([...tags, tag])
          return null
        }}
      />
    </fieldset>
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
      className="block w-full resize-y rounded-md border border-control-line bg-surface px-3 py-2 text-base select-text max-sm:h-32 placeholder:text-ink-3 focus-visible:outline-offset-0"
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
