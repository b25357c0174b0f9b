import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useSession } from '../../actions/session-context.ts'
import { useTeam, type Team } from '../../actions/use-team.ts'
import { authorOf } from '../../format/author-of.ts'
import { dayLabel } from '../../format/time.ts'
import { nameOf } from '../../format/vocabulary.ts'
import { useApp } from '../../store/store-context.ts'
import { useNow } from '../../ui/use-now.ts'
import { Message } from './message-bubble.tsx'
import { NoteCard } from './note-card.tsx'
import { OlderStrip } from './older-strip.tsx'
import { StageLine } from './stage-line.tsx'
import type { Thread } from './use-thread.ts'
import { layOutThread, type ThreadEntry } from './layout.ts'
import type { ConversationView } from '#shared/contract/read-models.ts'

interface TimelineProps {
  view: ConversationView
  thread: Thread
}

/** Entries from either end at which more is asked for. */
const NEAR_END = 12
/** Px from the end that still count as being at the end. */
const AT_END = 80

const ESTIMATE = { day: 44, message: 58, note: 84, stage: 28, gap: 36 }

/** The thread: opens at its end, follows new messages while the rep is there, and stays put while older ones load. */
export function Timeline({ view, thread }: TimelineProps) {
  const { target, older, retryOlder, wantOlder, wantNewer, wantLatest } = thread
  const { items: timeline, stage_changes: stageChanges, gap_at: gapAt } = view
  const entries = useMemo(() => layOutThread(timeline, { stageChanges, gapAt }), [timeline, stageChanges, gapAt])
  const scroller = useRef<HTMLElement>(null)
  const team = useTeam()
  const { user } = useSession()
  const now = useNow(60_000)
  const leadName = nameOf(view.lead.label)

  // oxlint-disable-next-line react/incompatible-library -- the React Compiler is not used here
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => ESTIMATE[entries[index]?.kind ?? 'message'],
    getItemKey: (index) => entries[index]?.key ?? index,
    overscan: 4,
    paddingEnd: 12,
    anchorTo: 'end',
    // The first frame already shows the end: what lies above it is neither drawn nor measured.
    initialOffset: () => entries.reduce((sum, { kind }) => sum + ESTIMATE[kind], 0),
    initialRect: { width: 0, height: innerHeight },
    // What comes after a window is no news.
    followOnAppend: !view.has_newer,
    scrollEndThreshold: AT_END,
  })
  const items = virtualizer.getVirtualItems()
  const last = view.items.at(-1)
  const unseen = useUnseen(last?.id ?? null, virtualizer.isAtEnd(AT_END))

  const count = entries.length
  const targetIndex = target ? entries.findIndex(({ key }) => key === target.messageId) : -1
  const atTarget = targetIndex !== -1
  const marked = target && !target.isReturn ? target.messageId : null
  useLayoutEffect(() => {
    if (!target) virtualizer.scrollToEnd()
    // Only for the conversation as it opens and for what the rep has just written.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [view.conversation.id, thread.show, target === null, ownNew(last, user.id)])
  useLayoutEffect(() => {
    if (atTarget) virtualizer.scrollToIndex(targetIndex, { align: 'center' })
    // Once for each time that it is asked for, as soon as it is here.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [target?.turn, atTarget])

  const first = items[0]?.index ?? 0
  const nearTop = items.length > 0 && first < NEAR_END
  const nearBottom = items.length > 0 && (items.at(-1)?.index ?? 0) >= count - NEAR_END
  const wantsOlder = nearTop && (view.has_older || view.has_older_on_server)
  useEffect(() => {
    if (wantsOlder) wantOlder()
  }, [wantsOlder, count, wantOlder])
  const wantsNewer = nearBottom && view.has_newer
  useEffect(() => {
    if (wantsNewer) wantNewer()
  }, [wantsNewer, count, wantNewer])

  useStayAtEnd(scroller, virtualizer)
  useTakeFocus(scroller)
  useMidway(entries, virtualizer)
  const topIndex = virtualizer.getVirtualItemForOffset(virtualizer.scrollOffset ?? 0)?.index ?? 0

  return (
    <div className="relative min-h-0 flex-1">
      <section
        ref={scroller}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so keys must reach it
        tabIndex={0}
        data-region="thread"
        aria-label={`Conversation with ${leadName}`}
        className="h-full overflow-y-auto outline-none [overflow-anchor:none] focus-visible:shadow-[inset_0_2px_0_var(--focus)]"
      >
        <div className="relative mx-auto w-full max-w-200" style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index, start, key }) => {
            const entry = entries[index]
            return (
              entry && (
                <div
                  key={key}
                  ref={virtualizer.measureElement}
                  data-index={index}
                  className="absolute top-0 left-0 w-full px-5"
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <Entry
                    entry={entry}
                    team={team}
                    userId={user.id}
                    leadName={leadName}
                    now={now}
                    showChannel={view.siblings.length > 1}
                    leadId={view.lead.id}
                    marked={entry.key === marked}
                  />
                </div>
              )
            )
          })}
        </div>
      </section>
      {nearTop && <OlderStrip older={older} onRetry={retryOlder} />}
      <FloatingDay entries={entries} index={topIndex} now={now} />
      {(unseen !== 'none' || view.has_newer) && (
        <button
          type="button"
          onClick={() => (target ? wantLatest() : virtualizer.scrollToEnd())}
          className="animate-rise absolute bottom-3 left-1/2 flex h-8 -translate-x-1/2 items-center gap-1.5 rounded-full bg-raised px-3 text-xs font-medium shadow-float hover:bg-hover"
        >
          <ArrowDown aria-hidden className="size-3.5" />
          {unseen === 'new' && !view.has_newer ? 'New messages' : 'Latest'}
        </button>
      )}
      <output className="sr-only">{unseen === 'new' && !view.has_newer && `New message from ${leadName}`}</output>
      <output className="sr-only">{atTarget && marked !== null && 'What was asked for is marked.'}</output>
    </div>
  )
}

