import { useState } from 'react'
import { useBridge } from '../../bridge/bridge-context.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { Button } from '../../ui/button.tsx'
import { testWords } from './test-words.ts'

/** Shows a notification, and says what became of it. */
export function TestNotification() {
  const { desk } = useBridge()
  const command = useCommand()
  const [words, setWords] = useState('')
  const run = async () => {
    setWords('Asking the system…')
    const answer = await command('notification.test', {})
    setWords(answer.ok ? testWords(answer.value, desk.platform) : '')
  }
  return (
    <div className="border-b border-line py-2.5 last:border-b-0">
      <div className="flex items-center justify-between gap-6">
        <p className="text-sm font-medium">Do notifications reach you?</p>
        <Button size="sm" onClick={() => void run()}>
          Send a test notification
        </Button>
      </div>
      <output className="mt-1 block text-xs text-ink-2">{words}</output>
    </div>
  )
}
