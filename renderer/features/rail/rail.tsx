import { Inbox, Keyboard, LogOut, Monitor, Moon, Sun } from 'lucide-react'
import type { ReactNode } from 'react'
import { useSession } from '../../actions/session-context.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { ROLE_NAMES } from '../../format/vocabulary.ts'
import type { Theme } from '../../store/preferences-slice.ts'
import { useApp } from '../../store/store-context.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Logo } from '../../ui/logo.tsx'
import { Menu, MenuChoices, MenuItem, MenuSeparator, type MenuChoice } from '../../ui/menu.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'

const ICON = { className: 'size-4.5', strokeWidth: 1.75, 'aria-hidden': true } as const

const THEMES: readonly MenuChoice<Theme>[] = [
  { value: 'system', label: 'Like the system', icon: <Monitor className="size-4" /> },
  { value: 'light', label: 'Light', icon: <Sun className="size-4" /> },
  { value: 'dark', label: 'Dark', icon: <Moon className="size-4" /> },
]

/** The strip on the left: where one is, and what concerns the whole app. */
export function Rail({ status }: { status: ReactNode }) {
  const focusOn = useApp((state) => state.focusOn)
  const showOverlay = useApp((state) => state.showOverlay)
  return (
    <nav
      aria-label="Main"
      className="flex w-14 shrink-0 flex-col items-center gap-1 border-r border-line bg-canvas py-3"
    >
      <Logo />
      <div className="h-4" />
      <Tooltip label="Inbox" side="right">
        <button
          type="button"
          aria-label="Inbox"
          aria-current="page"
          onClick={() => focusOn('list')}
          className="grid size-9 place-items-center rounded-lg bg-selected text-accent-ink"
        >
          <Inbox {...ICON} />
        </button>
      </Tooltip>
      <div className="flex-1" />
      {status}
      <IconButton
        label="Keyboard shortcuts"
        keys="?"
        side="right"
        className="size-9 rounded-lg"
        onClick={() => showOverlay('help')}
      >
        <Keyboard {...ICON} />
      </IconButton>
      <ThemeMenu />
      <UserMenu />
    </nav>
  )
}

function ThemeMenu() {
  const theme = useApp((state) => state.preferences.theme)
  const setPreference = useApp((state) => state.setPreference)
  const command = useCommand()
  const choose = (next: Theme) => {
    setPreference({ theme: next })
    void command('app.set_theme', { theme: next })
  }
  return (
    <Menu
      side="right"
      align="end"
      trigger={
        <IconButton label="Theme" side="right" className="size-9 rounded-lg">
          <Sun {...ICON} />
        </IconButton>
      }
    >
      <MenuChoices label="Theme" value={theme} choices={THEMES} onChange={choose} />
    </Menu>
  )
}

function UserMenu() {
  const { user, organization } = useSession()
  const showOverlay = useApp((state) => state.showOverlay)
  return (
    <Menu
      side="right"
      align="end"
      trigger={
        <button
          type="button"
          aria-label={`${user.name}, account menu`}
          title={`${user.name} · ${organization.name}`}
          className="mt-1 rounded-full"
        >
          <Avatar id={user.id} name={user.name} size={32} />
        </button>
      }
    >
      <div className="flex max-w-64 items-center gap-3 px-2 py-2">
        <Avatar id={user.id} name={user.name} size={32} />
        <div className="min-w-0">
          <p className="truncate text-sm font-semibold">{user.name}</p>
          <p className="truncate text-xs text-ink-2">
            {ROLE_NAMES[user.role]} · {organization.name}
          </p>
        </div>
      </div>
      <MenuSeparator />
      <MenuItem icon={<LogOut className="size-4" />} onSelect={() => showOverlay('sign-out')}>
        Sign out…
      </MenuItem>
    </Menu>
  )
}
