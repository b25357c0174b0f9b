import { Coffee, X } from 'lucide-react'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { useNow } from '../../ui/use-now.ts'
import { AwaySheet } from './away-sheet.tsx'
import { awayPeriod, awaySummary } from './away-words.ts'

/** After an absence: in one line what happened meanwhile, until it is dismissed. */
export function AwayBanner() {
  const { value: digest } = useLive('away.digest', {})
  const showOverlay = useApp((state) => state.showOverlay)
  const store = useAppStore()
  const command = useCommand()
  const now = useNow()
  if (!digest) return null
  const dismiss = () => {
    void command('away.dismiss', { to: digest.to })
    store.getState().focusOn('list')
  }
  return (
    <section
      aria-label="While you were away"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-accent-soft py-1.5 pr-1.5 pl-4 text-sm"
    >
      <Coffee aria-hidden className="size-4 shrink-0 text-accent-ink" strokeWidth={1.75} />
      <output className="min-w-0 flex-1 basis-60" title={awayPeriod(digest, now)}>
        <span className="font-semibold">While you were away</span>
        <span className="tabular text-ink-2"> {awaySummary(digest)}</span>
      </output>
      <div className="flex items-center gap-1">
        <Button size="sm" onClick={() => showOverlay('away')}>
          Walk through
        </Button>
        <IconButton label="Dismiss" size="sm" onClick={dismiss}>
          <X className="size-3.5" />
        </IconButton>
      </div>
      <AwaySheet digest={digest} onDismiss={dismiss} />
    </section>
  )
}
