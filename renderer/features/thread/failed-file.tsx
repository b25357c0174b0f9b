import { Button } from '../../ui/button.tsx'

/** Why a file is not here, and another try. */
export function FailedFile({ message, onRetry }: { message: string; onRetry: () => void }) {
  return (
    <span className="flex items-center gap-2">
      <span className="min-w-0 flex-1">{message}</span>
      <Button tone="ghost" size="sm" onClick={onRetry}>
        Try again
      </Button>
    </span>
  )
}
