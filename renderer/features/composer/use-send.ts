import { useState } from 'react'
import { subjectOfView } from '../../actions/subject-of-view.ts'
import { useTriage } from '../../actions/use-triage.ts'
import { useTakeBack } from '../../actions/use-take-back.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { dateTime } from '../../format/time.ts'
import { nameOf, PLATFORM_NAMES } from '../../format/vocabulary.ts'
import { useAppStore } from '../../store/store-context.ts'
import { answerSubject } from './reply-state.ts'
import type { FilledTemplate } from './template-reply.tsx'
import type { DraftFile } from '#shared/contract/areas/attachments.ts'
import type { ReplyVia } from '#shared/contract/areas/composer.ts'
import type { CommandInput, CommandOutput } from '#shared/contract/ipc.ts'
import type { ConversationView, Draft } from '#shared/contract/read-models.ts'
import type { Failure, Result } from '#shared/contract/result.ts'

export interface HowToSend {
  /** The conversation is done with it. */
  isDone?: boolean
  /** What goes with it. */
  files?: readonly DraftFile[]
  /** When it is to leave, milliseconds since 1970, if not at once. */
  scheduled_for?: number
}

interface Send {
  /** @param via by which channel a reply leaves */
  reply: (draft: Draft, via: ReplyVia, how?: HowToSend) => Promise<void>
  note: (draft: Draft) => Promise<void>
  template: (filled: FilledTemplate, draft: Draft, via: ReplyVia) => Promise<void>
  sending: boolean
  /** Why the last attempt failed. */
  refused: Failure | null
}

/** Sends or notes a draft; its text leaves the composer only once it is safely in the cache. */
export function useSend(view: ConversationView, remove: (sent: string) => void): Send {
  const { conversation, lead } = view
  const command = useCommand()
  const store = useAppStore()
  const { takeBack } = useTakeBack()
  const triage = useTriage()
  const [sending, setSending] = useState(false)
  const [refused, setRefused] = useState<Failure | null>(null)

  /** Runs what takes `body` out of the composer; null when it failed. */
  const attempt = async <T>(body: string, run: () => Promise<Result<T>>): Promise<T | null> => {
    setSending(true)
    const result = await run()
    setSending(false)
    setRefused(result.ok ? null : result.error)
    if (!result.ok) return null
    remove(body)
    const { openId, leaveTarget } = store.getState()
    // What was written is at the end of the thread, wherever in it the rep stood.
    if (openId === conversation.id) leaveTarget()
    return result.value
  }

  /** @param typed the words that the reply takes out of the composer */
  const send = async (
    input: Omit<CommandInput<'message.send'>, 'conversation_id' | 'via'>,
    {
      draft,
      typed,
      via,
      isDone,
      scheduled_for,
      files = [],
    }: { draft: Draft; typed: string; via: ReplyVia } & HowToSend,
  ) => {
    const isElsewhere = via.conversation_id !== conversation.id
    const whole = {
      ...input,
      conversation_id: conversation.id,
      ...(isElsewhere && { via: via.channel_id }),
      ...(scheduled_for !== undefined && { scheduled_for }),
      ...(files.length > 0 && { file_ids: files.map(({ id }) => id) }),
    }
    const sent = await attempt(typed, () => command('message.send', whole, { quiet: true }))
    if (!sent) return
    const reply = { messageId: sent.message_id, conversationId: conversation.id, draft }
    store.getState().rememberSent(reply)
    const isLater = scheduled_for !== undefined
    const text = isLater
      ? `Scheduled for ${dateTime(sent.leaves_at)}`
      : sentWords(sent, nameOf(lead.label), isElsewhere ? via : null)
    const until = isLater ? {} : { until: sent.leaves_at }
    const undo = () => void takeBack(reply)
    if (isDone) {
      const done = triage.done(subjectOfView(view), { text: `${text}, done`, undo, ...until })
      // The text field that had the focus is gone with its conversation.
      const { openId, focusOn } = store.getState()
      focusOn(openId === null ? 'list' : 'thread')
      return done
    }
    store.getState().showToast({ tone: 'info', text, action: { label: 'Undo', run: undo }, ...until })
  }

  return {
    sending,
    refused,
    async reply(draft, via, how) {
      const input = { body: draft.body.trim(), ...(via.platform === 'email' && { subject: subjectOf(draft, via) }) }
      await send(input, { draft, typed: draft.body, via, ...how })
    },
    async template({ id, body, variables }, draft, via) {
      // What the rep had typed in their own words is not what was sent.
      await send({ body, template: { id, variables } }, { draft: { ...draft, body: '' }, typed: '', via })
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

/** @param via where it leaves, if that is not the conversation it was written in */
function sentWords({ online }: CommandOutput<'message.send'>, name: string, via: ReplyVia | null): string {
  const channel = via ? ` via ${PLATFORM_NAMES[via.platform]}` : ''
  return online ? `Sending to ${name}${channel}` : `Your reply to ${name}${channel} waits for the network`
}

/** What an e-mail is about: what the rep typed, else what is answered. */
export const subjectOf = (draft: Draft, via: ReplyVia): string => draft.subject ?? answerSubject(via)
