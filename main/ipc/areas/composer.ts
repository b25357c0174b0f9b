import type { z } from 'zod'
import type { COMPOSER_COMMANDS } from '#shared/contract/areas/composer.ts'
import { ExpectedError } from '#shared/contract/errors.ts'
import type { CommandOutput } from '#shared/contract/ipc.ts'
import { uuidv7 } from '#shared/domain/ids.ts'
import type { SentAttachment } from '#shared/domain/mutations/message.ts'
import { filesObstacle } from '#shared/domain/outgoing-files.ts'
import { MAX_WAIT_MS, UNDO_MS } from '#shared/domain/outgoing.ts'
import type { NewMutation } from '../../db/calls.ts'
import type { AreaContext } from './context.ts'

type Handlers = {
  [N in keyof typeof COMPOSER_COMMANDS]: (input: z.output<(typeof COMPOSER_COMMANDS)[N]>) => Promise<CommandOutput<N>>
}

/** What the commands of the composer do. */
export function composerHandlers({ workspace, writable, commit, now }: AreaContext): Handlers {
  /**
   * The conversation by which a reply leaves, and what has to be queued first: a customer who has never been written to
   * on a channel has no conversation there yet.
   */
  async function viaOf(conversation_id: string, channelId: string): Promise<{ id: string; first: NewMutation[] }> {
    const options = await workspace().db.read('reply.options', { conversation_id })
    const via = options?.vias.find(({ channel_id }) => channel_id === channelId)
    if (!options || !via) throw new ExpectedError('not_found', 'This channel is no longer in your local data.')
    if (via.conversation_id !== null) return { id: via.conversation_id, first: [] }
    const id = uuidv7(now())
    const args = { conversation_id: id, lead_id: options.lead_id, channel_id: channelId }
    return { id, first: [{ name: 'conversation.start', args }] }
  }

  /** Takes a message out of the queue; false once the server may have it. */
  async function discardUnsent(message_id: string): Promise<boolean> {
    const { db, engine } = writable()
    const unsent = await db.read('message.unsent', { message_id })
    if (!unsent) return false
    const { seq, state } = unsent
    try {
      // What the server holds or has refused is not there either.
      await (state === 'parked' ? db.discardParked(seq, { at: now() }) : db.discardUnsent(seq, { at: now() }))
    } catch (error) {
      // It went on its way in between.
      if (error instanceof ExpectedError && (error.code === 'conflict' || error.code === 'not_found')) return false
      throw error
    }
    await engine.refreshCounts()
    return true
  }

  /** The files of a draft that go with a message. @throws ExpectedError when one is gone, or the channel takes it not */
  async function filesOf({
    conversation_id,
    body,
    via: channelId,
    file_ids: ids,
  }: {
    conversation_id: string
    body: string
    via: string | undefined
    file_ids: readonly string[]
  }): Promise<SentAttachment[]> {
    if (ids.length === 0) return []
    const { db } = workspace()
    const attached = await db.read('draft.files', { conversation_id })
    const files = await Promise.all(
      ids.map(async (attachment_id) => {
        const file = attached.find(({ id }) => id === attachment_id)
        const place = await db.read('attachment.place', { attachment_id })
        if (!file || !place?.sha256) {
          throw new ExpectedError('not_found', 'A file is no longer attached. Look at what is, and send again.')
        }
        const { file_name, content_type, size_bytes } = file
        return { attachment_id, file_name, content_type, size_bytes, sha256: place.sha256 }
      }),
    )
    const options = await db.read('reply.options', { conversation_id })
    const leaves = options?.vias.find((one) =>
      channelId ? one.channel_id === channelId : one.conversation_id === conversation_id,
    )
    const obstacle = leaves ? filesObstacle(leaves.platform, files, body) : null
    if (obstacle) throw new ExpectedError('invalid_input', obstacle)
    return files
  }

  /** The server holds it until then, so that a crash of this app neither loses a message nor sends it twice. */
  function departure(wanted: number | null | undefined): number {
    if (wanted && wanted > now() + MAX_WAIT_MS) {
      throw new ExpectedError('invalid_input', 'A message can wait for a year at most.')
    }
    return Math.max(wanted ?? 0, now() + UNDO_MS)
  }

  return {
    async 'message.send'({ conversation_id, body, via, subject, template, scheduled_for, file_ids = [] }) {
      if (body.trim() === '' && file_ids.length === 0) {
        throw new ExpectedError('invalid_input', 'A message needs text or a file.')
      }
      const { db, engine, uploads } = writable()
      const message_id = uuidv7(now())
      const leaves_at = departure(scheduled_for)
      const online = engine.status.state === 'online'
      // A reply written offline must not go out to a customer who has said something else since, or has a new owner.
      // Nor one that waits for its files.
      const saw = online && file_ids.length === 0 ? null : await db.read('conversation.seen', { conversation_id })
      const leaves = via ? await viaOf(conversation_id, via) : null
      const attachments = await filesOf({ conversation_id, body, via, file_ids })
      const args = {
        message_id,
        conversation_id,
        body,
        scheduled_for: leaves_at,
        ...saw,
        ...(leaves && leaves.id !== conversation_id && { via_conversation_id: leaves.id }),
        ...(subject && { subject }),
        ...(attachments.length > 0 && { attachments }),
        ...(template && { template_id: template.id, variables: template.variables }),
      }
      await commit({ name: 'message.send', args }, { spent: { conversation_id, body }, first: leaves?.first ?? [] })
      if (attachments.length > 0) uploads.wake()
      return { message_id, leaves_at, online }
    },

    async 'message.take_back'({ message_id }) {
      if (await discardUnsent(message_id)) return { settled: true }
      await commit({ name: 'message.cancel', args: { message_id } })
      return { settled: false }
    },

    'message.reschedule': async ({ message_id, scheduled_for }) =>
      commit({
        name: 'message.edit_scheduled',
        args: { message_id, set: { scheduled_for: departure(scheduled_for) } },
      }),
    'message.retry': (args) => commit({ name: 'message.retry', args }),
    'message.cancel': (args) => commit({ name: 'message.cancel', args }),

    'conversation.take_over': (args) => commit({ name: 'conversation.take_over', args }),
    async 'conversation.resume_ai'(args) {
      const options = await workspace().db.read('reply.options', args)
      if (options && !options.lead_ai) {
        await commit({ name: 'lead.set_ai', args: { lead_id: options.lead_id, ai_enabled: true } })
      }
      // Where the AI was switched off for the lead alone, nothing is left to do.
      if (options?.conversation_ai) return null
      return commit({ name: 'conversation.resume_ai', args })
    },
  }
}
