import { useRef, useState, type RefObject } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { useApp } from '../../store/store-context.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { isFound } from './find-settings.ts'
import { SETTINGS, type SetSettings } from './settings-list.tsx'

/** How Leadline behaves on this computer, with a search over all of it. */
export function SettingsDialog() {
  const open = useApp((state) => state.overlay === 'settings')
  const showOverlay = useApp((state) => state.showOverlay)
  const field = useRef<HTMLInputElement>(null)
  return (
    <Dialog wide open={open} onClose={() => showOverlay(null)} title="Settings" initialFocus={field}>
      <Settings field={field} />
    </Dialog>
  )
}

function Settings({ field }: { field: RefObject<HTMLInputElement | null> }) {
  const { value: settings } = useLive('desktop.settings', {})
  const command = useCommand()
  const [text, setText] = useState('')
  const set: SetSettings = async (change) => (await command('desktop.set', change)).ok
  const found = SETTINGS.filter((setting) => isFound(setting, text))
  const groups = [...new Set(found.map(({ group }) => group))]
  return (
    <>
      <input
        ref={field}
        type="search"
        aria-label="Search settings"
        placeholder="Search settings"
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="mb-3 h-9 w-full rounded-md border border-control-line bg-surface px-3 text-sm focus-visible:outline-offset-0"
      />
      {settings &&
        groups.map((group) => (
          <section key={group} aria-label={group} className="mb-5">
            <h3 className="mb-1 text-xs font-medium text-ink-3">{group}</h3>
            {found
              .filter((setting) => setting.group === group)
              .map((setting) => (
                <div key={setting.label}>{setting.render(settings, set)}</div>
              ))}
          </section>
        ))}
      <output className="block text-sm text-ink-2">
        {found.length === 0 ? `No setting is called “${text}”.` : ''}
      </output>
    </>
  )
}
