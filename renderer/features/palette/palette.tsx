import { Dialog } from '@base-ui/react/dialog'
import { useRef, useState, type ReactNode } from 'react'
import { useCanWrite } from '../../actions/session-context.ts'
import { useCopyDiagnostics } from '../../actions/use-copy-diagnostics.ts'
import { useTeam } from '../../actions/use-team.ts'
import { useBridge } from '../../bridge/bridge-context.ts'
import { useLive, useLiveOf } from '../../bridge/use-live.ts'
import { BINDINGS, shownKeys, type KeyAction } from '../../keyboard/key-map.ts'
import { useBindings } from '../../keyboard/use-bindings.ts'
import type { AppSlices } from '../../store/app-store.ts'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { ComboList, type ComboGroup } from '../../ui/combo-list.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { plainText } from '../../ui/segments.tsx'
import { fuzzyChoices } from './fuzzy.ts'
import { SPLITS, type Split } from '#shared/domain/conversation.ts'

const MOST_CHARACTERS = 200
const LEADS = 6
const TEAMMATES = 4
const SPLIT_NAMES: Partial<Record<Split, string>> = { mine: 'My conversations', waiting: 'Waiting for an answer' }

/** Keys that move within the palette themselves, or make sense only where the rep is already. */
const NOT_LISTED: ReadonlySet<KeyAction> = new Set([
  'next',
  'previous',
  'open',
  'back',
  'palette',
  'select_next',
  'select_previous',
])
/** Keys that are about a conversation and change something. */
const ON_CONVERSATION: ReadonlySet<string> = new Set(['Conversation', 'Write'])

interface Entry {
  id: string
  label: string
  detail?: string | undefined
  keys?: string | undefined
  run: (state: AppSlices) => void
}

