import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { Button } from '../../ui/button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { Select } from './controls.tsx'
import { updateWords } from './update-words.ts'
import { UPDATE_CHANNELS, type UpdateChannel } from '#shared/contract/areas/update.ts'

const CHANNEL_NAMES: Record<UpdateChannel, string> = { latest: 'For everybody', beta: 'Early (beta)' }

/** The version that runs, the one that comes, and from where. */
export function UpdateSetting() {
  const { value: update } = useLive('update.state', {})
  const command = useCommand()
  if (!update) return null
  const { version, channel, progress } = update
  const isIdle = progress.phase === 'current' || progress.phase === 'failed'
  const notes = progress.phase === 'downloading' || progress.phase === 'ready' ? progress.notes : ''
  return (
    <>
      <div className="border-b border-line py-2.5">
        <div className="flex min-h-8 items-center justify-between gap-6">
          <div className="min-w-0">
            <p className="text-sm font-medium">Leadline {version}</p>
            <output className="mt-0.5 block text-xs text-ink-2">{updateWords(progress)}</output>
          </div>
          {isIdle && (
            <Button size="sm" onClick={() => void command('update.check', {})}>
              Look now
            </Button>
          )}
          {progress.phase === 'ready' && (
            <Button size="sm" tone="primary" onClick={() => void command('update.restart', {})}>
              Restart and install
            </Button>
          )}
        </div>
        {progress.phase === 'downloading' && <ProgressBar label="Update" value={progress.percent} max={100} />}
        {notes && (
          <section aria-label="What is new" className="mt-2 rounded-md bg-sunken px-3 py-2">
            <h4 className="text-xs font-medium text-ink-2">What is new</h4>
            <p className="mt-1 max-h-40 overflow-y-auto text-xs whitespace-pre-line select-text">{notes}</p>
          </section>
        )}
      </div>
      {progress.phase !== 'unavailable' && (
        <Select
          label="Which updates"
          hint="Early ones come sooner, and have been tried less."
          value={channel}
          choices={UPDATE_CHANNELS.map((name) => [name, CHANNEL_NAMES[name]])}
          onChange={(chosen) => void command('update.choose_channel', { channel: chosen as UpdateChannel })}
        />
      )}
    </>
  )
}
