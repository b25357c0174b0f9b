import { useMemo } from 'react'
import { useCommand } from '../bridge/use-command.ts'
import { useAppStore } from '../store/store-context.ts'
import { UNDO } from '../store/toast-slice.ts'
import type { CommandInput } from '#shared/contract/ipc.ts'
import type { SavedView } from '#shared/contract/areas/views.ts'

/** What a rep does with saved views. Each is kept here at once and reaches the team when there is a network. */
export interface ViewActions {
  /**
   * Keeps a view under a new name, and shows it.
   * @returns what was wrong, as a sentence; null when it is kept
   */
  save: (given: CommandInput<'view.save'>) => Promise<string | null>
  /** @returns what was wrong, as a sentence; null when it is kept */
  edit: (view: SavedView, set: CommandInput<'view.edit'>['set']) => Promise<string | null>
  remove: (view: SavedView) => Promise<void>
}

export function useViews(): ViewActions {
  const command = useCommand()
  const store = useAppStore()
  return useMemo(() => {
    const tell = (text: string, undo: () => void) =>
      store.getState().showToast({ tone: 'info', text, action: { label: UNDO, run: undo } })
    return {
      async save(given) {
        const result = await command('view.save', given, { quiet: true })
        if (!result.ok) return result.error.message
        store.getState().showView(result.value.view_id, given.view)
        tell(`View “${given.name}” saved`, () => {
          store.getState().leaveView()
          void command('view.delete', { view_id: result.value.view_id })
        })
        return null
      },
      async edit({ id: view_id, name, is_shared, view }, set) {
        const result = await command('view.edit', { view_id, set }, { quiet: true })
        if (!result.ok) return result.error.message
        tell(`View “${set.name ?? name}” changed`, () => {
          void command('view.edit', { view_id, set: { name, is_shared, view } })
        })
        return null
      },
      async remove({ id, name, is_shared, view }) {
        const result = await command('view.delete', { view_id: id })
        if (!result.ok) return
        if (store.getState().view?.id === id) store.getState().leaveView()
        tell(`View “${name}” deleted`, () => void command('view.save', { name, is_shared, view }))
      },
    }
  }, [command, store])
}
