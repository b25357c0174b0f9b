import { CheckCheck, TriangleAlert } from 'lucide-react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useCanWrite } from '../../actions/session-context.ts'
import { useMentions } from '../../actions/use-mentions.ts'
import { useTeam } from '../../actions/use-team.ts'
import { useLive, useLiveOf } from '../../bridge/use-live.ts'
import { count } from '../../format/time.ts'
import { useKeyboard } from '../../keyboard/use-keyboard.ts'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LIST_STEPS } from '../../ui/list-steps.ts'
import { useNow } from '../../ui/use-now.ts'
import { MENTION_ICON, mentionElementId, MentionRow } from './mention-row.tsx'
import type { MentionsPage } from '#shared/contract/areas/mentions.ts'

/** Mentions that are read at once; as many again with every "Show more", up to the contract's limit. */
const STEP = 50
const MOST = 500

/** Where colleagues have named the rep. `status` is shown beside the title. */
export function MentionsScreen({ status }: { status: ReactNode }) {
  const onlyUnread = useApp((state) => state.onlyUnread)
  const [limit, setLimit] = useState(STEP)
  const { value: page, error } = useLiveOf(
    'mentions.list',
    { only_unread: onlyUnread, limit },
    `mentions ${onlyUnread}`,
  )
  const { value: unread } = useLive('mentions.unread', {})
  const { markAllRead } = useMentions()
  const canWrite = useCanWrite()
  const unreadIds = page?.mentions.filter(({ is_read }) => !is_read).map(({ id }) => id) ?? []
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface">
      <header className="flex h-12 shrink-0 items-center gap-2 pr-2.5 pl-4">
        <h1 className="flex-1 text-lg font-semibold">Mentions</h1>
        {status}
      </header>
      <div className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 pb-1.5">
        <Show unread={unread?.count ?? 0} />
        {canWrite && unreadIds.length > 0 && (
          <Button
            tone="ghost"
            size="sm"
            className="ml-auto"
            icon={<CheckCheck aria-hidden className="size-3.5" />}
            onClick={() => void markAllRead(unreadIds)}
          >
            Mark all as read
          </Button>
        )}
      </div>
      {page ? (
        <List page={page} onMore={limit < MOST ? () => setLimit(limit + STEP) : null} />
      ) : (
        error && <Failed message={error.message} />
      )}
    </div>
  )
}

function Show({ unread }: { unread: number }) {
  const onlyUnread = useApp((state) => state.onlyUnread)
  const setOnlyUnread = useApp((state) => state.setOnlyUnread)
  return (
    <fieldset className="flex gap-1.5">
      <legend className="sr-only">Show</legend>
      {[false, true].map((isUnread) => (
        <button
          key={String(isUnread)}
          type="button"
          aria-pressed={onlyUnread === isUnread}
          onClick={() => setOnlyUnread(isUnread)}
          className={cx(
            'h-6 rounded-full border px-2.5 text-xs font-medium',
            onlyUnread === isUnread
              ? 'border-accent bg-accent-soft text-accent-ink'
              : 'border-line-strong bg-surface text-ink-2 hover:bg-hover hover:text-ink',
          )}
        >
          {isUnread ? `Unread${unread > 0 ? ` ${count(unread)}` : ''}` : 'All'}
        </button>
      ))}
    </fieldset>
  )
}

/** The list holds the focus (`aria-activedescendant` names the row): rows leave while they are read. */
function List({ page: { mentions, has_more }, onMore }: { page: MentionsPage; onMore: (() => void) | null }) {
  const store = useAppStore()
  const cursorId = useApp((state) => state.mentionId)
  const setMention = useApp((state) => state.setMention)
  const { open, mark } = useMentions()
  const { nameOf } = useTeam()
  const canWrite = useCanWrite()
  const now = useNow()
  const list = useRef<HTMLDivElement>(null)
  const [lastIndex, setLastIndex] = useState(0)
  const known = mentions.findIndex(({ id }) => id === cursorId)
  const index = known === -1 ? Math.min(lastIndex, mentions.length - 1) : known
  if (index !== lastIndex && index !== -1) setLastIndex(index)
  const cursor = mentions[index]

  useEffect(() => list.current?.focus(), [])
  useEffect(() => {
    if (cursor) document.getElementById(mentionElementId(cursor.id))?.scrollIntoView({ block: 'nearest' })
  }, [cursor])
  const move = (step: number) => {
    const next = mentions[Math.min(mentions.length - 1, Math.max(0, index + step))]
    if (next) setMention(next.id)
  }
  useKeyboard(
    {
      next: () => move(1),
      previous: () => move(-1),
      open: () => cursor && open(cursor),
      mark_unread: () => cursor && canWrite && void mark([cursor.id], !cursor.is_read),
      undo: () => store.getState().undoLast(),
      back: () => {
        store.getState().showInbox()
        store.getState().focusOn('list')
      },
    },
    'mentions',
  )
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      {mentions.length === 0 && <NoMentions />}
      <div
        ref={list}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a select cannot hold such rows
        role="listbox"
        tabIndex={0}
        data-region="list"
        aria-label="Mentions"
        aria-activedescendant={cursor && mentionElementId(cursor.id)}
        onKeyDown={(event) => {
          const step = LIST_STEPS[event.key]
          if (step === undefined) return
          event.preventDefault()
          move(step)
        }}
        className={cx('cursor-list max-w-240 p-1.5 outline-none', mentions.length === 0 && 'sr-only')}
      >
        {mentions.map((mention) => (
          <MentionRow
            key={mention.id}
            mention={mention}
            author={mention.by_id ? nameOf(mention.by_id) : 'A colleague'}
            cursor={mention === cursor}
            now={now}
            onOpen={open}
          />
        ))}
      </div>
      {has_more && onMore && (
        <div className="max-w-240 px-4 pb-4">
          <Button size="sm" onClick={onMore}>
            Show more
          </Button>
        </div>
      )}
    </div>
  )
}

function NoMentions() {
  const onlyUnread = useApp((state) => state.onlyUnread)
  const setOnlyUnread = useApp((state) => state.setOnlyUnread)
  return onlyUnread ? (
    <EmptyState icon={MENTION_ICON} title="You have read them all" text="New mentions appear here and in the sidebar.">
      <Button onClick={() => setOnlyUnread(false)}>Show all</Button>
    </EmptyState>
  ) : (
    <EmptyState
      icon={MENTION_ICON}
      title="Nobody has mentioned you yet"
      text="When a colleague types @ and your name in a note, it appears here."
    />
  )
}

function Failed({ message }: { message: string }) {
  return (
    <EmptyState
      icon={<TriangleAlert className="size-5" strokeWidth={1.75} />}
      title="Mentions cannot be shown"
      text={message}
    />
  )
}
