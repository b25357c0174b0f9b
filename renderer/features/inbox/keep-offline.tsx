import { HardDriveDownload, MonitorCheck, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { SPLIT_NAMES } from '../../format/vocabulary.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { wordsOf, type FilterWords } from '../../ui/filter-choices.tsx'
import { partsOf } from '../../ui/filter-parts.ts'
import { isSameView, keptWords } from './kept-view-words.ts'
import { useInboxView } from './use-inbox-view.ts'
import type { KeptView } from '#shared/contract/areas/offline.ts'

/** Keeps the view that is shown on this device with all its messages, and lists what is kept. */
export function KeepOffline({ words }: { words: FilterWords }) {
  const { split, filter } = useInboxView()
  const { value: views = [] } = useLive('keep.views', {})
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const command = useCommand()
  const here = views.find((view) => isSameView(view, { split, filter }))
  const others = views.filter((view) => view !== here)
  const nameOf = (view: Pick<KeptView, 'split' | 'filter'>) =>
    [SPLIT_NAMES[view.split], ...partsOf(view.filter).map((part) => wordsOf(part, words).label)].join(' · ')
  const keep = () => void command('keep.add', { split, filter })
  const stop = (view: KeptView) => void command('keep.remove', { id: view.id })
  return (
    <Popover
      title="Keep offline"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <IconButton
          label={here ? `Kept offline: ${nameOf(here)}` : 'Keep offline'}
          size="sm"
          pressed={here !== undefined}
        >
          {here ? <MonitorCheck className="size-3.5" /> : <HardDriveDownload className="size-3.5" />}
        </IconButton>
      }
    >
      <div className="overflow-y-auto p-4">
        <h2 className="text-base font-semibold wrap-anywhere">Keep “{nameOf({ split, filter })}” offline</h2>
        <p className="mt-1 text-sm text-pretty text-ink-2">
          Every conversation is here anyway, with its messages of the last 90 days. What is kept is here completely and
          with its files of up to 25 MB, also without a network.
        </p>
        {here && <Progress view={here} name={nameOf(here)} />}
        {/* One button for both, so that it keeps the focus. */}
        <Button
          ref={button}
          tone={here ? 'secondary' : 'primary'}
          size="sm"
          className="mt-3"
          onClick={() => (here ? stop(here) : keep())}
        >
          {here ? 'Stop keeping it' : 'Keep on this device'}
        </Button>
      </div>
      {others.length > 0 && (
        <section aria-label="Also kept on this device" className="border-t border-line p-4 pt-3">
          <h3 className="text-xs font-medium text-ink-3">Also kept on this device</h3>
          <ul>
            {others.map((view) => (
              <li key={view.id} className="mt-2 flex items-start gap-2">
                <div className="min-w-0 flex-1">
                  <p className="truncate text-sm font-medium">{nameOf(view)}</p>
                  <p className="tabular text-xs text-ink-2">{keptWords(view)}</p>
                </div>
                <IconButton
                  label={`Stop keeping ${nameOf(view)}`}
                  size="sm"
                  onClick={() => {
                    button.current?.focus()
                    stop(view)
                  }}
                >
                  <X className="size-3.5" />
                </IconButton>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Popover>
  )
}

function Progress({ view, name }: { view: KeptView; name: string }) {
  return (
    <div className="mt-3">
      {view.state !== 'kept' && (
        <ProgressBar label={`Keeping ${name}`} value={view.done} max={view.total === 0 ? null : view.total} />
      )}
      <p className="tabular mt-1.5 text-sm">{keptWords(view)}</p>
      {/* Counting aloud would be noise: only the end is spoken. */}
      <output className="sr-only">{view.state === 'kept' ? `${name} is kept on this device.` : ''}</output>
    </div>
  )
}
