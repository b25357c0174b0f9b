import { useCallback } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { useKeyboard } from '../../keyboard/use-keyboard.ts'
import { useAppStore } from '../../store/store-context.ts'
import type { Answering } from '#shared/contract/areas/composer.ts'

interface AnsweringControl {
  takeOver: () => void
  resume: () => void
}

/** Who answers the customer, and the way to change it: by button, and by Shift+T. */
export function useAnswering(conversationId: string, answering: Answering | undefined): AnsweringControl {
  const command = useCommand()
  const store = useAppStore()
  const takeOver = useCallback(() => {
    void command('conversation.take_over', { conversation_id: conversationId })
  }, [command, conversationId])
  const resume = useCallback(async () => {
    const result = await command('conversation.resume_ai', { conversation_id: conversationId })
    if (!result.ok) return
    store.getState().showToast({
      tone: 'info',
      text: 'The AI answers again',
      action: { label: 'Undo', run: takeOver },
    })
  }, [command, conversationId, store, takeOver])
  const control = { takeOver, resume: () => void resume() }
  useKeyboard(
    {
      toggle_ai() {
        if (answering === 'ai') control.takeOver()
        else if (answering === 'person') control.resume()
      },
    },
    'inbox',
  )
  return control
}
