import { useDraft } from '../../actions/use-draft.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { nameOf } from '../../format/vocabulary.ts'
import type { NoteSheet } from '../../store/notes-slice.ts'
import { useAppStore } from '../../store/store-context.ts'
import { UNDO } from '../../store/toast-slice.ts'
import { changedNote } from './changed-note.ts'
import type { NoteDraft } from '#shared/contract/areas/notes.ts'
import type { Failure } from '#shared/contract/result.ts'
import { mentionsAsTyped } from '#shared/domain/mentions.ts'

export interface NoteForm {
  body: string
  given: NoteDraft
  /** Why what is typed is not kept right now, if it is not. */
  failure: Failure | null
  write: (body: string) => void
  change: (part: Partial<NoteDraft>) => void
  /** Whether it is saved; if not, the rep has been told why. */
  save: () => Promise<boolean>
}

/** The note as the rep has it in front of them: all of it is kept under `draftId` until it is saved. */
export function useNoteForm(sheet: NoteSheet, draftId: string): NoteForm {
  const command = useCommand()
  const store = useAppStore()
  const { draft, failure, change, remove } = useDraft(draftId)
  const shown = begun(sheet)
  const given = draft.note ?? shown.given
  // A text that was taken away whole stays away; a draft that nobody began is no text.
  const body = draft.note || draft.body !== '' ? draft.body : shown.body

  const keep = (text: string, note: NoteDraft) => change({ body: text, mode: 'note', note })
  const create = async (lead: NonNullable<NoteDraft['lead']>) => {
    const made = await command('note.create', {
      lead_id: lead.id,
      conversation_id: draftId,
      body: body.trim(),
      title: null,
      type: given.type,
    })
    if (!made.ok) return false
    const { note_id } = made.value
    const { is_pinned, tags } = given
    if (is_pinned || tags.length > 0) await command('note.edit', { note_id, set: { is_pinned, tags } })
    const run = () => void command('note.delete', { note_id })
    store.getState().showToast({
      tone: 'info',
      text: `The note about ${nameOf(lead.label)} is saved`,
      action: { label: UNDO, run },
    })
    return true
  }
  const save = async () => {
    if (sheet.what === 'edit') {
      const change = changedNote(sheet.note, { ...given, body })
      if (change && !(await command('note.edit', { note_id: sheet.note.id, ...change })).ok) return false
    } else if (!given.lead || !(await create(given.lead))) return false
    remove(draft.body)
    return true
  }
  return {
    body,
    given,
    failure,
    write: (text) => keep(text, given),
    change: (part) => keep(body, { ...given, ...part }),
    save,
  }
}

/** What the dialog shows before anything is typed. */
function begun(sheet: NoteSheet): { body: string; given: NoteDraft } {
  if (sheet.what === 'new') {
    return { body: '', given: { lead: sheet.lead, type: 'general', is_pinned: false, tags: [] } }
  }
  const { body, type, is_pinned, tags } = sheet.note
  return { body: mentionsAsTyped(body), given: { lead: null, type, is_pinned, tags } }
}
