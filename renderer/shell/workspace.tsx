import { memo, Suspense, useEffect } from 'react'
import { leadAtHand } from '../actions/lead-at-hand.ts'
import { SessionContext, useCanWrite, type Session } from '../actions/session-context.ts'
import { useBridge } from '../bridge/bridge-context.ts'
import { AwayBanner } from '../features/away/away-banner.tsx'
import { LostClaims } from '../features/claim/lost-claims.tsx'
import { TakingBack } from '../features/composer/taking-back.tsx'
import { InboxPane } from '../features/inbox/inbox-pane.tsx'
import { Rail } from '../features/rail/rail.tsx'
import { Notices } from '../features/session/notices.tsx'
import { Freshness } from '../features/status/freshness.tsx'
import { StatusAnnouncer, StatusPill } from '../features/status/status-pill.tsx'
import { useSupportBundle } from '../features/status/use-support-bundle.ts'
import { useLeadPanel } from './use-lead-panel.ts'
import { usePrefetch } from './use-prefetch.ts'
import { useKeyboard } from '../keyboard/use-keyboard.ts'
import { LIST_WIDTH } from '../store/preferences-slice.ts'
import { useApp, useAppStore } from '../store/store-context.ts'
import { cx } from '../ui/cx.ts'
import { PaneResizer } from '../ui/pane-resizer.tsx'
import { useWindowWidth } from '../ui/use-media.ts'
import { NoConversation } from './no-conversation.tsx'
import { layPanes } from './pane-layout.ts'
import {
  ConflictCentre,
  ConversationPane,
  loadScreensWhenIdle,
  MentionsScreen,
  Overlays,
  PipelinePanes,
  SearchScreen,
  TasksPanes,
} from './screens.ts'
import { useKeepPlace } from './use-keep-place.ts'
import { useWindowRequests } from './use-window-requests.ts'
import { useInboxKeys } from './use-inbox-keys.ts'

/** The signed-in window: rail, list, thread, and the lead beside it where there is room. */
export function Workspace({ session }: { session: Session }) {
  useEffect(loadScreensWhenIdle, [])
  useKeepPlace()
  return (
    <SessionContext value={session}>
      <div className="flex h-full flex-col">
        <Notices />
        <AwayBanner />
        <Screens />
      </div>
      <StatusAnnouncer />
      <TakingBack />
      <LostClaims />
      <Suspense>
        <Overlays />
      </Suspense>
    </SessionContext>
  )
}

function Screens() {
  const screen = useApp((state) => state.screen)
  useNavigation()
  useWindowRequests()
  useWindowKeys()
  if (screen === 'inbox') return <Panes />
  if (screen === 'pipeline') {
    return (
      <Suspense>
        <PipelinePanes />
      </Suspense>
    )
  }
  if (screen === 'tasks') {
    return (
      <Suspense>
        <TasksPanes />
      </Suspense>
    )
  }
  const Screen = WHOLE[screen]
  return (
    <div className="flex min-h-0 flex-1">
      <Rail status={null} />
      <main className="flex min-w-0 flex-1">
        <Suspense>
          <Screen status={<StatusPill />} />
        </Suspense>
      </main>
    </div>
  )
}

/** Screens that are of one piece. */
const WHOLE = { search: SearchScreen, mentions: MentionsScreen, conflicts: ConflictCentre }

function Panes() {
  const openId = useApp((state) => state.openId)
  const preferences = useApp((state) => state.preferences)
  const setPreference = useApp((state) => state.setPreference)
  const layout = layPanes(useWindowWidth(), {
    ...preferences,
    panelOpen: preferences.leadPanelOpen && openId !== null,
  })
  const { onePane, listWidth, panelWidth } = layout
  const panel = useLeadPanel(openId, layout.panelFloats)
  const covered = onePane && openId !== null
  useInboxKeys(panel)
  usePrefetch()
  useSupportRequests()

  return (
    <div className="flex min-h-0 flex-1">
      <InboxRail covered={covered} />
      <main className="relative flex min-w-0 flex-1">
        {/* In one pane the thread lies over the list, which keeps its place and its size meanwhile. */}
        <div
          inert={covered}
          className={cx('min-w-0', onePane ? 'flex-1' : 'shrink-0', covered && 'invisible')}
          style={onePane ? undefined : { width: listWidth }}
        >
          <Inbox covered={covered} />
        </div>
        {!onePane && (
          <PaneResizer
            label="Width of the list"
            width={listWidth}
            range={LIST_WIDTH}
            pane="before"
            onChange={(width) => setPreference({ listWidth: width })}
          />
        )}
        {openId !== null ? (
          <div className={cx('flex min-w-0 flex-1', onePane ? 'absolute inset-0 z-10' : 'relative')}>
            <Suspense>
              <ConversationPane key={openId} id={openId} narrow={onePane} panel={{ ...panel, width: panelWidth }} />
            </Suspense>
          </div>
        ) : (
          !onePane && <NoConversation />
        )}
      </main>
    </div>
  )
}

// What stands around the thread is not drawn anew when another conversation opens.
const Inbox = memo(function Inbox({ covered }: { covered: boolean }) {
  return <InboxPane status={!covered && <StatusPill />} freshness={<Freshness />} />
})

const InboxRail = memo(function InboxRail({ covered }: { covered: boolean }) {
  return <Rail status={covered && <StatusPill compact />} />
})

/** Saves a support bundle when the menu asks for one. */
function useSupportRequests(): void {
  const { desk } = useBridge()
  const save = useSupportBundle()
  useEffect(() => desk.on('support.requested', () => void save()), [desk, save])
}

/** Keys that every screen has. */
function useWindowKeys(): void {
  const store = useAppStore()
  const screen = useApp((state) => state.screen)
  const canWrite = useCanWrite()
  useKeyboard(
    {
      inbox: () => store.getState().showInbox(),
      pipeline: () => store.getState().showPipeline(),
      mentions: () => store.getState().showMentions(),
      tasks: () => store.getState().showTasks(),
      quick_note: () => canWrite && store.getState().showNoteSheet({ what: 'new', lead: leadAtHand(store.getState()) }),
      new_task: () => canWrite && store.getState().showTaskSheet({ what: 'new', lead: leadAtHand(store.getState()) }),
      search: () => store.getState().showSearch(),
      palette: () => store.getState().showOverlay('palette'),
      settings: () => store.getState().showOverlay('settings'),
      import: () => store.getState().showOverlay('import'),
      export: () => store.getState().showOverlay('export'),
      help: () => store.getState().showOverlay('help'),
    },
    screen,
  )
}

/** Opens the conversation that a notification or link asked for. */
function useNavigation(): void {
  const { desk } = useBridge()
  const store = useAppStore()
  useEffect(
    () =>
      desk.on('navigate.conversation', ({ conversation_id: id, message_id: messageId }) => {
        const { showInbox, openConversation, openMessage } = store.getState()
        showInbox()
        if (messageId) openMessage(id, messageId)
        else openConversation(id)
      }),
    [desk, store],
  )
}
