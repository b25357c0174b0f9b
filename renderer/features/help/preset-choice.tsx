import { cx } from '../../ui/cx.ts'
import { useApp } from '../../store/store-context.ts'
import { KEY_PRESETS, type KeyPreset } from '../../store/preferences-slice.ts'

const NAMES: Record<KeyPreset, { name: string; about: string }> = {
  default: { name: 'Default', about: 'Single keys, as listed here.' },
  gmail: { name: 'Gmail', about: 'As here, with Gmail’s keys for opening, going back and changing lists.' },
  off: { name: 'Off', about: 'No single keys. What goes with Ctrl or ⌘, Enter and Esc stay.' },
}

/** Which keys do what. */
export function PresetChoice() {
  const preset = useApp((state) => state.preferences.keyPreset)
  const setPreference = useApp((state) => state.setPreference)
  return (
    <fieldset className="mb-5">
      <legend className="mb-1.5 text-xs font-medium text-ink-3">Keys</legend>
      <div className="flex w-fit gap-0.5 rounded-lg border border-line bg-sunken p-0.5">
        {KEY_PRESETS.map((value) => (
          <label
            key={value}
            className={cx(
              'flex h-7 items-center rounded-md px-3 text-sm font-medium has-focus-visible:outline-2 has-focus-visible:outline-focus',
              value === preset ? 'bg-selected text-accent-ink' : 'text-ink-2 hover:text-ink',
            )}
          >
            <input
              type="radio"
              name="key-preset"
              value={value}
              checked={value === preset}
              onChange={() => setPreference({ keyPreset: value })}
              className="sr-only"
            />
            {NAMES[value].name}
          </label>
        ))}
      </div>
      <output className="mt-1.5 block text-xs text-ink-2">{NAMES[preset].about}</output>
    </fieldset>
  )
}
