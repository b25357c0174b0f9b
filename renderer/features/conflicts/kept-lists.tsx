import { ArrowUp, Clock3, GitMerge, RefreshCw, Trash2, Undo2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useCanWrite } from '../../actions/session-context.ts'
import { useTeam } from '../../actions/use-team.ts'
import { useSession } from '../../actions/session-context.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { clockTime, count, elapsed, momentTime } from '../../format/time.ts'
import { nameOf } from '../../format/vocabulary.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useNow } from '../../ui/use-now.ts'
import { Failed, Loading } from './tab-states.tsx'
import { useSettle } from './use-settle.ts'
import type { DiscardedItem, OutboxItem } from '#shared/contract/conflict-models.ts'
import type { MergeRecord, SyncStatus } from '#shared/contract/read-models.ts'
import { changeTitle } from '#shared/domain/mutation-words.ts'
import { editorOf } from '#shared/domain/mutations.ts'

const DAY = 24 * 3_600_000
/** Automatic merges shown at once. */
const MERGES = 200

/** What waits to be saved to the team, for how long, and why. */
export function Waiting() {
  const { value, error } = useLive('outbox.list', {})
  const { value: status } = useLive('sync.status', {})
  const now = useNow()
  const command = useCommand()
  const settle = useSettle()
  const canWrite = useCanWrite()
  if (!value || !status) return error ? <Failed message={error.message} /> : <Loading />
  if (value.items.length === 0) {
    return (
      <EmptyState
        icon={<ArrowUp className="size-5" strokeWidth={1.75} />}
        title="Nothing is waiting"
        text="Everything you have changed is saved to the team."
      />
    )
  }
  const oldest = value.items[0]!
  return (
    <Page
      intro={`${count(value.total)} ${value.total === 1 ? 'change waits' : 'changes wait'} on this device, the oldest for ${elapsed(oldest.at, now)}. ${whyWaiting(status)}`}
      action={
        <Button
          size="sm"
          icon={<RefreshCw aria-hidden className="size-3.5" />}
          onClick={() => void command('sync.now', {})}
        >
          Try now
        </Button>
      }
    >
      <ul aria-label="Waiting changes">
        {value.items.map((item) => (
          <Entry
            key={item.seq}
            title={item.title}
            text={item.text}
            meta={`${momentTime(item.at, now)} · ${WAITING[item.state]}${item.can_discard ? '' : ', may already be saved'}`}
          >
            {canWrite && item.can_discard && <Withdraw item={item} onWithdraw={() => void settle.withdraw(item)} />}
          </Entry>
        ))}
      </ul>
    </Page>
  )
}

const WAITING: Record<OutboxItem['state'], string> = { waiting: 'Waiting', sending: 'Being sent' }

function Withdraw({ item, onWithdraw }: { item: OutboxItem; onWithdraw: () => void }) {
  return (
    <Button
      size="sm"
      tone="ghost"
      aria-label={`Discard: ${item.title}`}
      icon={<Trash2 aria-hidden className="size-3.5" />}
      onClick={onWithdraw}
    >
      Discard
    </Button>
  )
}

/** Why it is not sent at once, in a sentence. */
function whyWaiting({ state, error, retry_at: retryAt }: SyncStatus): string {
  const next = retryAt === null ? '' : ` Next attempt at ${clockTime(retryAt)}.`
  if (state === 'offline') return `${error?.message ?? 'There is no connection.'}${next}`
  if (state === 'blocked') return `${error?.message ?? 'The backend does not accept changes.'}${next}`
  return state === 'online' ? 'They are being sent.' : 'They are sent once the connection stands.'
}

/** What was given up and can still be had again. */
export function DiscardedList() {
  const { value, error } = useLive('attention.discarded', {})
  const settle = useSettle()
  const now = useNow()
  const canWrite = useCanWrite()
  if (!value) return error ? <Failed message={error.message} /> : <Loading />
  if (value.length === 0) {
    return (
      <EmptyState
        icon={<Trash2 className="size-5" strokeWidth={1.75} />}
        title="Nothing was discarded"
        text="What you discard, and values that give way in a conflict, are kept here for 30 days."
      />
    )
  }
  return (
    <Page intro="Kept on this device for 30 days. A restored change waits for your decision again; a value that was overwritten is set again.">
      <ul aria-label="Recently discarded">
        {value.map((item) => (
          <Entry
            key={item.id}
            title={item.title}
            text={item.text}
            meta={`${WHY[item.why]} ${momentTime(item.discarded_at, now)}${dependentsText(item)} · ${daysLeft(item, now)}`}
          >
            {canWrite && (
              <Button
                size="sm"
                aria-label={`Restore: ${item.title}`}
                icon={<Undo2 aria-hidden className="size-3.5" />}
                onClick={() => void settle.restore(item.id)}
              >
                Restore
              </Button>
            )}
          </Entry>
        ))}
      </ul>
    </Page>
  )
}

