import { AlarmClock, ArrowLeft, Check, PanelRight, RotateCcw, Sparkles, UserRoundPlus } from 'lucide-react'
import { useCanWrite } from '../../actions/session-context.ts'
import { usePresence } from '../../actions/use-presence.ts'
import { useTriage } from '../../actions/use-triage.ts'
import { useBridge } from '../../bridge/bridge-context.ts'
import { presenceWords } from '../../format/presence-words.ts'
import { nameOf, PLATFORM_NAMES } from '../../format/vocabulary.ts'
import { shownKeys } from '../../keyboard/key-map.ts'
import { useBindings } from '../../keyboard/use-bindings.ts'
import { useApp } from '../../store/store-context.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Channel } from '../../ui/channel.tsx'
import { ScoreChip, StageChip } from '../../ui/lead-chips.tsx'
import { PresentPeople } from '../../ui/present-people.tsx'
import { AssignMenu } from './assign-menu.tsx'
import { ConversationMenu } from './conversation-menu.tsx'
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
          {lead.stage && <StageChip stage={lead.stage} className="shrink @max-md:hidden" />}
          {lead.score > 0 && <ScoreChip score={lead.score} />}
          {conversation.ai_enabled && (
            <span className="hidden shrink-0 items-center gap-1 text-ai-ink @2xl:inline-flex">
              <Sparkles aria-hidden className="size-3" /> AI replies
            </span>
          )}
        </div>
      </div>
      <HeaderPresence conversationId={conversation.id} />
      <div className="flex items-center gap-1.5">
        {canWrite && <Actions view={view} />}
        <ConversationMenu view={view} />
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

function Actions({ view }: { view: ConversationView }) {
  const triage = useTriage()
  const setPicking = useApp((state) => state.setPicking)
  const snoozeKeys = shownKeys('snooze', useBridge().desk.platform === 'darwin', useBindings())
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
      {!closed && (
        <IconButton
          label="Snooze"
          keys={snoozeKeys}
          className="hidden @lg:grid"
          onClick={() => setPicking({ what: 'snooze', subject })}
        >
          <AlarmClock className="size-4" />
        </IconButton>
      )}
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
