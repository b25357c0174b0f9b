import { useState } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { PLATFORM_NAMES } from '../../format/vocabulary.ts'
import { useAppStore } from '../../store/store-context.ts'
import { answerSubject } from './reply-state.ts'
import type { FilledTemplate } from './template-reply.tsx'
import type { ReplyVia } from '#shared/contract/areas/composer.ts'
import type { ConversationView, Draft } from '#shared/contract/read-models.ts'
import type { Failure } from '#shared/contract/result.ts'

interface Send {
  /** @param via by which channel a reply leaves */
  reply: (draft: Draft, via: ReplyVia) => Promise<void>
  note: (draft: Draft) => Promise<void>
  template: (filled: FilledTemplate, via: ReplyVia) => Promise<void>
  sending: boolean
  /** Why the last attempt failed. */
  refused: Failure | null
}

/** Sends or notes a draft; its text leaves the composer only once it is safely in the cache. */
export function useSend({ conversation, lead }: ConversationView, remove: (sent: string) => void): Send {
  const command = useCommand()
  const store = useAppStore()
  const [sending, setSending] = useState(false)
  const [refused, setRefused] = useState<Failure | null>(null)

  const attempt = async (body: string, run: () => ReturnType<typeof command>) => {
    setSending(true)
    const result = await run()
    setSending(false)
    setRefused(result.ok ? null : result.error)
    if (result.ok) remove(body)
    return result.ok
  }

  /** The message is not in this thread, so it is told where it is. */
  const tellWhere = ({ platform, conversation_id: id }: ReplyVia) =>
    store.getState().showToast({
      tone: 'info',
      text: `Sent via ${PLATFORM_NAMES[platform]}`,
      ...(id && { action: { label: 'Show', run: () => store.getState().openConversation(id) } }),
    })

  return {
    sending,
    refused,
    async reply(draft, via) {
      const isElsewhere = via.conversation_id !== conversation.id
      const input = {
        conversation_id: conversation.id,
        body: draft.body.trim(),
        ...(isElsewhere && { via: via.channel_id }),
        ...(via.platform === 'email' && { subject: subjectOf(draft, via) }),
      }
      const isSent = await attempt(draft.body, () => command('message.send', input, { quiet: true }))
      if (isSent && isElsewhere) tellWhere(via)
    },
    async template({ id, body, variables }, via) {
      const isElsewhere = via.conversation_id !== conversation.id
      const input = {
        conversation_id: conversation.id,
        body,
        ...(isElsewhere && { via: via.channel_id }),
        template: { id, variables },
      }
      // What the rep had typed in their own words is not what was sent.
      const isSent = await attempt('', () => command('message.send', input, { quiet: true }))
      if (isSent && isElsewhere) tellWhere(via)
    },
    async note({ body }) {
      const input = {
        lead_id: lead.id,
        conversation_id: conversation.id,
        body: body.trim(),
        title: null,
        type: 'general' as const,
      }
      await attempt(body, () => command('note.create', input, { quiet: true }))
    },
  }
}

/** What an e-mail is about: what the rep typed, else what is answered. */
export const subjectOf = (draft: Draft, via: ReplyVia): string => draft.subject ?? answerSubject(via)
