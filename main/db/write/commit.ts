import { ExpectedError } from '#shared/contract/errors.ts'
import { uuidv7 } from '#shared/domain/ids.ts'
import { MUTATIONS, isMutationName } from '#shared/domain/mutations.ts'
import type { NewMutation } from '../calls.ts'
import { withBase } from './base.ts'
import type { WriteContext } from './context.ts'
import { namingColleagues } from './mentions.ts'
import { filesOf } from './outgoing-files.ts'
import { mutationHash } from './hash.ts'

/**
 * Queues a rep's change and applies it to the cache. Runs inside the caller's transaction.
 * @param at when the rep acted, milliseconds since 1970
 * @returns its sequence number
 * @throws `invalid_input` for arguments that do not parse, `not_found` when the target is not in the cache, `conflict`
 *   when it can do nothing there
 */
export function commit(context: WriteContext, mutation: NewMutation, at: number): number {
  const { rows, outbox, rebase, touched, redirects } = context
  if (!isMutationName(mutation.name)) throw new ExpectedError('invalid_input', 'This change is not known.')
  const { args: schema, v } = MUTATIONS[mutation.name]
  const given = redirects.follow(mutation.name, mutation.args)
  const parsed = schema.safeParse(withBase(rows, given ? ({ ...mutation, args: given } as NewMutation) : mutation))
  if (!parsed.success) {
    throw new ExpectedError('invalid_input', parsed.error.issues[0]?.message ?? 'This change is not valid.')
  }
  const data = namingColleagues(context.db, mutation.name, parsed.data)
  const args = JSON.stringify(data)
  const hash = mutationHash(mutation.name, v, data)
  touched.outbox()
  const sent = filesOf({ name: mutation.name, args })
  if (sent) context.outgoingFiles.claim(sent.messageId, sent.files)
  const seq = outbox.append({ id: uuidv7(at), name: mutation.name, v, args, hash, at })
  if (!rebase.apply({ seq, name: mutation.name, args, at })) throw nothingToDo(rebase.rowsOf(seq), rows)
  return seq
}

/**
 * Commits several, each in a savepoint of its own inside the caller's transaction: one whose target is gone, or that can do
 * nothing, leaves no trace.
 * @returns of each whether it was applied
 */
export function commitAll(context: WriteContext, mutations: NewMutation[], at: number): boolean[] {
  const attempt = context.db.transaction((mutation: NewMutation) => commit(context, mutation, at))
  return mutations.map((mutation) => {
    try {
      attempt(mutation)
      return true
    } catch (error) {
      if (error instanceof ExpectedError && (error.code === 'not_found' || error.code === 'conflict')) return false
      throw error
    }
  })
}

/** Why a change that changed nothing is refused here rather than queued for the server to refuse. */
function nothingToDo(touched: ReturnType<WriteContext['rebase']['rowsOf']>, rows: WriteContext['rows']): ExpectedError {
  const isMissing = touched.every(({ table, id }) => rows.get(table, id) === undefined)
  return isMissing
    ? new ExpectedError('not_found', 'This is no longer in your local data.')
    : new ExpectedError('conflict', 'This cannot be done any more: it has already changed.')
}