interface EntryProps {
  entry: ThreadEntry
  team: Team
  userId: string
  leadName: string
  now: number
  showChannel: boolean
  leadId: string
  marked: boolean
}

function Entry({ entry, team, userId, leadName, now, showChannel, leadId, marked }: EntryProps) {
  if (entry.kind === 'day') return <DaySeparator label={dayLabel(entry.at, now)} />
  if (entry.kind === 'gap') return <Gap />
  if (entry.kind === 'stage') {
    const { change } = entry
    const author = change.is_automatic || !change.by ? 'A rule' : change.by === userId ? 'You' : team.nameOf(change.by)
    return <StageLine change={change} author={author} />
  }
  if (entry.kind === 'note') {
    const { author_id: author } = entry.note
    const name = author === userId ? 'You' : author ? team.nameOf(author) : 'Leadline'
    return <NoteCard note={entry.note} author={name} marked={marked} />
  }
  const { message, firstOfRun, lastOfRun } = entry
  return (
    <Message
      message={message}
      firstOfRun={firstOfRun}
      lastOfRun={lastOfRun}
      author={authorOf(message, team, userId, leadName)}
      showChannel={showChannel}
      leadId={leadId}
      marked={marked}
    />
  )
}

function Gap() {
  return (
    <p className="py-2 text-center text-xs text-ink-3">Older messages between these may not be on this device yet.</p>
  )
}

function DaySeparator({ label }: { label: string }) {
  return (
    <div className="flex items-center gap-3 pt-5 pb-1">
      <span className="h-px flex-1 bg-line" />
      <h3 className="text-2xs font-medium text-ink-3">{label}</h3>
      <span className="h-px flex-1 bg-line" />
    </div>
  )
}

/** The day of the topmost message, while its separator is scrolled away. */
function FloatingDay({ entries, index, now }: { entries: readonly ThreadEntry[]; index: number; now: number }) {
  const top = entries[index]
  if (!top || top.kind === 'day' || index === 0) return null
  const day = entries.slice(0, index).findLast((entry) => entry.kind === 'day')
  return (
    day?.kind === 'day' && (
      <p
        aria-hidden
        className="pointer-events-none absolute top-2 left-1/2 -translate-x-1/2 rounded-full bg-raised px-2.5 py-0.5 text-2xs font-medium text-ink-2 shadow-float"
      >
        {dayLabel(day.at, now)}
      </p>
    )
  )
}

/** The id of the last item when the rep has just written it. */
function ownNew(last: ConversationView['items'][number] | undefined, userId: string): string | null {
  if (!last || last.save_state === 'saved') return null
  const author = last.kind === 'note' ? last.author_id : last.sender_id
  return author === userId ? last.id : null
}

/** Whether something lies below what the rep sees: nothing, older things they saw, or new ones. */
function useUnseen(lastId: string | null, atEnd: boolean): 'none' | 'older' | 'new' {
  const [seen, setSeen] = useState(lastId)
  if (atEnd && seen !== lastId) setSeen(lastId)
  if (atEnd) return 'none'
  return seen === lastId ? 'older' : 'new'
}

/** Keeps the end in sight when the thread gets lower, as when the composer grows. */
function useStayAtEnd(
  scroller: { current: HTMLElement | null },
  virtualizer: { isAtEnd: (threshold?: number) => boolean; scrollToEnd: () => void },
): void {
  useEffect(() => {
    const element = scroller.current
    if (!element) return undefined
    let height = element.clientHeight
    const observer = new ResizeObserver(() => {
      const lost = height - element.clientHeight
      height = element.clientHeight
      if (lost > 0 && virtualizer.isAtEnd(AT_END + lost)) virtualizer.scrollToEnd()
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller, virtualizer])
}

/** Tells where in the thread the rep is, for a window that comes back after a crash. */
function useMidway(
  entries: readonly ThreadEntry[],
  virtualizer: Pick<
    Virtualizer<HTMLElement, Element>,
    'isAtEnd' | 'getVirtualItemForOffset' | 'scrollOffset' | 'scrollRect'
  >,
): void {
  const setMidway = useApp((state) => state.setMidway)
  const middle = (virtualizer.scrollOffset ?? 0) + (virtualizer.scrollRect?.height ?? 0) / 2
  const index = virtualizer.getVirtualItemForOffset(middle)?.index ?? -1
  // A day and a change of the stage cannot be asked for; what stands above them can.
  const near = entries.slice(0, index + 1).findLast(({ kind }) => kind === 'message' || kind === 'note')
  const midway = virtualizer.isAtEnd(AT_END) ? null : (near?.key ?? null)
  useEffect(() => setMidway(midway), [midway, setMidway])
}

/** Takes the focus each time it is sent to the thread. */
function useTakeFocus(scroller: { current: HTMLElement | null }): void {
  const focus = useApp((state) => state.focus)
  useEffect(() => {
    if (focus.region === 'thread') scroller.current?.focus({ preventScroll: true })
  }, [focus, scroller])
}
