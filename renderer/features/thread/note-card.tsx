import { Pin, StickyNote } from 'lucide-react'
import { memo } from 'react'
import { clockTime, fullTime } from '../../format/time.ts'
import { NOTE_TYPE_NAMES, SAVE_WORDS } from '../../format/vocabulary.ts'
import { LinkedText } from '../../ui/linked-text.tsx'
import { SaveMark } from '../../ui/save-mark.tsx'
import type { TimelineNote } from '#shared/contract/read-models.ts'

/** A note between colleagues: full width and tinted, so that it is never taken for a message. */
export const NoteCard = memo(function NoteCard({ note, author }: { note: TimelineNote; author: string }) {
  return (
    <article
      aria-label={`${NOTE_TYPE_NAMES[note.type]} by ${author}, ${clockTime(note.at)}`}
      className="mt-3 rounded-lg border border-note-line bg-note px-3 py-2"
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
        {note.save_state !== 'saved' && (
          <span className="ml-auto inline-flex shrink-0 items-center gap-1">
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
      <p dir="auto" className="mt-1 text-base wrap-anywhere whitespace-pre-wrap select-text">
        <LinkedText text={note.body} />
      </p>
    </article>
  )
})
