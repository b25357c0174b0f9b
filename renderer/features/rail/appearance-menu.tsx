import { Circle, Contrast as ContrastIcon, Monitor, Moon, Rows2, Rows3, Sun } from 'lucide-react'
import type { ReactElement } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import type { Contrast, Density, Theme } from '../../store/preferences-slice.ts'
import { useApp } from '../../store/store-context.ts'
import { Menu, MenuChoices, MenuSeparator, type MenuChoice } from '../../ui/menu.tsx'

const ICON = { className: 'size-4' } as const

const THEMES: readonly MenuChoice<Theme>[] = [
  { value: 'system', label: 'Like the system', icon: <Monitor {...ICON} /> },
  { value: 'light', label: 'Light', icon: <Sun {...ICON} /> },
  { value: 'dark', label: 'Dark', icon: <Moon {...ICON} /> },
]

const CONTRASTS: readonly MenuChoice<Contrast>[] = [
  { value: 'system', label: 'Like the system', icon: <Monitor {...ICON} /> },
  { value: 'more', label: 'High', icon: <ContrastIcon {...ICON} /> },
  { value: 'normal', label: 'Normal', icon: <Circle {...ICON} /> },
]

const DENSITIES: readonly MenuChoice<Density>[] = [
  { value: 'comfortable', label: 'Comfortable', icon: <Rows2 {...ICON} /> },
  { value: 'compact', label: 'Compact', icon: <Rows3 {...ICON} /> },
]

/** How the app looks: theme, contrast, height of rows. The choices are this computer's. */
export function AppearanceMenu({ trigger }: { trigger: ReactElement<Record<string, unknown>> }) {
  const { theme, contrast, density } = useApp((state) => state.preferences)
  const setPreference = useApp((state) => state.setPreference)
  const command = useCommand()
  const chooseTheme = (next: Theme) => {
    setPreference({ theme: next })
    void command('app.set_theme', { theme: next })
  }
  return (
    <Menu side="right" align="end" trigger={trigger}>
      <MenuChoices label="Theme" value={theme} choices={THEMES} onChange={chooseTheme} />
      <MenuSeparator />
      <MenuChoices
        label="Contrast"
        value={contrast}
        choices={CONTRASTS}
        onChange={(next) => setPreference({ contrast: next })}
      />
      <MenuSeparator />
      <MenuChoices
        label="Rows"
        value={density}
        choices={DENSITIES}
        onChange={(next) => setPreference({ density: next })}
      />
    </Menu>
  )
}
