import { useEffect } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { useApp } from '../../store/store-context.ts'

/** Says once for each version that it is ready, wherever the rep is. */
export function UpdateNotice() {
  const { value: update } = useLive('update.state', {})
  const command = useCommand()
  const showToast = useApp((state) => state.showToast)
  const ready = update?.progress.phase === 'ready' ? update.progress.version : null
  useEffect(() => {
    if (ready === null) return
    showToast({
      tone: 'info',
      text: `Leadline ${ready} is ready. It is installed at the next restart.`,
      action: { label: 'Restart now', run: () => void command('update.restart', {}) },
    })
  }, [command, ready, showToast])
  return null
}
