import { History, Pencil, Pin, StickyNote, TriangleAlert } from 'lucide-react'
import { memo } from 'react'
import { useCanWrite } from '../../actions/session-context.ts'
import { clockTime, fullTime } from '../../format/time.ts'
import { NOTE_TYPE_NAMES, SAVE_WORDS } from '../../format/vocabulary.ts'
import { useApp } from '../../store/store-context.ts'
import { cx } from '../../ui/cx.ts'
import { IconButton } from '../../ui/button.tsx'
import { Markdown } from '../../ui/markdown.tsx'
import { SaveMark } from '../../ui/save-mark.tsx'
import { TagChip } from '../../ui/tag-chip.tsx'
import type { TimelineNote } from '#shared/contract/read-models.ts'

interface NoteCardProps {
  note: TimelineNote
  author: string
  /** It is the one that was asked for. */
  marked: boolean
}

/** A note between colleagues: full width and tinted, so that it is never taken for a message. */
export const NoteCard = memo(function NoteCard({ note, author, marked }: NoteCardProps) {
  return (
    <article
      aria-label={`${NOTE_TYPE_NAMES[note.type]} by ${author}, ${clockTime(note.at)}`}
      aria-current={marked || undefined}
      className={cx(
        'group mt-3 rounded-lg border border-note-line bg-note px-3 py-2',
        marked && 'ring-2 ring-focus ring-offset-2 ring-offset-surface',
      )}
    >
      <header className="flex items-center gap-1.5 text-2xs text-note-ink">
        <StickyNote aria-hidden className="size-3" />
        <span className="font-semibold">{NOTE_TYPE_NAMES[note.type]}</span>
        <span aria-hidden>·</span>
        <span className="truncate">{author}</span>
        <span aria-hidden>·</span>
        <time className="tabular" title={fullTime(note.at)} dateTime={new Date(note.at).toISOString()}>
          {clockTime(note.at)}
        </time>
        {note.is_pinned && (
          <span className="inline-flex items-center gap-1">
            <Pin aria-hidden className="size-3" /> Pinned
          </span>
        )}
        <NoteStory id={note.id} />
        <EditNote note={note} />
        {note.save_state === 'attention' && <Undecided />}
        {note.save_state !== 'saved' && note.save_state !== 'attention' && (
          <span className="inline-flex shrink-0 items-center gap-1">
            <span aria-hidden>{SAVE_WORDS[note.save_state]}</span>
            <SaveMark state={note.save_state} />
          </span>
        )}
      </header>
      {note.title && (
        <p dir="auto" className="mt-1 text-sm font-semibold wrap-break-word">
          {note.title}
        </p>
      )}
      <div dir="auto" className="mt-1 text-base wrap-anywhere select-text">
        <Markdown text={note.body} />
      </div>
      {note.tags.length > 0 && (
        <ul aria-label="Tags" className="mt-1.5 flex flex-wrap gap-1.5">
          {note.tags.map((tag) => (
            <TagChip key={tag} tag={tag} />
          ))}
        </ul>
      )}
    </article>
  )
})

/** The way to why the note reads as it does; quiet until looked for. */
function NoteStory({ id }: { id: string }) {
  const tellStory = useApp((state) => state.tellStory)
  return (
    <IconButton
      label="Why does it look like this?"
      size="sm"
      side="left"
      className="-my-1.5 ml-auto text-note-ink opacity-0 group-hover:opacity-100 focus-visible:opacity-100"
      onClick={() => tellStory({ table: 'notes', id })}
    >
      <History className="size-3" />
    </IconButton>
  )
}

function EditNote({ note }: { note: TimelineNote }) {
  const canWrite = useCanWrite()
  const showNoteSheet = useApp((state) => state.showNoteSheet)
  if (!canWrite) return null
  return (
    <IconButton
      label="Edit this note"
      size="sm"
      side="left"
      className="-my-1.5 text-note-ink opacity-0 group-hover:opacity-100 focus-visible:opacity-100"
      onClick={() => showNoteSheet({ what: 'edit', note })}
    >
      <Pencil className="size-3" />
    </IconButton>
  )
}

function Undecided() {
  const showConflicts = useApp((state) => state.showConflicts)
  const openId = useApp((state) => state.openId)
  return (
    <button
      type="button"
      className="inline-flex shrink-0 items-center gap-1 rounded-sm font-medium text-danger underline underline-offset-2"
      onClick={() => showConflicts(openId)}
    >
      <TriangleAlert aria-hidden className="size-3" strokeWidth={2.25} />
      {SAVE_WORDS.attention}
    </button>
  )
}