/** Go anywhere, do anything the keys do, find a lead or a teammate: Ctrl K. */
export function Palette() {
  const open = useApp((state) => state.overlay === 'palette')
  const showOverlay = useApp((state) => state.showOverlay)
  const store = useAppStore()
  const chosen = useRef<Entry | null>(null)
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(next) => !next && showOverlay(null)}
      // What was chosen runs when the focus is back where it was, for that is what keys are about.
      onOpenChangeComplete={(isOpen) => {
        if (isOpen || !chosen.current) return
        const { run } = chosen.current
        chosen.current = null
        run(store.getState())
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Popup className="animate-rise fixed top-[12vh] left-1/2 z-50 flex h-[min(480px,76vh)] w-[calc(100vw-32px)] max-w-140 -translate-x-1/2 flex-col overflow-hidden rounded-xl bg-raised shadow-float">
          <Dialog.Title className="sr-only">Command palette</Dialog.Title>
          <Entries
            onChoose={(entry) => {
              chosen.current = entry
              store.getState().rememberEntry(entry.id)
              showOverlay(null)
            }}
          />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Entries({ onChoose }: { onChoose: (entry: Entry) => void }) {
  const [text, setText] = useState('')
  const recent = useApp((state) => state.recentEntries)
  const groups = [
    { title: 'Go', entries: fuzzyChoices(usePlaces(), text, recent) },
    { title: 'Do', entries: fuzzyChoices(useActions(), text, recent) },
    { title: 'Leads', entries: useLeads(text) },
    { title: 'Teammates', entries: useTeammates(text) },
    { title: 'Search', entries: text.trim() === '' ? [] : [searchEntry(text)] },
  ]
  const all = groups.flatMap(({ entries }) => entries)
  const shown: ComboGroup[] = groups.map(({ title, entries }) => ({
    title,
    items: entries.map((entry) => ({ id: entry.id, spoken: spokenEntry(entry), content: <EntryLine entry={entry} /> })),
  }))
  return (
    <ComboList
      label="Command palette"
      placeholder="Where to, what to do, whom to find …"
      listLabel="Commands"
      text={text}
      maxLength={MOST_CHARACTERS}
      onText={setText}
      groups={shown}
      onChoose={(id) => {
        const entry = all.find((candidate) => candidate.id === id)
        if (entry) onChoose(entry)
      }}
      empty={null}
    />
  )
}

const spokenEntry = ({ label, detail, keys }: Entry): string => [label, detail, keys].filter(Boolean).join(', ')

function EntryLine({ entry: { label, detail, keys } }: { entry: Entry }): ReactNode {
  return (
    <div className="flex min-h-6 items-center gap-3 text-sm">
      <span dir="auto" className="min-w-0 truncate">
        {label}
      </span>
      {detail && <span className="min-w-0 truncate text-xs text-ink-3">{detail}</span>}
      {keys && (
        <span className="ml-auto">
          <Kbd keys={keys} />
        </span>
      )}
    </div>
  )
}

function usePlaces(): Entry[] {
  const mac = useBridge().desk.platform === 'darwin'
  const bindings = useBindings()
  const keys = (action: KeyAction) => shownKeys(action, mac, bindings)
  const splits = SPLITS.map((split) => ({
    id: `split:${split}`,
    label: `Go to ${SPLIT_NAMES[split] ?? split.replaceAll('_', ' ')}`,
    detail: 'Inbox',
    run: (state: AppSlices) => {
      state.showInbox()
      state.showSplit(split)
      state.focusOn('list')
    },
  }))
  const { value: views = [] } = useLive('views.list', {})
  const saved = views.map(({ id, name, is_own, owner_name, view }) => ({
    id: `view:${id}`,
    label: name,
    detail: is_own ? 'Saved view' : `Saved view of ${owner_name}`,
    run: (state: AppSlices) => {
      state.showInbox()
      state.showView(id, view)
      state.focusOn('list')
    },
  }))
  return [
    { id: 'inbox', label: 'Go to Inbox', run: (state) => (state.showInbox(), state.focusOn('list')) },
    { id: 'search', label: 'Go to Search', keys: keys('search'), run: (state) => state.showSearch() },
    { id: 'performance', label: 'Go to Performance', run: (state) => state.showOverlay('performance') },
    { id: 'conflicts', label: 'Go to Conflict Centre', keys: keys('conflicts'), run: (state) => state.showConflicts() },
    ...splits,
    ...saved,
  ]
}

/** What the keys of the screen can do now. */
function useActions(): Entry[] {
  const mac = useBridge().desk.platform === 'darwin'
  const bindings = useBindings()
  const canWrite = useCanWrite()
  const copyDiagnostics = useCopyDiagnostics()
  const screen = useApp((state) => state.screen)
  const hasSubject = useApp(({ cursorId, openId }) => cursorId !== null || openId !== null)
  const bound: Entry[] = BINDINGS.filter(({ action, group, on = 'inbox' }) => {
    if (NOT_LISTED.has(action) || action === 'search' || action === 'conflicts') return false
    if (on !== screen && on !== 'everywhere') return false
    return !ON_CONVERSATION.has(group) || (hasSubject && canWrite)
  }).map((binding) => ({
    id: `do:${binding.action}`,
    label: binding.label,
    keys: shownKeys(binding.action, mac, bindings),
    run: (state) => state.askAction(binding.action),
  }))
  return [...bound, { id: 'do:copy-diagnostics', label: 'Copy diagnostics', run: () => void copyDiagnostics() }]
}

function useLeads(text: string): Entry[] {
  const asked = text.trim().length < 2 ? '' : text
  const { value } = useLiveOf('search.results', { text: asked, limit: LEADS }, 'palette')
  if (asked === '' || !value) return []
  return value.leads.hits.map(({ id, conversation_id, label, detail }) => ({
    id: `lead:${id}`,
    label: plainText(label) || 'Unknown',
    detail: plainText(detail),
    run: (state) => {
      if (conversation_id === null) return state.showSearch(plainText(label))
      state.showInbox()
      state.openConversation(conversation_id)
    },
  }))
}

function useTeammates(text: string): Entry[] {
  const { members } = useTeam()
  if (text.trim() === '') return []
  const people = members.map(({ id, name }) => ({ id: `person:${id}`, label: name }))
  return fuzzyChoices(people, text, [])
    .slice(0, TEAMMATES)
    .map(({ id, label }) => ({
      id,
      label,
      detail: 'What they work on',
      run: (state) => state.showSearch(`owner:"${label}" `),
    }))
}

const searchEntry = (text: string): Entry => ({
  id: 'search-for',
  label: `Search for “${text.trim()}”`,
  run: (state) => state.showSearch(text),
})
