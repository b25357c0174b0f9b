import type { z } from 'zod'
import type { LeadNotes, NOTES_COMMANDS } from '#shared/contract/areas/notes.ts'
import { ExpectedError } from '#shared/contract/errors.ts'
import type { CommandOutput } from '#shared/contract/ipc.ts'
import { mentionsAsTyped } from '#shared/domain/mentions.ts'
import type { NoteType } from '#shared/domain/vocabulary.ts'
import { fileNameAbout, saveChosen } from '../../files/save-chosen.ts'
import type { SystemFiles } from './attachments.ts'
import type { AreaContext } from './context.ts'

type Handlers = {
  [N in keyof typeof NOTES_COMMANDS]: (input: z.output<(typeof NOTES_COMMANDS)[N]>) => Promise<CommandOutput<N>>
}

/** What the commands of notes do. */
export function notesHandlers(
  { workspace }: Pick<AreaContext, 'workspace'>,
  { saveAs }: Pick<SystemFiles, 'saveAs'>,
): Handlers {
  return {
    async 'notes.export'({ lead_id }) {
      const found = await workspace().db.read('lead.notes', { lead_id })
      if (!found) throw new ExpectedError('not_found', 'This lead is no longer in your local data.')
      if (found.notes.length === 0) throw new ExpectedError('invalid_input', 'This lead has no notes to export.')
      const path = await saveAs(`${fileNameAbout('Notes', found.label)}.md`)
      return { saved_as: path === null ? null : await saveChosen(path, asMarkdown(found), 'The notes') }
    },
  }
}

const TYPE_NAMES: Record<NoteType, string> = {
  general: 'Note',
  call_log: 'Call log',
  meeting_summary: 'Meeting summary',
  important: 'Important note',
}

/** The notes of a lead as one Markdown document, oldest first; times are this computer's. */
export function asMarkdown({ label, notes }: LeadNotes): string {
  const when = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' })
  const parts = notes.map(({ title, body, type, is_pinned, tags, author_name, created_at }) =>
    [
      `## ${title ?? TYPE_NAMES[type]}`,
      `*${[title !== null && TYPE_NAMES[type], author_name, when.format(created_at), is_pinned && 'pinned'].filter(Boolean).join(' · ')}*`,
      mentionsAsTyped(body),
      tags.length > 0 && `Tags: ${tags.join(', ')}`,
    ]
      .filter(Boolean)
      .join('\n\n'),
  )
  return `${[`# Notes on ${label ?? 'a lead'}`, ...parts].join('\n\n')}\n`
}
