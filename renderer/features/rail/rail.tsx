import {
  AtSign,
  FileUp,
  GitCompareArrows,
  Inbox,
  Kanban,
  ListTodo,
  Keyboard,
  LogOut,
  PanelLeftClose,
  PanelLeftOpen,
  Search,
  Settings,
  SunMoon,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useSession } from '../../actions/session-context.ts'
import { useLive } from '../../bridge/use-live.ts'
import { count } from '../../format/time.ts'
import { ROLE_NAMES } from '../../format/vocabulary.ts'
import { useApp } from '../../store/store-context.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { cx } from '../../ui/cx.ts'
import { Logo } from '../../ui/logo.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { useMedia, WIDE } from '../../ui/use-media.ts'
import { AppearanceMenu } from './appearance-menu.tsx'
import { RailButton } from './rail-button.tsx'

const ICON = { className: 'size-4.5 shrink-0', strokeWidth: 1.75, 'aria-hidden': true } as const

/** The strip on the left: where one is, and what concerns the whole app. It opens where the window is wide enough. */
export function Rail({ status }: { status: ReactNode }) {
  const screen = useApp((state) => state.screen)
  const focusOn = useApp((state) => state.focusOn)
  const showInbox = useApp((state) => state.showInbox)
  const showConflicts = useApp((state) => state.showConflicts)
  const showSearch = useApp((state) => state.showSearch)
  const showMentions = useApp((state) => state.showMentions)
  const showPipeline = useApp((state) => state.showPipeline)
  const showTasks = useApp((state) => state.showTasks)
  const { value: tasks } = useLive('tasks.counts', { scope: 'mine' })
  const overdue = tasks?.overdue ?? 0
  const wished = useApp((state) => state.preferences.railOpen)
  const hasRoom = useMedia(WIDE)
  const open = wished && hasRoom
  const { value: sync } = useLive('sync.status', {})
  const waiting = sync?.attention ?? 0
  const mentions = useLive('mentions.unread', {}).value?.count ?? 0
  const showOverlay = useApp((state) => state.showOverlay)
  return (
    <nav
      aria-label="Main"
      className={cx(
        'flex shrink-0 flex-col gap-1 overflow-y-auto border-r border-line bg-canvas py-3',
        open ? 'w-55 px-2.5' : 'w-14 items-center',
      )}
    >
      <div className={cx('mb-4 flex shrink-0 items-center', open && 'gap-2.5 px-1')}>
        <Logo />
        {open && <span className="text-base font-semibold">Leadline</span>}
      </div>
      <RailButton
        label="Inbox"
        open={open}
        current={screen === 'inbox'}
        icon={<Inbox {...ICON} />}
        onClick={() => {
          showInbox()
          focusOn('list')
        }}
      />
      <RailButton
        label={mentions > 0 ? `Mentions, ${count(mentions)} unread` : 'Mentions'}
        text="Mentions"
        keys="G M"
        open={open}
        current={screen === 'mentions'}
        badge={mentions}
        icon={<AtSign {...ICON} />}
        onClick={() => showMentions()}
      />
      <RailButton
        label="Pipeline"
        keys="G P"
        open={open}
        current={screen === 'pipeline'}
        icon={<Kanban {...ICON} />}
        onClick={() => showPipeline()}
      />
      <RailButton
        label={overdue > 0 ? `Tasks, ${count(overdue)} overdue` : 'Tasks'}
        text="Tasks"
        keys="G T"
        open={open}
        current={screen === 'tasks'}
        badge={overdue}
        icon={<ListTodo {...ICON} />}
        onClick={() => showTasks()}
      />
      <RailButton
        label="Search"
        keys="/"
        open={open}
        current={screen === 'search'}
        icon={<Search {...ICON} />}
        onClick={() => showSearch()}
      />
      <RailButton
        label={waiting > 0 ? `Conflict Centre, ${count(waiting)} need you` : 'Conflict Centre'}
        text="Conflict Centre"
        keys="⇧ A"
        open={open}
        current={screen === 'conflicts'}
        badge={waiting}
        icon={<GitCompareArrows {...ICON} />}
        onClick={() => showConflicts()}
      />
      <div className="flex-1" />
      {status}
      {hasRoom && <OpenToggle open={open} />}
      <RailButton
        label="Keyboard shortcuts"
        keys="?"
        open={open}
        icon={<Keyboard {...ICON} />}
        onClick={() => showOverlay('help')}
      />
      <AppearanceMenu trigger={<RailButton label="Appearance" open={open} icon={<SunMoon {...ICON} />} />} />
      <UserMenu open={open} />
    </nav>
  )
}

function OpenToggle({ open }: { open: boolean }) {
  const setPreference = useApp((state) => state.setPreference)
  return (
    <RailButton
      label={open ? 'Close the sidebar' : 'Open the sidebar'}
      open={open}
      aria-expanded={open}
      icon={open ? <PanelLeftClose {...ICON} /> : <PanelLeftOpen {...ICON} />}
      onClick={() => setPreference({ railOpen: !open })}
    />
  )
}

function UserMenu({ open }: { open: boolean }) {
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
          className={cx(
            'mt-1 flex shrink-0 items-center',
            open ? 'gap-2.5 rounded-lg px-0.5 py-1 text-left hover:bg-hover' : 'rounded-full',
          )}
        >
          <Avatar id={user.id} name={user.name} size={32} />
          {open && (
            <span className="min-w-0">
              <span className="block truncate text-sm font-medium">{user.name}</span>
              <span className="block truncate text-xs text-ink-2">{organization.name}</span>
            </span>
          )}
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
      <MenuItem icon={<Settings className="size-4" />} onSelect={() => showOverlay('settings')}>
        Settings…
      </MenuItem>
      <MenuItem icon={<FileUp className="size-4" />} onSelect={() => showOverlay('import')}>
        Import and export leads…
      </MenuItem>
      <MenuItem icon={<LogOut className="size-4" />} onSelect={() => showOverlay('sign-out')}>
        Sign out…
      </MenuItem>
    </Menu>
  )
}
