import { ArrowLeft, History, MessageSquare, Trash2 } from 'lucide-react'
import type { Dispatch, SetStateAction } from 'react'
import { useCanWrite } from '../../actions/session-context.ts'
import { fullTime, momentTime } from '../../format/time.ts'
import { nameOf } from '../../format/vocabulary.ts'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { Notice } from '../../ui/notice.tsx'
import { applyLabel, settlementOf, type Decision } from './decision.ts'
import { FieldChoice } from './field-choice.tsx'
import type { Placed } from './order.ts'
import type { ConflictDetail as Detail } from '#shared/contract/conflict-models.ts'

interface ConflictDetailProps {
  detail: Detail
  /** Changes that wait for this one. */
  dependents: readonly Placed[]
  decision: Decision
  onDecide: Dispatch<SetStateAction<Decision | null>>
  onApply: () => void
  onDiscard: () => void
  /** One pane at a time: the way back to the list. */
  onBack: (() => void) | null
  now: number
}

/** One change that waits for the rep: what happened, each field's choice, and what to do. */
export function ConflictDetail({
  detail,
  dependents,
  decision,
  onDecide,
  onApply,
  onDiscard,
  onBack,
  now,
}: ConflictDetailProps) {
  const canWrite = useCanWrite()
  const settlement = settlementOf(detail, decision)
  const canOnlyDiscard = detail.actions.every((action) => action === 'discard')
  const canDiscard = !canOnlyDiscard && detail.actions.includes('discard')
  const change = (
    column: string,
    part: Partial<{ take: Decision['take'][string]; value: Decision['values'][string] }>,
  ) =>
    onDecide({
      take: part.take === undefined ? decision.take : { ...decision.take, [column]: part.take },
      values: part.value === undefined ? decision.values : { ...decision.values, [column]: part.value },
    })
  return (
    <article aria-labelledby="conflict-title" className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface">
      <header className="flex items-start gap-3 border-b border-line px-5 py-3.5">
        {onBack && (
          <IconButton label="Back to the list" keys="Esc" className="-ml-2" onClick={onBack}>
            <ArrowLeft className="size-4.5" />
          </IconButton>
        )}
        <div className="min-w-0 flex-1">
          <h2 id="conflict-title" dir="auto" className="text-left text-lg font-semibold wrap-anywhere">
            {detail.title}
          </h2>
          <p className="mt-0.5 text-xs text-ink-2">
            Changed by you, <time title={fullTime(detail.at)}>{momentTime(detail.at, now)}</time>
          </p>
          <Links detail={detail} />
        </div>
      </header>
      <section
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so keys must reach it
        tabIndex={0}
        aria-label="Values"
        data-region="conflict"
        className="min-h-0 flex-1 overflow-y-auto px-5 py-4 outline-none focus-visible:ring-2 focus-visible:ring-focus focus-visible:ring-inset"
      >
        <div className="max-w-180 flex flex-col gap-5">
          <Notice tone={detail.result === 'rejected' ? 'danger' : 'warning'}>{detail.reason}</Notice>
          {detail.parent !== null && <Parent seq={detail.parent} />}
          {detail.duplicate && <Duplicate detail={detail} duplicate={detail.duplicate} />}
          {detail.fields.map((field) => (
            <FieldChoice
              key={field.column}
              detail={detail}
              field={field}
              take={decision.take[field.column] ?? 'mine'}
              value={decision.values[field.column] ?? null}
              now={now}
              onTake={(take) => change(field.column, { take })}
              onChange={(value) => change(field.column, { take: 'value', value })}
              onApply={onApply}
            />
          ))}
          {detail.fields.length === 0 && <p className="text-base select-text">{detail.mine}</p>}
          {dependents.length > 0 && <Dependents dependents={dependents} />}
        </div>
      </section>
      {canWrite && (
        <footer className="flex flex-wrap items-center gap-2 border-t border-line px-5 py-3">
          <Button
            tone={canOnlyDiscard ? 'secondary' : 'primary'}
            aria-disabled={settlement === null}
            aria-keyshortcuts="Enter"
            onClick={onApply}
          >
            {applyLabel(detail, settlement)}
          </Button>
          {canDiscard && (
            <Button
              tone="ghost"
              icon={<Trash2 aria-hidden className="size-3.5" />}
              aria-keyshortcuts="X"
              onClick={onDiscard}
            >
              Discard
            </Button>
          )}
          <Hints detail={detail} />
        </footer>
      )}
    </article>
  )
}

