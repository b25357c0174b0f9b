import { CircleCheck, CloudOff, RefreshCw, TriangleAlert } from 'lucide-react'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { count } from '../../format/time.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Popover } from '../../ui/popover.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { useNow } from '../../ui/use-now.ts'
import { statusDetail, statusWords, type StatusWords } from './status-words.ts'
import { useSupportBundle } from './use-support-bundle.ts'
import type { SyncStatus } from '#shared/contract/read-models.ts'

const ICONS = { quiet: CircleCheck, busy: RefreshCw, offline: CloudOff, attention: TriangleAlert }

const TONES: Record<StatusWords['tone'], string> = {
  quiet: 'text-ink-3 hover:text-ink-2',
  busy: 'text-ink-2',
  offline: 'bg-hover text-ink-2',
  attention: 'bg-danger-soft text-danger',
}

/**
 * Where the rep's changes stand, quietly; opens what there is to know and to decide.
 * @param compact the icon alone, where there is no room for words
 */
export function StatusPill({ compact = false }: { compact?: boolean }) {
  const { value: status } = useLive('sync.status', {})
  const open = useApp((state) => state.overlay === 'status')
  const showOverlay = useApp((state) => state.showOverlay)
  const now = useNow()
  if (!status) return null
  const { tone, text } = statusWords(status, now)
  const Icon = ICONS[tone]
  return (
    <Popover
      title="Sync status"
      open={open}
      onOpenChange={(next) => showOverlay(next ? 'status' : null)}
      side={compact ? 'right' : 'bottom'}
      align={compact ? 'end' : 'start'}
      trigger={
        <button
          type="button"
          aria-label={text}
          title={compact ? text : undefined}
          className={cx(
            'tabular inline-flex min-w-0 items-center gap-1.5 text-2xs font-medium transition-colors hover:bg-hover',
            compact ? 'size-9 justify-center rounded-lg' : 'h-6 rounded-full px-2',
            TONES[tone],
          )}
        >
          <Icon
            aria-hidden
            className={cx(compact ? 'size-4' : 'size-3.5', 'shrink-0', tone === 'busy' && 'animate-turn')}
            strokeWidth={2}
          />
          {!compact && <span className="truncate">{text}</span>}
        </button>
      }
    >
      <StatusPanel status={status} words={text} now={now} />
    </Popover>
  )
}

/** Speaks changes of the status, wherever the pill is. */
export function StatusAnnouncer() {
  const { value: status } = useLive('sync.status', {})
  const now = useNow()
  // Counting aloud while records arrive would be noise: only the kind of state is spoken then.
  const words = status && statusWords(status.state === 'catching_up' ? { ...status, progress: null } : status, now).text
  return <output className="sr-only">{words}</output>
}

function StatusPanel({ status, words, now }: { status: SyncStatus; words: string; now: number }) {
  const command = useCommand()
  const store = useAppStore()
  const review = () => {
    store.getState().showOverlay(null)
    store.getState().showConflicts()
  }
  const showWaiting = () => {
    review()
    store.getState().showConflictTab('waiting')
  }
  const saveBundle = useSupportBundle()
  return (
    <>
      <div className="p-4">
        <h2 className="text-base font-semibold">
          {status.attention > 0 && status.state !== 'blocked' ? 'Needs your decision' : words}
        </h2>
        <p className="mt-1 text-sm text-pretty text-ink-2">{statusDetail(status, now)}</p>
        {status.progress && (
          <div className="mt-3">
            <ProgressBar label="Catching up" value={status.progress.received} max={status.progress.expected} />
          </div>
        )}
        <div className="mt-3 flex flex-wrap gap-2">
          {status.attention > 0 && (
            <Button tone="primary" size="sm" onClick={review}>
              {status.attention === 1 ? 'Decide about 1 change' : `Decide about ${count(status.attention)} changes`}
            </Button>
          )}
          {status.pending > 0 && (
            <Button size="sm" onClick={showWaiting}>
              Show what waits
            </Button>
          )}
          <Button
            size="sm"
            icon={<RefreshCw aria-hidden className="size-3" />}
            onClick={() => void command('sync.now', {})}
          >
            {status.state === 'offline' || status.state === 'blocked' ? 'Try now' : 'Sync now'}
          </Button>
          <Button size="sm" onClick={() => void saveBundle()}>
            Save support bundle…
          </Button>
        </div>
      </div>
    </>
  )
}
