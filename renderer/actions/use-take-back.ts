import { useMemo } from 'react'
import { useCommand } from '../bridge/use-command.ts'
import type { SentReply } from '../store/outgoing-slice.ts'
import { useAppStore } from '../store/store-context.ts'

export interface TakeBack {
  /** Takes a reply back that has not left; its words are in the composer again once that is certain. */
  takeBack: (reply: SentReply) => Promise<void>
  /** Puts the words of a reply that will not leave into the composer where they were written, or into its draft. */
  giveBack: (reply: SentReply) => Promise<void>
}

export function useTakeBack(): TakeBack {
  const command = useCommand()
  const store = useAppStore()
  return useMemo(() => {
    const giveBack = async ({ conversationId, draft }: SentReply) => {
      if (store.getState().openId === conversationId) return store.getState().returnDraft({ conversationId, draft })
      // The rep has gone on: they are not fetched back.
      const kept = await command('draft.load', { conversation_id: conversationId })
      if (!kept.ok) return
      const body = [kept.value?.body, draft.body].filter(Boolean).join('\n')
      const saved = await command('draft.save', { conversation_id: conversationId, ...draft, ...kept.value, body })
      if (!saved.ok) return
      const run = () => store.getState().openConversation(conversationId)
      store.getState().showToast({
        tone: 'info',
        text: 'The reply was taken back: its words are in the draft',
        action: { label: 'Show', run },
      })
    }
    return {
      giveBack,
      async takeBack(reply) {
        const result = await command('message.take_back', { message_id: reply.messageId })
        if (!result.ok) return
        if (store.getState().openId !== reply.conversationId) store.getState().openConversation(reply.conversationId)
        if (result.value.settled) await giveBack(reply)
        else store.getState().awaitTakenBack(reply)
      },
    }
  }, [command, store])
}
