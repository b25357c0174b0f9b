import { useCallback } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { useAppStore } from '../../store/store-context.ts'

/** The way to save a support bundle; the rep is told where it went. */
export function useSupportBundle(): () => Promise<void> {
  const command = useCommand()
  const store = useAppStore()
  return useCallback(async () => {
    const result = await command('support.bundle', {})
    if (result.ok) store.getState().showToast({ tone: 'info', text: `Saved ${result.value.file}` })
  }, [command, store])
}
