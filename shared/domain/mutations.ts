/**
 * Every change a rep can make, as a named mutation: its arguments, and what it does to the local cache until the server
 * has spoken. `sync_push` carries the same names; the server's function of that name decides (sync.md).
 *
 * `apply` is pure over the rows it is given: it is run once when the rep acts and again on every rebase, so it may not
 * look at a clock or mint ids. What it cannot do (a row that is gone) it leaves undone.
 */
import type { z } from 'zod'
import { CONVERSATION_MUTATIONS } from './mutations/conversation.ts'
import { DEAL_MUTATIONS } from './mutations/deal.ts'
import type { ApplyContext, Edit, MutationDefinition, RowStore } from './mutations/define.ts'
import { LEAD_MERGE_MUTATIONS } from './mutations/lead-merge.ts'
import { LEAD_STATE_MUTATIONS } from './mutations/lead-state.ts'
import { LEAD_MUTATIONS } from './mutations/lead.ts'
import { MATERIAL_MUTATIONS, PERSONAL_MUTATIONS } from './mutations/material.ts'
import { MESSAGE_MUTATIONS } from './mutations/message.ts'
import { NOTE_MUTATIONS } from './mutations/note.ts'
import { OUTREACH_MUTATIONS } from './mutations/outreach.ts'
import { PIPELINE_MUTATIONS } from './mutations/pipeline.ts'
import { TEACHING_MUTATIONS } from './mutations/teaching.ts'
import { WORK_MUTATIONS } from './mutations/work.ts'

export const MUTATIONS = {
  ...CONVERSATION_MUTATIONS,
  ...LEAD_MUTATIONS,
  ...MESSAGE_MUTATIONS,
  ...LEAD_STATE_MUTATIONS,
  ...LEAD_MERGE_MUTATIONS,
  ...NOTE_MUTATIONS,
  ...WORK_MUTATIONS,
  ...DEAL_MUTATIONS,
  ...MATERIAL_MUTATIONS,
  ...PERSONAL_MUTATIONS,
  ...OUTREACH_MUTATIONS,
  ...TEACHING_MUTATIONS,
  ...PIPELINE_MUTATIONS,
} as const

export type MutationName = keyof typeof MUTATIONS
export type MutationArgs<N extends MutationName> = z.output<(typeof MUTATIONS)[N]['args']>

/** A change on its way into the outbox. */
export type Mutation = { [N in MutationName]: { name: N; args: MutationArgs<N> } }[MutationName]

export function isMutationName(name: string): name is MutationName {
  return Object.hasOwn(MUTATIONS, name)
}

/** What a mutation edits; null for one that does not say what the rep saw, and for a name that is not known. */
export function editOf(name: string): Edit | null {
  return isMutationName(name) ? ((MUTATIONS[name] as MutationDefinition<z.ZodType>).edits ?? null) : null
}

/** The mutation that sets a column of a table, and the argument that names its row; null when there is none. */
export function editorOf(table: string, column: string): { name: MutationName; id: string } | null {
  for (const [name, { args }] of Object.entries(MUTATIONS)) {
    const edit = editOf(name)
    if (edit?.table !== table || edit.columns || !('set' in args.shape)) continue
    if (column in args.shape.set.shape) return { name: name as MutationName, id: edit.id }
  }
  return null
}

/**
 * Applies a queued mutation to rows. Arguments that no longer parse (written by another version) change nothing: the
 * mutation stays queued and the server decides.
 */
export function applyMutation(rows: RowStore, mutation: { name: string; args: unknown }, context: ApplyContext): void {
  if (!isMutationName(mutation.name)) return
  const definition = MUTATIONS[mutation.name] as MutationDefinition<z.ZodType>
  const args = definition.args.safeParse(mutation.args)
  if (args.success) definition.apply(rows, args.data, context)
}
