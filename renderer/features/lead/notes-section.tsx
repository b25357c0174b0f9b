import { FileDown, PinOff } from 'lucide-react'
import { useState } from 'react'
import { useTeam } from '../../actions/use-team.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { fullTime, momentTime } from '../../format/time.ts'
import { useApp } from '../../store/store-context.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { CompletingText } from '../../ui/completing-text.tsx'
import { useMentionCompletion } from '../../ui/use-mention-completion.tsx'
import { Markdown } from '../../ui/markdown.tsx'
import { SaveMark } from '../../ui/save-mark.tsx'
import { PanelSection } from './panel-section.tsx'
import type { LeadView } from '#shared/contract/lead-models.ts'

interface NotesSectionProps {
  view: LeadView
  canEdit: boolean
  now: number
}

/** What colleagues pinned about the lead, and a field to note something and pin it. */
export function NotesSection({ view, canEdit, now }: NotesSectionProps) {
  const { nameOf } = useTeam()
  const command = useCommand()
  const { pinned, lead } = view
  return (
    <PanelSection
      id="notes"
      title="Pinned notes"
      count={pinned.length}
      action={<ExportNotes leadId={lead.id} />}
      empty={pinned.length === 0 && 'What everybody should see first about this lead.'}
    >
      <ul className="flex flex-col gap-2">
        {pinned.map((note) => (
          <li key={note.id} className="group rounded-md border border-note-line bg-note px-2.5 py-1.5 text-sm">
            {note.title && (
              <p dir="auto" className="text-left font-medium wrap-anywhere">
                {note.title}
              </p>
            )}
            <div dir="auto" className="text-left wrap-anywhere select-text">
              <Markdown text={note.body} />
            </div>
            <p className="flex min-h-6 items-center gap-1 text-xs text-note-ink">
              <span className="min-w-0 flex-1 truncate">
                {note.author_id ? nameOf(note.author_id) : 'System'},{' '}
                <time title={fullTime(note.at)}>{momentTime(note.at, now)}</time>
              </span>
              <SaveMark state={note.save_state} />
              {canEdit && (
                <IconButton
                  label="Unpin this note"
                  size="sm"
                  side="left"
                  className="-mr-1.5 size-6"
                  onClick={() => void command('note.edit', { note_id: note.id, set: { is_pinned: false } })}
                >
                  <PinOff className="size-3.5" />
                </IconButton>
              )}
            </p>
          </li>
        ))}
      </ul>
      {canEdit && <QuickNote leadId={lead.id} />}
    </PanelSection>
  )
}

/** All notes of the lead, pinned or not, as one Markdown file. */
function ExportNotes({ leadId }: { leadId: string }) {
  const command = useCommand()
  const showToast = useApp((state) => state.showToast)
  const save = async () => {
    const saved = await command('notes.export', { lead_id: leadId })
    if (saved.ok && saved.value.saved_as !== null) {
      showToast({ tone: 'info', text: `The notes are saved as ${saved.value.saved_as}` })
    }
  }
  return (
    <IconButton label="Export all notes as Markdown" size="sm" side="left" onClick={() => void save()}>
      <FileDown className="size-3.5" />
    </IconButton>
  )
}

function QuickNote({ leadId }: { leadId: string }) {
  const command = useCommand()
  const [body, setBody] = useState('')
  const add = async () => {
    if (body.trim() === '') return
    const made = await command('note.create', {
      lead_id: leadId,
      conversation_id: null,
      body: body.trim(),
      title: null,
      type: 'general',
    })
    if (!made.ok) return
    setBody('')
    await command('note.edit', { note_id: made.value.note_id, set: { is_pinned: true } })
  }
  return (
    <form
      className="mt-2"
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <CompletingText
        aria-label="Pin a note"
        placeholder="Pin a note"
        rows={body === '' ? 1 : 3}
        maxLength={100_000}
        value={body}
        onValue={setBody}
        completion={useMentionCompletion()}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault()
            event.stopPropagation()
            void add()
          }
        }}
        className="block w-full resize-none rounded-md border border-control-line bg-surface px-2 py-1 text-sm select-text placeholder:text-ink-3 focus-visible:outline-offset-0"
      />
      {body.trim() !== '' && (
        <Button type="submit" size="sm" tone="primary" className="mt-1.5">
          Pin it
        </Button>
      )}
    </form>
  )
}
