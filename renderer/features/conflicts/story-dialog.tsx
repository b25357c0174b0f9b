import { useState } from 'react'
import { useLive } from '../../bridge/use-live.ts'
import { momentTime } from '../../format/time.ts'
import { useApp } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useNow } from '../../ui/use-now.ts'
import { Loading } from './tab-states.tsx'
import type { RecordRef, RecordStory } from '#shared/contract/conflict-models.ts'

/** Why a record looks as it does, wherever that was asked. */
export function StoryDialog() {
  const record = useApp((state) => state.story)
  const tellStory = useApp((state) => state.tellStory)
  return (
    <Dialog
      wide
      open={record !== null}
      onClose={() => tellStory(null)}
      title="Why does it look like this?"
      description="What the server has, your changes on top of it, and what last changed there."
    >
      {record && <Told key={record.id} record={record} />}
    </Dialog>
  )
}

function Told({ record }: { record: RecordRef }) {
  const { value: story, error } = useLive('record.story', record)
  const now = useNow()
  if (story === undefined) return error ? <p className="text-sm">{error.message}</p> : <Loading />
  if (story === null) {
    return (
      <p className="text-sm text-ink-2">It is no longer on this device: it was deleted, or is with a colleague now.</p>
    )
  }
  return (
    <div className="flex flex-col gap-5 text-sm">
      <div>
        <h3 dir="auto" className="text-left text-base font-semibold wrap-anywhere">
          {story.title}
        </h3>
        <p className="mt-0.5 text-xs text-ink-2">{freshness(story, now)}</p>
      </div>
      <Changes story={story} now={now} />
      <Fields story={story} />
      <LastChange story={story} now={now} />
    </div>
  )
}

function freshness({ synced_at: at, on_server: onServer }: RecordStory, now: number): string {
  const synced =
    at === null
      ? 'This device has not been in step with the server yet.'
      : `In step with the server as of ${momentTime(at, now)}.`
  return onServer ? synced : `${synced} The server does not have this record yet.`
}

const STATES: Record<RecordStory['changes'][number]['state'], string> = {
  waiting: 'waits to be sent',
  sending: 'is being sent',
  sent: 'saved to the team',
  parked: 'needs your decision',
}

function Changes({ story: { changes }, now }: { story: RecordStory; now: number }) {
  return (
    <section>
      <h4 className="text-xs font-medium text-ink-2">Your changes on top of it</h4>
      {changes.length === 0 ? (
        <p className="mt-1">None: you see what the server has.</p>
      ) : (
        <ol className="mt-1 flex flex-col gap-1">
          {changes.map(({ seq, title, state, hidden, at }, index) => (
            <li key={seq} className="flex gap-2">
              <span className="tabular w-4 shrink-0 text-ink-2">{index + 1}.</span>
              <span className="min-w-0 wrap-anywhere">
                {title}
                <span className="text-xs text-ink-2">
                  {' '}
                  · {momentTime(at, now)} · {STATES[state]}
                  {hidden && ', not shown meanwhile'}
                </span>
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

const CELL = 'px-3 py-1.5 text-left align-top wrap-anywhere'

function Fields({ story: { fields, changes } }: { story: RecordStory }) {
  const [all, setAll] = useState(false)
  const changed = fields.filter(({ steps }) => steps.length > 0)
  const shown = all || changed.length === 0 ? fields : changed
  const place = new Map(changes.map(({ seq }, index) => [seq, index + 1]))
  return (
    <section>
      <table className="w-full table-fixed border-collapse overflow-hidden rounded-md border border-line text-sm">
        <caption className="sr-only">Each field: what the server has, your changes in order, what is shown</caption>
        <thead>
          <tr className="bg-hover text-xs text-ink-2">
            <th scope="col" className={cx(CELL, 'w-[22%] font-medium')}>
              Field
            </th>
            <th scope="col" className={cx(CELL, 'font-medium')}>
              On the server
            </th>
            <th scope="col" className={cx(CELL, 'font-medium')}>
              Your changes
            </th>
            <th scope="col" className={cx(CELL, 'font-medium')}>
              Shown
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ column, label, server, steps, shown: text }) => (
            <tr key={column} className="border-t border-line">
              <th scope="row" className={cx(CELL, 'font-medium')}>
                {label}
              </th>
              <Cell text={server ?? 'Nothing'} quiet={server === null || server === 'Empty'} />
              <td className={CELL}>
                {steps.length === 0 ? (
                  <span className="text-ink-3">–</span>
                ) : (
                  steps.map((step) => (
                    <p key={step.seq} dir="auto" className="line-clamp-6 text-left">
                      <span className="tabular text-xs text-ink-2">{place.get(step.seq)}. </span>
                      {step.text}
                    </p>
                  ))
                )}
              </td>
              <Cell text={text} quiet={text === 'Empty'} strong={steps.length > 0} />
            </tr>
          ))}
        </tbody>
      </table>
      {changed.length > 0 && changed.length < fields.length && (
        <Button size="sm" tone="ghost" className="mt-1" onClick={() => setAll(!all)}>
          {all ? 'Only what you changed' : `All ${fields.length} fields`}
        </Button>
      )}
    </section>
  )
}

function Cell({ text, quiet, strong = false }: { text: string; quiet: boolean; strong?: boolean }) {
  return (
    <td className={cx(CELL, quiet && 'text-ink-3', strong && 'font-semibold')}>
      <p dir="auto" className="line-clamp-6 text-left select-text">
        {text}
      </p>
    </td>
  )
}

function LastChange({ story: { last_change: change }, now }: { story: RecordStory; now: number }) {
  return (
    <section>
      <h4 className="text-xs font-medium text-ink-2">Last change on the server</h4>
      {change === null ? (
        <p className="mt-1">None has arrived since this device has the record.</p>
      ) : (
        <>
          <p className="mt-1 text-xs text-ink-2">{momentTime(change.at, now)}</p>
          <ul className="mt-1 flex flex-col gap-1">
            {change.fields.map(({ column, label, before, after, by }) => (
              <li key={column} className="wrap-anywhere">
                <span className="font-medium">{label}</span>: <span className="text-ink-2">{excerpt(before)}</span>{' '}
                <span aria-label="became">→</span> {excerpt(after)}
                <span className="text-xs text-ink-2"> · {by ?? 'the server does not say who'}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

/** Characters of a value that a line of the log shows. */
const EXCERPT = 160

const excerpt = (text: string): string => (text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text)
