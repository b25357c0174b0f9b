import { GitMerge, Trash2, Undo2 } from 'lucide-react'
import { useCanWrite } from '../../actions/session-context.ts'
import { useTeam } from '../../actions/use-team.ts'
import { useSession } from '../../actions/session-context.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { momentTime } from '../../format/time.ts'
import { nameOf } from '../../format/vocabulary.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useNow } from '../../ui/use-now.ts'
import { Entry, ListPage } from './list-page.tsx'
import { Failed, Loading } from './tab-states.tsx'
import { useSettle } from './use-settle.ts'
import type { DiscardedItem } from '#shared/contract/conflict-models.ts'
import type { MergeRecord } from '#shared/contract/read-models.ts'
import { changeTitle } from '#shared/domain/mutation-words.ts'
import { editorOf } from '#shared/domain/mutations.ts'

const DAY = 24 * 3_600_000
/** Automatic merges shown at once. */
const MERGES = 200

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
    <ListPage intro="Kept on this device for 30 days. A restored change waits for your decision again; a value that was overwritten is set again.">
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
    </ListPage>
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
    <ListPage intro="Settled without asking, because nothing had to be decided. Undo sets what was replaced again, for the whole team.">
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
    </ListPage>
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
