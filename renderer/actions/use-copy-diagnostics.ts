import { useCallback } from 'react'
import { useCommand } from '../bridge/use-command.ts'
import { useAppStore } from '../store/store-context.ts'

/** The way to copy what a developer needs to know about this installation; the rep is told that it holds no personal data. */
export function useCopyDiagnostics(): () => Promise<void> {
  const command = useCommand()
  const store = useAppStore()
  return useCallback(async () => {
    const result = await command('health.diagnostics', {})
    if (!result.ok) return
    const { showToast } = store.getState()
    try {
      await navigator.clipboard.writeText(result.value.text)
      showToast({ tone: 'info', text: 'Diagnostics copied. They hold no names, numbers or messages.' })
    } catch {
      showToast({ tone: 'error', text: 'The diagnostics could not be copied. Click into the window and try again.' })
    }
  }, [command, store])
}
