import { useMemo } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { useAppStore } from '../../store/store-context.ts'
import { appliedText, type Settlement } from './decision.ts'
import type { ConflictDetail } from '#shared/contract/conflict-models.ts'

export interface Settle {
  /** Applies a decision; whether that was possible. */
  apply: (detail: ConflictDetail, settlement: Settlement) => Promise<boolean>
  discard: (item: Pick<ConflictDetail, 'seq' | 'title'>) => Promise<void>
  /** Takes a waiting change back. */
  withdraw: (item: { seq: number; title: string }) => Promise<void>
  restore: (id: number) => Promise<void>
  /** Undoes what was done last, as long as it is offered. */
  undoLast: () => void
}

/** What is done with changes, each with the way back. */
export function useSettle(): Settle {
  const command = useCommand()
  const store = useAppStore()
  return useMemo(() => {
    const restore = async (id: number) => {
      const result = await command('attention.restore', { id })
      if (result.ok) store.getState().showToast({ tone: 'info', text: 'Restored' })
    }
    const tell = (text: string, undo: number | null) =>
      store.getState().showToast({
        tone: 'info',
        text,
        ...(undo !== null && { action: { label: 'Undo', run: () => void restore(undo) } }),
      })
    const discard: Settle['discard'] = async ({ seq, title }) => {
      const result = await command('attention.discard', { seq })
      if (result.ok) tell(`Discarded: ${title}`, result.value.undo)
    }
    return {
      discard,
      restore,
      async apply(detail, { command: name, input }) {
        const result = await command(name, input)
        if (!result.ok) return false
        tell(appliedText(detail, { command: name, input } as Settlement), result.value?.undo ?? null)
        return true
      },
      async withdraw({ seq, title }) {
        const result = await command('outbox.discard', { seq })
        if (result.ok) tell(`Not sent: ${title}`, result.value.undo)
      },
      undoLast() {
        const { toasts, dismissToast } = store.getState()
        const last = toasts.findLast(({ action }) => action !== undefined)
        if (!last) return
        dismissToast(last.id)
        last.action?.run()
      },
    }
  }, [command, store])
}
