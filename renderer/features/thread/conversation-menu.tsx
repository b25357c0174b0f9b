import {
  AlarmClock,
  AlarmClockOff,
  Ellipsis,
  ExternalLink,
  Flag,
  History,
  MailOpen,
  Milestone,
  Printer,
  Tags,
} from 'lucide-react'
import { useCanWrite } from '../../actions/session-context.ts'
import { subjectOfView } from '../../actions/subject-of-view.ts'
import { useTriage } from '../../actions/use-triage.ts'
import { useBridge } from '../../bridge/bridge-context.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { shownKeys, type KeyAction } from '../../keyboard/key-map.ts'
import { useBindings } from '../../keyboard/use-bindings.ts'
import { useApp } from '../../store/store-context.ts'
import { IconButton } from '../../ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import type { ConversationView } from '#shared/contract/read-models.ts'

const ICON = { className: 'size-4', 'aria-hidden': true } as const

/** What the keys do with a conversation, for the mouse; and why it looks as it does. */
export function ConversationMenu({ view }: { view: ConversationView }) {
  const tellStory = useApp((state) => state.tellStory)
  const showOverlay = useApp((state) => state.showOverlay)
  const canWrite = useCanWrite()
  const command = useCommand()
  const bindings = useBindings()
  const { desk, window } = useBridge()
  const { conversation, lead } = view
  return (
    <Menu
      trigger={
        <IconButton label="More">
          <Ellipsis className="size-4" />
        </IconButton>
      }
    >
      {canWrite && <TriageItems view={view} />}
      {window === 'main' && (
        <MenuItem
          icon={<ExternalLink {...ICON} />}
          keys={shownKeys('pop_out', desk.platform === 'darwin', bindings)}
          onSelect={() => void command('popout.open', { conversation_id: conversation.id })}
        >
          Open in its own window
        </MenuItem>
      )}
      <MenuItem
        icon={<Printer {...ICON} />}
        keys={shownKeys('print', desk.platform === 'darwin', bindings)}
        onSelect={() => showOverlay('print')}
      >
        Print, or save as PDF…
      </MenuItem>
      <MenuItem
        icon={<History {...ICON} />}
        onSelect={() => tellStory({ table: 'conversations', id: conversation.id })}
      >
        Why does this conversation look like this?
      </MenuItem>
      <MenuItem icon={<History {...ICON} />} onSelect={() => tellStory({ table: 'leads', id: lead.id })}>
        Why does this lead look like this?
      </MenuItem>
    </Menu>
  )
}

function TriageItems({ view }: { view: ConversationView }) {
  const triage = useTriage()
  const setPicking = useApp((state) => state.setPicking)
  const mac = useBridge().desk.platform === 'darwin'
  const bindings = useBindings()
  const subject = subjectOfView(view)
  const keys = (action: KeyAction) => shownKeys(action, mac, bindings)
  const pick = (what: 'snooze' | 'priority' | 'stage' | 'tags') => () => setPicking({ what, subject })
  return (
    <>
      <MenuItem icon={<AlarmClock {...ICON} />} keys={keys('snooze')} onSelect={pick('snooze')}>
        Snooze…
      </MenuItem>
      {view.conversation.status === 'snoozed' && (
        <MenuItem
          icon={<AlarmClockOff {...ICON} />}
          keys={keys('unsnooze')}
          onSelect={() => void triage.unsnooze(subject)}
        >
          Back from snooze
        </MenuItem>
      )}
      <MenuItem icon={<Flag {...ICON} />} keys={keys('priority')} onSelect={pick('priority')}>
        Priority…
      </MenuItem>
      <MenuItem icon={<Milestone {...ICON} />} keys={keys('stage')} onSelect={pick('stage')}>
        Stage of the lead…
      </MenuItem>
      <MenuItem icon={<Tags {...ICON} />} keys={keys('tags')} onSelect={pick('tags')}>
        Tags of the lead…
      </MenuItem>
      <MenuItem
        icon={<MailOpen {...ICON} />}
        keys={keys('mark_unread')}
        onSelect={() => void triage.markUnread(subject)}
      >
        Mark as unread
      </MenuItem>
      <MenuSeparator />
    </>
  )
}
