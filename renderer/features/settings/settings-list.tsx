import type { ReactNode } from 'react'
import type { DesktopChange, DesktopSettings } from '#shared/domain/desktop-settings.ts'
import { Clock, Select, Switch } from './controls.tsx'
import { EventMatrix } from './event-matrix.tsx'
import type { Described } from './find-settings.ts'
import { SpellLanguages } from './spell-languages.tsx'
import { UpdateSetting } from './update-setting.tsx'
import { SupportSetting } from './support-setting.tsx'
import { TestNotification } from './test-notification.tsx'

/** Resolves to whether it was kept. */
export type SetSettings = (change: DesktopChange) => Promise<boolean>

export interface Setting extends Described {
  render: (settings: DesktopSettings, set: SetSettings) => ReactNode
}

type Flag = 'sounds' | 'close_to_tray' | 'start_at_login' | 'start_hidden' | 'spell_check'

const flag = (key: Flag, described: Described): Setting => ({
  ...described,
  render: (settings, set) => (
    <Switch
      label={described.label}
      hint={described.hint}
      checked={settings[key]}
      onChange={(on) => set({ [key]: on })}
    />
  ),
})

const select = (
  key: 'waiting_minutes' | 'zoom' | 'presence' | 'quick_note_shortcut',
  described: Described,
  choices: readonly (readonly [value: DesktopSettings[typeof key], label: string])[],
): Setting => ({
  ...described,
  render: (settings, set) => (
    <Select
      label={described.label}
      hint={described.hint}
      value={String(settings[key])}
      choices={choices.map(([value, label]) => [String(value), label])}
      onChange={(chosen) => void set({ [key]: choices.find(([value]) => String(value) === chosen)?.[0] })}
    />
  ),
})

const quiet = (key: 'from' | 'to', label: string): Setting => ({
  group: 'Quiet hours',
  label,
  words: 'night do not disturb',
  render: ({ quiet_hours }, set) => (
    <Clock label={label} value={quiet_hours[key]} onChange={(time) => void set({ quiet_hours: { [key]: time } })} />
  ),
})

/** Everything about the app on this computer, in the order in which it is shown. */
export const SETTINGS: readonly Setting[] = [
  {
    group: 'Notifications',
    label: 'What you are told of',
    words: 'hot lead message assignment mention failed sound events splits',
    render: () => <EventMatrix />,
  },
  flag('sounds', {
    group: 'Notifications',
    label: 'Sounds',
    hint: 'Off: every notification is silent.',
    words: 'mute',
  }),
  select(
    'waiting_minutes',
    {
      group: 'Notifications',
      label: 'Offline, tell me of a customer who waits for',
      hint: 'With a network, your organisation’s own rule holds.',
    },
    [5, 10, 15, 30, 60].map((minutes) => [minutes, `${minutes} minutes`] as const),
  ),
  {
    group: 'Notifications',
    label: 'Test notification',
    words: 'diagnosis blocked missing permission',
    render: () => <TestNotification />,
  },
  {
    group: 'Quiet hours',
    label: 'Quiet hours',
    hint: 'Nothing is told; afterwards you get one summary.',
    words: 'night do not disturb pause',
    render: ({ quiet_hours }, set) => (
      <Switch
        label="Quiet hours"
        hint="Nothing is told; afterwards you get one summary."
        checked={quiet_hours.on}
        onChange={(on) => set({ quiet_hours: { on } })}
      />
    ),
  },
  quiet('from', 'Quiet from'),
  quiet('to', 'Quiet until'),
  flag('close_to_tray', {
    group: 'Window and start',
    label: 'Closing the window leaves Leadline in the tray',
    hint: 'So that hot leads still reach you.',
    words: 'quit background',
  }),
  flag('start_at_login', {
    group: 'Window and start',
    label: 'Start when I sign in to this computer',
    words: 'autostart boot login',
  }),
  flag('start_hidden', {
    group: 'Window and start',
    label: 'Then stay in the tray',
    hint: 'Without opening the window.',
    words: 'hidden autostart',
  }),
  select('zoom', { group: 'Window and start', label: 'Zoom', words: 'size larger smaller text' }, [
    [-1, '83 %'],
    [0, '100 %'],
    [1, '120 %'],
    [2, '144 %'],
    [3, '173 %'],
  ]),
  select(
    'quick_note_shortcut',
    {
      group: 'Writing',
      label: 'Quick note from anywhere',
      hint: 'Works in every program, while Leadline runs.',
      words: 'global shortcut key hotkey',
    },
    [
      ['CommandOrControl+Alt+N', 'Ctrl/⌘ Alt N'],
      ['CommandOrControl+Shift+Alt+N', 'Ctrl/⌘ ⇧ Alt N'],
      [null, 'None'],
    ],
  ),
  flag('spell_check', { group: 'Writing', label: 'Check spelling as I type', words: 'spell' }),
  {
    group: 'Writing',
    label: 'Spelling language',
    words: 'spell check dictionary english german',
    render: ({ spell_check, spell_languages }, set) =>
      spell_check && <SpellLanguages chosen={spell_languages} set={set} />,
  },
  {
    group: 'Updates',
    label: 'Version and updates',
    words: 'version update release notes beta channel new',
    render: () => <UpdateSetting />,
  },
  select('presence', { group: 'Privacy', label: 'Colleagues see where I am', words: 'presence typing hidden' }, [
    ['shown', 'Shown'],
    ['hidden', 'Hidden'],
  ]),
  {
    group: 'Support',
    label: 'Performance and diagnostics',
    words: 'slow memory queue lag speed copy versions help developer log',
    render: () => <SupportSetting />,
  },
]
