import { GitCompareArrows, Inbox, Keyboard, LogOut, Monitor, Moon, Search, Sun } from 'lucide-react'
import type { ReactNode } from 'react'
import { useSession } from '../../actions/session-context.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { count, shortCount } from '../../format/time.ts'
import { ROLE_NAMES } from '../../format/vocabulary.ts'
import type { Theme } from '../../store/preferences-slice.ts'
import { useApp } from '../../store/store-context.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Logo } from '../../ui/logo.tsx'
import { Menu, MenuChoices, MenuItem, MenuSeparator, type MenuChoice } from '../../ui/menu.tsx'
import { cx } from '../../ui/cx.ts'
import { Tooltip } from '../../ui/tooltip.tsx'

const ICON = { className: 'size-4.5', strokeWidth: 1.75, 'aria-hidden': true } as const

const THEMES: readonly MenuChoice<Theme>[] = [
  { value: 'system', label: 'Like the system', icon: <Monitor className="size-4" /> },
  { value: 'light', label: 'Light', icon: <Sun className="size-4" /> },
  { value: 'dark', label: 'Dark', icon: <Moon className="size-4" /> },
]

/** The strip on the left: where one is, and what concerns the whole app. */
export function Rail({ status }: { status: ReactNode }) {
  const screen = useApp((state) => state.screen)
  const focusOn = useApp((state) => state.focusOn)
  const showInbox = useApp((state) => state.showInbox)
  const showConflicts = useApp((state) => state.showConflicts)
  const showSearch = useApp((state) => state.showSearch)
  const { value: sync } = useLive('sync.status', {})
  const waiting = sync?.attention ?? 0
  const showOverlay = useApp((state) => state.showOverlay)
  return (
    <nav
      aria-label="Main"
      className="flex w-14 shrink-0 flex-col items-center gap-1 border-r border-line bg-canvas py-3"
    >
      <Logo />
      <div className="h-4" />
      <Place
        label="Inbox"
        current={screen === 'inbox'}
        onClick={() => {
          showInbox()
          focusOn('list')
        }}
      >
        <Inbox {...ICON} />
      </Place>
      <Place label="Search" keys="/" current={screen === 'search'} onClick={() => showSearch()}>
        <Search {...ICON} />
      </Place>
      <Place
        label={waiting > 0 ? `Conflict Centre, ${count(waiting)} need you` : 'Conflict Centre'}
        keys="⇧ A"
        current={screen === 'conflicts'}
        badge={waiting}
        onClick={() => showConflicts()}
      >
        <GitCompareArrows {...ICON} />
      </Place>
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

interface PlaceProps {
  label: string
  keys?: string
  current: boolean
  /** How many things wait there for the rep. */
  badge?: number
  onClick: () => void
  children: ReactNode
}

/** A screen that one can go to. */
function Place({ label, keys, current, badge = 0, onClick, children }: PlaceProps) {
  return (
    <Tooltip label={label} keys={keys} side="right">
      <button
        type="button"
        aria-label={label}
        aria-current={current ? 'page' : undefined}
        onClick={onClick}
        className={cx(
          'relative grid size-9 place-items-center rounded-lg transition-colors',
          current ? 'bg-selected text-accent-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
        )}
      >
        {children}
        {badge > 0 && (
          <span
            aria-hidden
            className="tabular absolute -top-0.5 -right-1 grid h-4 min-w-4 place-items-center rounded-full border border-danger-line bg-danger-soft px-1 text-2xs font-semibold text-danger"
          >
            {shortCount(badge)}
          </span>
        )}
      </button>
    </Tooltip>
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