function Links({ detail: { conversation_id: conversation, record } }: { detail: Detail }) {
  const store = useAppStore()
  const tellStory = useApp((state) => state.tellStory)
  const open = (id: string) => {
    store.getState().showInbox()
    store.getState().openConversation(id)
  }
  if (!conversation && !record) return null
  return (
    <div className="mt-2 -ml-2 flex flex-wrap gap-1">
      {conversation && (
        <Button
          size="sm"
          tone="ghost"
          icon={<MessageSquare aria-hidden className="size-3.5" />}
          onClick={() => open(conversation)}
        >
          Open the conversation
        </Button>
      )}
      {record && (
        <Button
          size="sm"
          tone="ghost"
          icon={<History aria-hidden className="size-3.5" />}
          onClick={() => tellStory(record)}
        >
          Why does it look like this?
        </Button>
      )}
    </div>
  )
}

interface DuplicateProps {
  detail: Detail
  duplicate: NonNullable<Detail['duplicate']>
}

/** The lead that has the number already, and the way to make both one where both are there. */
function Duplicate({
  detail: { record, mutation },
  duplicate: { lead_id, label, conversation_id: id },
}: DuplicateProps) {
  const canWrite = useCanWrite()
  const store = useAppStore()
  // A new lead is nowhere but here: what was written on it has gone to the other one already.
  const canMerge = canWrite && mutation !== 'lead.create' && record?.table === 'leads' && record.id !== lead_id
  return (
    <div className="flex flex-wrap items-center gap-3 text-sm">
      <p>
        The other lead is <span className="font-semibold">{nameOf(label)}</span>.
      </p>
      {id && (
        <Button
          size="sm"
          onClick={() => {
            store.getState().showInbox()
            store.getState().openConversation(id)
          }}
        >
          Open it
        </Button>
      )}
      {canMerge && record && (
        <Button
          size="sm"
          onClick={() =>
            store.getState().showLeadDialog({ kind: 'merge', survivor_id: lead_id, absorbed_id: record.id })
          }
        >
          Merge…
        </Button>
      )}
    </div>
  )
}

function Parent({ seq }: { seq: number }) {
  const setConflict = useApp((state) => state.setConflict)
  return (
    <Button size="sm" onClick={() => setConflict(seq)}>
      Show the change it waits for
    </Button>
  )
}

function Dependents({ dependents }: { dependents: readonly Placed[] }) {
  return (
    <section aria-label="Waiting for this change">
      <h3 className="text-sm font-semibold">Waiting for this change</h3>
      <p className="mt-0.5 text-xs text-ink-2">What you decide here goes for these too.</p>
      <ul className="mt-2 flex flex-col gap-1.5">
        {dependents.map(({ item }) => (
          <li key={item.seq} className="rounded-md bg-hover px-3 py-2 text-sm">
            <p className="font-medium wrap-anywhere">{item.title}</p>
            <p dir="auto" className="line-clamp-2 text-left text-xs wrap-anywhere text-ink-2">
              {item.mine}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Hints({ detail: { actions } }: { detail: Detail }) {
  const hints: [string, string][] = [
    ...(actions.includes('mine')
      ? ([
          ['M', 'Mine'],
          ['T', 'Theirs'],
        ] as [string, string][])
      : []),
    ...(actions.includes('edit') ? ([['E', 'Edit']] as [string, string][]) : []),
    ['Enter', 'Apply'],
  ]
  return (
    <p aria-hidden className="ml-auto hidden items-center gap-3 text-2xs text-ink-3 xl:flex">
      {hints.map(([keys, label]) => (
        <span key={keys} className="flex items-center gap-1.5">
          <Kbd keys={keys} /> {label}
        </span>
      ))}
    </p>
  )
}
