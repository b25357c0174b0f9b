/** A draft as its table holds it. */
import { z } from 'zod'
import { replyFields } from '#shared/contract/areas/composer.ts'
import { noteDraftFields } from '#shared/contract/areas/notes.ts'
import type { Draft } from '#shared/contract/read-models.ts'

/** How the reply is to go, and what a note has beside its text, is one JSON column: nothing is ever looked up by it. */
export interface DraftRow {
  body: string
  mode: Draft['mode']
  reply: string | null
}
export const DRAFT_COLUMNS = 'body, mode, reply'

const replySchema = z.object({ ...replyFields, ...noteDraftFields }).catch({})

export function draftOf({ body, mode, reply }: DraftRow): Draft {
  return { body, mode, ...(reply !== null && replySchema.parse(JSON.parse(reply))) }
}

/** The JSON of how the reply or note is to go; null when nothing was chosen. */
export function replyOf({ body: _body, mode: _mode, ...reply }: Draft): string | null {
  const json = JSON.stringify(reply)
  return json === '{}' ? null : json
}

/** Nothing in it is worth keeping: a channel chosen for no words is not. */
export const isEmptyDraft = ({ body, subject, template }: Draft): boolean => body === '' && !subject && !template
