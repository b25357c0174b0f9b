/** What a rep decides about one change, field by field, until they apply it. */
import { mentionsAsTyped } from '#shared/domain/mentions.ts'
import type { ConflictDetail, ConflictField } from '#shared/contract/conflict-models.ts'
import type { CommandInput, FieldChoice } from '#shared/contract/ipc.ts'

export type Take = FieldChoice['take']
export type FieldValue = Extract<FieldChoice, { take: 'value' }>['value']

export interface Decision {
  take: Record<string, Take>
  /** What stands in the editors. */
  values: Record<string, FieldValue>
}

export type Settlement =
  | { command: 'attention.retry'; input: CommandInput<'attention.retry'> }
  | { command: 'attention.settle'; input: CommandInput<'attention.settle'> }
  | { command: 'attention.discard'; input: CommandInput<'attention.discard'> }

const isEditable = (value: unknown): value is FieldValue =>
  value === null || typeof value === 'string' || typeof value === 'boolean'

/** A value as the rep edits it: colleagues named in a note by `@name`. */
const typed = (value: unknown): FieldValue =>
  typeof value === 'string' ? mentionsAsTyped(value) : isEditable(value) ? value : null

/** What is proposed before the rep has decided anything. */
export function proposedDecision({ fields, actions }: ConflictDetail): Decision {
  const proposed = ({ suggested, editor }: ConflictField): Take => {
    if (actions.includes('mine')) return suggested
    return actions.includes('edit') && !actions.includes('again') && editor ? 'value' : 'mine'
  }
  return {
    take: Object.fromEntries(fields.map((field) => [field.column, proposed(field)])),
    values: Object.fromEntries(fields.map(({ column, mine }) => [column, typed(mine.value)])),
  }
}

export const takeAll = (decision: Decision, fields: readonly ConflictField[], take: Take): Decision => ({
  ...decision,
  take: Object.fromEntries(
    fields.map(({ column, editor }) => [column, take === 'value' && !editor ? decision.take[column]! : take]),
  ),
})

/** The choice of a field as it is sent: an editor left as it was is mine or theirs. */
function choiceOf({ column, mine, theirs }: ConflictField, { take, values }: Decision): FieldChoice {
  const seen = (theirs?.value ?? null) as FieldChoice['theirs']
  const chosen = take[column] ?? 'mine'
  if (chosen !== 'value') return { take: chosen, theirs: seen }
  const value = values[column] ?? null
  if (value === typed(mine.value)) return { take: 'mine', theirs: seen }
  return theirs !== null && value === typed(theirs.value)
    ? { take: 'theirs', theirs: seen }
    : { take: 'value', value, theirs: seen }
}

/** What applying the decision means; null while nothing has been changed that must be. */
export function settlementOf(detail: ConflictDetail, decision: Decision): Settlement | null {
  const { seq, actions, fields } = detail
  if (actions.every((action) => action === 'discard')) return { command: 'attention.discard', input: { seq } }
  const choices = fields.map((field): [string, FieldChoice] => [field.column, choiceOf(field, decision)])
  if (actions.includes('mine')) {
    return { command: 'attention.settle', input: { seq, fields: Object.fromEntries(choices) } }
  }
  const edited = choices.filter(([, { take }]) => take === 'value')
  if (edited.length > 0) return { command: 'attention.settle', input: { seq, fields: Object.fromEntries(edited) } }
  return actions.includes('again') ? { command: 'attention.retry', input: { seq } } : null
}

const AGAIN: Record<string, string> = { 'message.send': 'Send anyway', 'conversation.close': 'Close anyway' }

/** What the button that sends a change as it is says. */
export const againLabel = ({ mutation, result }: Pick<ConflictDetail, 'mutation' | 'result'>): string =>
  (result === 'held' && AGAIN[mutation]) || 'Try again'

/** What the button that applies the decision says. */
export function applyLabel(detail: ConflictDetail, settlement: Settlement | null): string {
  if (settlement?.command === 'attention.retry') return againLabel(detail)
  if (settlement?.command === 'attention.discard') return detail.code === 'already_claimed' ? 'Let it go' : 'Discard'
  if (settlement === null) return 'Save the change'
  const takes = new Set(Object.values(settlement.input.fields).map(({ take }) => take))
  if (takes.size > 1) return 'Apply the choices'
  if (takes.has('mine')) return 'Keep mine'
  if (takes.has('theirs')) return 'Take theirs'
  return detail.mutation === 'message.send' ? 'Send the edited reply' : 'Save the edited value'
}

/** What is said once it is done. */
export function appliedText(detail: ConflictDetail, settlement: Settlement): string {
  if (settlement.command === 'attention.discard') return `Discarded: ${detail.title}`
  if (settlement.command === 'attention.retry') return `On its way again: ${detail.title}`
  const takes = new Set(Object.values(settlement.input.fields).map(({ take }) => take))
  if (takes.size === 1 && takes.has('theirs')) return `Took theirs: ${detail.title}`
  return takes.size === 1 && takes.has('mine') ? `Kept yours: ${detail.title}` : `Settled: ${detail.title}`
}
