import { useState } from 'react'
import { useBridge } from '../../bridge/bridge-context.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { Button } from '../../ui/button.tsx'
import { SessionCard } from './card.tsx'
import type { Failure } from '#shared/contract/result.ts'

/** The app cannot go on by itself: why, and what the rep can do. */
export function Failed({ error }: { error: Failure }) {
  const { desk } = useBridge()
  const command = useCommand()
  const [copied, setCopied] = useState(false)
  const details = `Leadline ${desk.version} on ${desk.platform}\n${error.code}: ${error.message}`
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(details)
      setCopied(true)
    } catch {
      setCopied(false)
    }
  }
  return (
    <SessionCard title="Leadline could not open" text={error.message}>
      <pre className="overflow-x-auto rounded-md bg-hover p-3 font-mono text-xs whitespace-pre-wrap text-ink-2 select-text">
        {details}
      </pre>
      <div className="mt-4 flex gap-2">
        <Button tone="primary" onClick={() => void command('app.retry', {})}>
          Try again
        </Button>
        <Button onClick={() => void copy()}>{copied ? 'Copied' : 'Copy details'}</Button>
      </div>
    </SessionCard>
  )
}
