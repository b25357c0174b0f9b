import { ArrowLeft, Check, Ellipsis, History, PanelRight, RotateCcw, Sparkles, UserRoundPlus } from 'lucide-react'
import { useCanWrite } from '../../actions/session-context.ts'
import { usePresence } from '../../actions/use-presence.ts'
import { useTriage } from '../../actions/use-triage.ts'
import { presenceWords } from '../../format/presence-words.ts'
import { nameOf, PLATFORM_NAMES } from '../../format/vocabulary.ts'
import { useApp } from '../../store/store-context.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Channel } from '../../ui/channel.tsx'
import { ScoreChip, StageChip } from '../../ui/lead-chips.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { PresentPeople } from '../../ui/present-people.tsx'
import { AssignMenu } from './assign-menu.tsx'
import { subjectOfView } from '../../actions/subject-of-view.ts'
import type { ConversationView } from '#shared/contract/read-models.ts'

interface ThreadHeaderProps {
  view: ConversationView
  /** One pane at a time: a way back to the list is shown. */
  narrow: boolean
  panelOpen: boolean
  panelKeys: string
  onTogglePanel: () => void
}

export function ThreadHeader({ view, narrow, panelOpen, panelKeys, onTogglePanel }: ThreadHeaderProps) {
  const { conversation, lead } = view
  const close = useApp((state) => state.closeConversation)
  const canWrite = useCanWrite()
  return (
    <header className="@container flex h-15 shrink-0 items-center gap-3 border-b border-line pr-3 pl-4">
      {narrow && (
        <IconButton label="Back to the list" keys="Esc" className="-mr-1 -ml-2" onClick={close}>
          <ArrowLeft className="size-4.5" />
        </IconButton>
      )}
      <Avatar id={lead.id} name={lead.label} size={32} />
      <div className="min-w-0 flex-1">
        <h2 dir="auto" className="truncate text-left text-lg leading-5 font-semibold">
          {nameOf(lead.label)}
        </h2>
        <div className="mt-0.5 flex min-w-0 items-center gap-2.5 overflow-hidden text-xs text-ink-2">
          <Channel platform={conversation.platform} />
          {conversation.channel_name !== PLATFORM_NAMES[conversation.platform] && (
            <span className="hidden min-w-0 truncate text-ink-3 @3xl:inline">{conversation.channel_name}</span>
          )}
          {lead.stage && <StageChip stage={lead.stage} className="shrink" />}
          {lead.score > 0 && <ScoreChip score={lead.score} />}
          {conversation.ai_enabled && (
            <span className="hidden shrink-0 items-center gap-1 text-ai-ink @xl:inline-flex">
              <Sparkles aria-hidden className="size-3" /> AI replies
            </span>
          )}
        </div>
      </div>
      <HeaderPresence conversationId={conversation.id} />
      <div className="flex items-center gap-1.5">
        {canWrite && <Actions view={view} />}
        <MoreMenu view={view} />
        <IconButton label="Lead details" keys={panelKeys} pressed={panelOpen} onClick={onTogglePanel}>
          <PanelRight className="size-4" />
        </IconButton>
      </div>
    </header>
  )
}

/** Who else has the conversation before them; said once when somebody comes or begins to type. */
function HeaderPresence({ conversationId }: { conversationId: string }) {
  const present = usePresence().get(conversationId)
  return (
    <output className="flex shrink-0 items-center gap-2 text-xs text-ink-2">
      {present && (
        <>
          <PresentPeople people={present} size={24} />
          <span className="sr-only @4xl:not-sr-only">{presenceWords(present)}</span>
        </>
      )}
    </output>
  )
}

function MoreMenu({ view: { conversation, lead } }: { view: ConversationView }) {
  const tellStory = useApp((state) => state.tellStory)
  return (
    <Menu
      trigger={
        <IconButton label="More">
          <Ellipsis className="size-4" />
        </IconButton>
      }
    >
      <MenuItem
        icon={<History className="size-4" />}
        onSelect={() => tellStory({ table: 'conversations', id: conversation.id })}
      >
        Why does this conversation look like this?
      </MenuItem>
      <MenuItem icon={<History className="size-4" />} onSelect={() => tellStory({ table: 'leads', id: lead.id })}>
        Why does this lead look like this?
      </MenuItem>
    </Menu>
  )
}

function Actions({ view }: { view: ConversationView }) {
  const triage = useTriage()
  const { conversation } = view
  const subject = subjectOfView(view)
  const inPool = subject.handler_id === null
  const closed = conversation.status === 'closed' || conversation.status === 'archived'
  const word = 'hidden @lg:inline'
  return (
    <>
      {inPool && (
        <Button
          tone="primary"
          aria-label="Claim"
          aria-keyshortcuts="I"
          icon={<UserRoundPlus aria-hidden className="size-3.5" />}
          onClick={() => void triage.claim(subject)}
        >
          <span className={word}>Claim</span>
        </Button>
      )}
      <AssignMenu view={view} />
      {closed ? (
        <Button
          aria-label="Reopen"
          aria-keyshortcuts="Shift+E"
          icon={<RotateCcw aria-hidden className="size-3.5" />}
          onClick={() => void triage.reopen(subject)}
        >
          <span className={word}>Reopen</span>
        </Button>
      ) : (
        <Button
          aria-label="Done"
          aria-keyshortcuts="E"
          icon={<Check aria-hidden className="size-3.5" />}
          onClick={() => void triage.done(subject)}
        >
          <span className={word}>Done</span>
        </Button>
      )}
    </>
  )
}
