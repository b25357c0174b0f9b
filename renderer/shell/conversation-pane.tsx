import { CloudOff, FileX2, LockKeyhole, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useCanWrite, useSession } from '../actions/session-context.ts'
import { useBridge } from '../bridge/bridge-context.ts'
import { useCommand } from '../bridge/use-command.ts'
import { useLive } from '../bridge/use-live.ts'
import { ClaimNotice } from '../features/claim/claim-notice.tsx'
import { useLostClaim } from '../features/claim/use-lost-claim.ts'
import { Composer } from '../features/composer/composer.tsx'
import { ReadOnly } from '../features/composer/read-only.tsx'
import { LeadPanel } from '../features/lead/lead-panel.tsx'
import { ChannelFilter } from '../features/thread/channel-filter.tsx'
import { Freshness } from '../features/status/freshness.tsx'
import { useReadMentions } from '../actions/use-mentions.ts'
import { useShowPresence } from '../actions/use-presence.ts'
import { subjectOfView } from '../actions/subject-of-view.ts'
import { ThreadHeader } from '../features/thread/thread-header.tsx'
import { Timeline } from '../features/thread/timeline.tsx'
import { useThread } from '../features/thread/use-thread.ts'
import { shownKeys } from '../keyboard/key-map.ts'
import { PANEL_WIDTH } from '../store/preferences-slice.ts'
import { useApp } from '../store/store-context.ts'
import { Button } from '../ui/button.tsx'
import { cx } from '../ui/cx.ts'
import { Deferred } from '../ui/deferred.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Notice } from '../ui/notice.tsx'
import { PaneResizer } from '../ui/pane-resizer.tsx'
import { useWindowFocus } from '../ui/use-window-focus.ts'
import { lostWords, missingWords } from './missing-words.ts'
import type { ConversationView } from '#shared/contract/read-models.ts'

interface ConversationPaneProps {
  id: string
  narrow: boolean
  /** The lead beside the thread, or over it; `width` in px. */
  panel: { open: boolean; floating: boolean; width: number; toggle: () => void }
}

/** One conversation: thread, composer and lead. Mount once per conversation. */
export function ConversationPane({ id, narrow, panel }: ConversationPaneProps) {
  const { desk } = useBridge()
  const thread = useThread(id)
  const { value: view, error } = thread.state
  const canWrite = useCanWrite()
  const setPreference = useApp((state) => state.setPreference)
  const [leadId, setLeadId] = useState<string | null>(null)
  if (view && view.lead.id !== leadId) setLeadId(view.lead.id)

  useKnowSubject(view ?? null)

  if (view === undefined) return error ? <Unreadable message={error.message} /> : <div className="flex-1 bg-surface" />
  if (view === null) return <Missing leadId={leadId} />
  return (
    <>
      <Deferred>
        <Attention view={view} />
      </Deferred>
      <div className="flex min-w-0 flex-1 flex-col bg-surface">
        <ThreadHeader
          view={view}
          narrow={narrow}
          panelOpen={panel.open}
          panelKeys={shownKeys('panel', desk.platform === 'darwin')}
          onTogglePanel={panel.toggle}
        />
        <Freshness />
        <Deferred>
          <ClaimNotice leadId={view.lead.id} ownerId={view.lead.owner_id} />
        </Deferred>
        <ChannelFilter view={view} show={thread.show} onChange={thread.setShow} />
        {view.anchor === 'missing' && thread.target && (
          <Notice tone="warning">What was asked for is not on this device. This is the end of the thread.</Notice>
        )}
        <Timeline view={view} thread={thread} />
        {canWrite ? <DeferredComposer view={view} /> : <ReadOnly />}
      </div>
      {panel.open && !panel.floating && (
        <PaneResizer
          label="Width of the lead details"
          width={panel.width}
          range={PANEL_WIDTH}
          pane="after"
          onChange={(width) => setPreference({ panelWidth: width })}
        />
      )}
      {panel.open && (
        <div
          className={cx(
            'max-w-full shrink-0',
            panel.floating && 'animate-rise absolute inset-y-0 right-0 z-20 border-l border-line shadow-float',
          )}
          style={{ width: panel.width }}
        >
          <Deferred>
            <LeadPanel leadId={view.lead.id} onClose={panel.toggle} />
          </Deferred>
        </div>
      )}
    </>
  )
}

/** The thread is there first, unless the rep is about to write. */
function DeferredComposer({ view }: { view: ConversationView }) {
  const wish = useApp((state) => state.wish)
  return (
    <Deferred now={wish !== null} placeholder={<div className="h-40.5 shrink-0" />}>
      <Composer view={view} />
    </Deferred>
  )
}

/** Tells that the rep has the conversation before them: the team, the messages' unread marks, and mentions in its notes. */
function Attention({ view: { conversation, lead } }: { view: ConversationView }) {
  useRead(conversation)
  useShowPresence(conversation.id)
  useReadMentions(lead.id)
  return null
}

/** Marks a conversation as read while the rep has it before them. Nobody asked for that, so a failure stays silent. */
function useRead({ id, unread }: ConversationView['conversation']): void {
  const command = useCommand()
  const focused = useWindowFocus()
  const canWrite = useCanWrite()
  useEffect(() => {
    if (unread > 0 && focused && canWrite) void command('conversation.read', { conversation_id: id }, { quiet: true })
  }, [canWrite, command, focused, id, unread])
}

/** Lets keys act on the open conversation, also when it is not in the list. */
function useKnowSubject(view: ConversationView | null): void {
  const setOpenSubject = useApp((state) => state.setOpenSubject)
  useEffect(() => {
    setOpenSubject(view && subjectOfView(view))
    return () => setOpenSubject(null)
  }, [setOpenSubject, view])
}

const MISSING_ICONS = { not_cached: CloudOff, no_permission: LockKeyhole, gone: FileX2 }

/** @param leadId whose conversation it was; null when it was never here */
function Missing({ leadId }: { leadId: string | null }) {
  const { user } = useSession()
  const { value: status } = useLive('sync.status', {})
  const close = useApp((state) => state.closeConversation)
  const lost = useLostClaim(leadId)
  if (!status) return <div className="flex-1 bg-surface" />
  const { why, title, text } = lost === null ? missingWords(status, user.role) : lostWords(lost)
  const Icon = MISSING_ICONS[why]
  return (
    <div className="flex-1 bg-surface">
      <EmptyState icon={<Icon className="size-5" strokeWidth={1.75} />} title={title} text={text}>
        <Button onClick={close}>Back to the list</Button>
      </EmptyState>
    </div>
  )
}

function Unreadable({ message }: { message: string }) {
  return (
    <div className="flex-1 bg-surface">
      <EmptyState
        icon={<TriangleAlert className="size-5" strokeWidth={1.75} />}
        title="Cannot be shown"
        text={message}
      />
    </div>
  )
}
