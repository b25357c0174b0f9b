import { SearchX, Telescope, X } from 'lucide-react'
import { useMemo, type ReactNode } from 'react'
import { useTeam, type Team } from '../../actions/use-team.ts'
import { useLive, useLiveOf } from '../../bridge/use-live.ts'
import { count } from '../../format/time.ts'
import { nameOf } from '../../format/vocabulary.ts'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { ComboList, type ComboGroup } from '../../ui/combo-list.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { plainText } from '../../ui/segments.tsx'
import { useNow } from '../../ui/use-now.ts'
import { coverageWords } from './coverage-words.ts'
import { ConversationLine, LeadLine, MessageLine, NoteLine } from './hit-rows.tsx'
import type { SearchResults } from '#shared/contract/areas/search.ts'
import { MOST_SEARCH_CHARACTERS } from '#shared/domain/search/longest-search.ts'
import { parseSearch } from '#shared/domain/search/query.ts'

/** Hits of each group: more are a reason to say more. */
const LIMIT = 20

const EXAMPLES = ['has:attachment', 'is:unread', 'owner:me', 'channel:whatsapp', 'after:7d']

/** Search over everything on this device. `status` is shown beside the title. */
export function SearchScreen({ status }: { status: ReactNode }) {
  const store = useAppStore()
  const text = useApp((state) => state.searchText)
  const setText = useApp((state) => state.setSearchText)
  const { value: results, error } = useLiveOf('search.results', { text, limit: LIMIT }, 'search')
  const { value: coverage } = useLive('search.coverage', {})
  const groups = useGroups(results)
  const found = groups.reduce((sum, group) => sum + group.items.length, 0)
  const isBuilding = coverage?.phase === 'building' && coverage.indexed < coverage.total

  const choose = (id: string) => {
    const target = results && targetOf(results, id)
    const { showInbox, openConversation, openMessage, showToast } = store.getState()
    if (!target?.conversationId) {
      showToast({ tone: 'info', text: 'Nobody has talked to this lead yet: there is nothing to open.' })
      return
    }
    showInbox()
    if (target.messageId) openMessage(target.conversationId, target.messageId)
    else openConversation(target.conversationId)
  }
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface">
      <header className="flex h-12 shrink-0 items-center gap-2 pr-2.5 pl-4">
        <h1 className="flex-1 text-lg font-semibold">Search</h1>
        {status}
      </header>
      <div className="flex min-h-0 w-full max-w-240 flex-1 flex-col">
        <ComboList
          label="Search"
          placeholder="Names, numbers, words, “phrases”, is:unread …"
          listLabel="Results"
          text={text}
          maxLength={MOST_SEARCH_CHARACTERS}
          onText={setText}
          groups={groups}
          busy={results?.text !== text}
          onChoose={choose}
          onLeave={() => {
            store.getState().showInbox()
            store.getState().focusOn('list')
          }}
          empty={error ? <Failed message={error.message} /> : <Nothing text={results?.text ?? ''} onText={setText} />}
        >
          <Chips text={text} onText={setText} />
          <div className="shrink-0 px-4 pt-2 text-xs text-ink-2">
            {results?.problems.map((problem) => (
              <p key={problem} className="text-warning">
                {problem}
              </p>
            ))}
            {results && results.corrected.length > 0 && <p>Also looked for {results.corrected.join(', ')}.</p>}
            {coverage && <p className="text-ink-3">{coverageWords(coverage)}</p>}
            {isBuilding && <ProgressBar label="Search index" value={coverage.indexed} max={coverage.total} />}
          </div>
          <output className="sr-only">
            {!results || results.text.trim() === '' ? '' : found === 0 ? 'Nothing found' : `${count(found)} results`}
          </output>
        </ComboList>
      </div>
    </div>
  )
}

/** The operators of the text, each of which can be taken away. */
function Chips({ text, onText }: { text: string; onText: (text: string) => void }) {
  const { filters } = parseSearch(text, useNow())
  if (filters.length === 0) return null
  return (
    <ul aria-label="Filters" className="flex shrink-0 flex-wrap gap-1.5 px-4 pt-2">
      {filters.map(({ start, end }) => {
        const written = text.slice(start, end)
        return (
          <li key={start}>
            <button
              type="button"
              aria-label={`Remove ${written}`}
              onClick={() => onText(`${text.slice(0, start)}${text.slice(end)}`.replaceAll(/ {2,}/g, ' ').trimStart())}
              className="inline-flex h-6 items-center gap-1 rounded-full border border-line-strong bg-selected px-2 text-xs text-accent-ink hover:bg-hover"
            >
              {written}
              <X aria-hidden className="size-3" />
            </button>
          </li>
        )
      })}
    </ul>
  )
}