const WHY: Record<DiscardedItem['why'], string> = {
  discarded: 'Discarded',
  theirs: 'Yours, given up for theirs',
  edited: 'Yours, before you edited it',
  overwritten: 'Theirs, overwritten',
}

const dependentsText = ({ dependents }: DiscardedItem): string =>
  dependents === 0 ? '' : ` with ${dependents} ${dependents === 1 ? 'change' : 'changes'} that depended on it`

function daysLeft({ kept_until: until }: DiscardedItem, now: number): string {
  const days = Math.max(0, Math.ceil((until - now) / DAY))
  return days === 1 ? '1 day left' : `${days} days left`
}

/** What replication settled by itself. */
export function Merges() {
  const { value, error } = useLive('sync.merge_log', { before: null, limit: MERGES })
  const command = useCommand()
  const now = useNow()
  const canWrite = useCanWrite()
  if (!value) return error ? <Failed message={error.message} /> : <Loading />
  if (value.records.length === 0) {
    return (
      <EmptyState
        icon={<GitMerge className="size-5" strokeWidth={1.75} />}
        title="Nothing was merged"
        text="When you and a colleague change the same thing and it can be settled without you, it is listed here."
      />
    )
  }
  return (
    <Page intro="Settled without asking, because nothing had to be decided. Undo sets what was replaced again, for the whole team.">
      <ul aria-label="Automatic merges">
        {value.records.map((record) => (
          <Merge
            key={record.id}
            record={record}
            now={now}
            onUndo={canWrite ? () => void command('sync.undo_merge', { id: record.id }) : null}
          />
        ))}
      </ul>
    </Page>
  )
}

const MERGED: Record<MergeRecord['kind'], (who: string) => string> = {
  mine: (who) => `Yours replaced that of ${who}`,
  theirs: (who) => `That of ${who} replaced yours`,
  both: (who) => `Combined with that of ${who}`,
}

function Merge({ record, now, onUndo }: { record: MergeRecord; now: number; onUndo: (() => void) | null }) {
  const { nameOf: colleague } = useTeam()
  const { user } = useSession()
  const { kind, table, field, lead_label: label, losing, winning, undo } = record
  const other = kind === 'theirs' ? winning.by : losing.by
  const who = other === null ? 'somebody else' : other === user.id ? 'yours from elsewhere' : colleague(other)
  const edit = editorOf(table, field)?.name ?? 'lead.edit'
  const title = changeTitle(edit, label === null ? null : nameOf(label), [field])
  return (
    <Entry
      title={title}
      text={`${plain(losing.value)} → ${plain(winning.value)}`}
      meta={`${MERGED[kind](who)} · ${momentTime(winning.at, now)}${undo === 'changed' ? ' · changed again since' : ''}`}
    >
      {undo === 'done' && <span className="text-xs text-ink-2">Undone</span>}
      {undo === 'gone' && <span className="text-xs text-ink-2">Cannot be undone</span>}
      {onUndo && (undo === 'possible' || undo === 'changed') && (
        <Button
          size="sm"
          aria-label={`Undo: ${title}`}
          icon={<Undo2 aria-hidden className="size-3.5" />}
          onClick={onUndo}
        >
          Undo
        </Button>
      )}
    </Entry>
  )
}

function plain(value: unknown): string {
  if (value === null || value === '') return 'Empty'
  if (typeof value === 'string') return value
  return Array.isArray(value) ? value.join(', ') || 'Empty' : JSON.stringify(value)
}

function Page({ intro, action, children }: { intro: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so keys must reach it
      tabIndex={0}
      aria-label="List"
      data-region="list"
      className="min-h-0 flex-1 overflow-y-auto px-5 py-4 outline-none focus-visible:ring-2 focus-visible:ring-focus focus-visible:ring-inset"
    >
      <div className="mx-auto max-w-200">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="max-w-150 text-sm text-pretty text-ink-2">{intro}</p>
          {action}
        </div>
        <div className="mt-3 overflow-hidden rounded-lg border border-line bg-surface">{children}</div>
      </div>
    </section>
  )
}

function Entry({ title, text, meta, children }: { title: string; text: string; meta: string; children?: ReactNode }) {
  return (
    <li className="flex items-start gap-4 border-b border-line px-4 py-3 last:border-b-0">
      <div className="min-w-0 flex-1">
        <p className="text-sm font-semibold wrap-anywhere">{title}</p>
        <p dir="auto" className="line-clamp-3 text-left text-sm wrap-anywhere whitespace-pre-wrap select-text">
          {text}
        </p>
        <p className="mt-1 flex items-center gap-1 text-xs text-ink-2">
          <Clock3 aria-hidden className="size-3 shrink-0" />
          {meta}
        </p>
      </div>
      <div className="shrink-0">{children}</div>
    </li>
  )
}
