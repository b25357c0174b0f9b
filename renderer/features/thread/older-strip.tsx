import { Button } from '../../ui/button.tsx'
import type { OlderState } from './use-older.ts'

interface OlderStripProps {
  older: OlderState
  onRetry: () => void
}

/** Says at the top of a thread that older messages are on their way, or why they are not. */
export function OlderStrip({ older, onRetry }: OlderStripProps) {
  if (older.kind === 'idle') return null
  return (
    <div className="absolute inset-x-0 top-2 z-10 flex justify-center">
      <output className="animate-rise flex min-h-8 items-center gap-2 rounded-full bg-raised px-3 text-xs text-ink-2 shadow-float">
        {older.kind === 'loading' ? 'Loading older messages' : older.message}
        {older.kind === 'failed' && (
          <Button tone="ghost" size="sm" onClick={onRetry}>
            Try again
          </Button>
        )}
      </output>
    </div>
  )
}