function Nothing({ text, onText }: { text: string; onText: (text: string) => void }) {
  if (text.trim() !== '') {
    return (
      <EmptyState
        icon={<SearchX className="size-5" strokeWidth={1.75} />}
        title="Nothing found"
        text="Nothing on this device has all of these words. Try fewer of them, or the beginning of one."
      />
    )
  }
  return (
    <EmptyState
      icon={<Telescope className="size-5" strokeWidth={1.75} />}
      title="Search leads, messages, calls and notes"
      text="Type a name, part of a phone number in any format, or words. Narrow it with an operator:"
    >
      <div className="flex max-w-90 flex-wrap justify-center gap-1.5">
        {EXAMPLES.map((example) => (
          <button
            key={example}
            type="button"
            onClick={() => onText(`${example} `)}
            className="h-6 rounded-full border border-line-strong px-2.5 text-xs text-ink-2 hover:bg-hover hover:text-ink"
          >
            {example}
          </button>
        ))}
      </div>
    </EmptyState>
  )
}

function Failed({ message }: { message: string }) {
  return (
    <EmptyState
      icon={<SearchX className="size-5" strokeWidth={1.75} />}
      title="Search is not available"
      text={message}
    />
  )
}

function useGroups(results: SearchResults | undefined): ComboGroup[] {
  const team = useTeam()
  const now = useNow()
  // The same while a letter is typed whose results are not here yet.
  return useMemo(() => (results ? groupsOf(results, team, now) : []), [results, team, now])
}

function groupsOf({ leads, conversations, messages, notes }: SearchResults, team: Team, now: number): ComboGroup[] {
  const by = (id: string | null) => (id === null ? null : team.nameOf(id))
  const note = ({ more }: { more: boolean }) => (more ? 'and more' : undefined)
  return [
    {
      title: 'Leads',
      note: note(leads),
      items: leads.hits.map((hit) => ({
        id: `lead:${hit.id}`,
        spoken: `${nameOf(plainText(hit.label) || null)}, ${plainText(hit.detail)}`,
        content: <LeadLine hit={hit} now={now} />,
      })),
    },
    {
      title: 'Conversations',
      note: note(conversations),
      items: conversations.hits.map((hit) => ({
        id: `conversation:${hit.id}`,
        spoken: `${nameOf(hit.lead_label)}, ${hit.preview}`,
        content: <ConversationLine hit={hit} now={now} />,
      })),
    },
    {
      title: 'Messages',
      note: note(messages),
      items: messages.hits.map((hit) => ({
        id: `message:${hit.id}`,
        spoken: `${nameOf(hit.lead_label)}, ${plainText(hit.snippet)}`,
        content: <MessageLine hit={hit} by={by(hit.sender_id)} now={now} />,
      })),
    },
    {
      title: 'Notes',
      note: note(notes),
      items: notes.hits.map((hit) => ({
        id: `note:${hit.id}`,
        spoken: `Note about ${nameOf(hit.lead_label)}, ${plainText(hit.snippet)}`,
        content: <NoteLine hit={hit} by={by(hit.author_id)} now={now} />,
      })),
    },
  ]
}

/** What an item opens. */
function targetOf(results: SearchResults, item: string): { conversationId: string | null; messageId?: string } | null {
  const [kind, id] = item.split(':')
  const same = (hit: { id: string }) => hit.id === id
  if (kind === 'conversation') return { conversationId: id ?? null }
  if (kind === 'lead') return { conversationId: results.leads.hits.find(same)?.conversation_id ?? null }
  if (kind === 'note')
    return { conversationId: results.notes.hits.find(same)?.conversation_id ?? null, ...(id && { messageId: id }) }
  const message = results.messages.hits.find(same)
  return message ? { conversationId: message.conversation_id, messageId: message.id } : null
}
